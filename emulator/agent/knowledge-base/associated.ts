import type { AgentVersion } from '../definition/agent';
import type { ToolSpec } from '../model';

/** A knowledge base that an agent may search, and the tool that stands for it before the model. */
export interface AssociatedKnowledgeBase {
  readonly knowledgeBaseId: string;
  readonly toolSpec: ToolSpec;
}

/** The argument of the tool, as Bedrock's own prompts have it (AWS user guide, lambda-parser). */
export const searchQuery = 'searchQuery';

/** Bedrock says GET::x_amz_knowledgebase_<id>::Search in prompts, and so where a tool's name takes no colon. */
const toolName = (knowledgeBaseId: string): string => `GET__x_amz_knowledgebase_${knowledgeBaseId}__Search`;

/** The id of the knowledge base that a tool of this name searches; undefined for any other tool. */
export const knowledgeBaseOfTool = (name: string): string | undefined =>
  /^GET__x_amz_knowledgebase_([0-9A-Za-z]+)__Search$/.exec(name)?.[1];

/** The enabled ones. An association's description tells the model when to search (AWS::Bedrock::Agent). */
export const associatedKnowledgeBases = ({ properties }: AgentVersion): AssociatedKnowledgeBase[] =>
  (properties.KnowledgeBases ?? []).flatMap(
    ({ KnowledgeBaseId: knowledgeBaseId, Description = '', KnowledgeBaseState = 'ENABLED' }) =>
      KnowledgeBaseState === 'DISABLED'
        ? []
        : [{ knowledgeBaseId, toolSpec: toolFor(knowledgeBaseId, Description) }],
  );

const toolFor = (knowledgeBaseId: string, description: string): ToolSpec => ({
  name: toolName(knowledgeBaseId),
  description: description || 'Search the documents',
  inputSchema: {
    json: {
      type: 'object',
      properties: { [searchQuery]: { type: 'string', description: 'The question, as a whole sentence' } },
      required: [searchQuery],
    },
  },
});
