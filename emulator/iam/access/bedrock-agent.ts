import type { bedrockAgentCoverage } from '../../bedrock-agent/coverage';
import type { ServedAction } from '../served-actions';
import { type AccessScope, type AccessTable, arnIn } from './access-table';

interface Named {
  readonly agentId?: string;
  readonly agentAliasId?: string;
  readonly knowledgeBaseId?: string;
}

const on =
  (...actions: ServedAction[]) =>
  (resourceOf: (input: Named) => string) =>
  (input: Named, { app }: AccessScope) =>
    actions.map((action) => ({ action, resource: arnIn(app, 'bedrock', resourceOf(input)) }));

const agent = ({ agentId = '' }: Named) => `agent/${agentId}`;
const alias = ({ agentId = '', agentAliasId = '' }: Named) => `agent-alias/${agentId}/${agentAliasId}`;
const knowledgeBase = ({ knowledgeBaseId = '' }: Named) => `knowledge-base/${knowledgeBaseId}`;
/** Lists of everything are about no resource. */
const anything = (action: ServedAction) => () => [{ action, resource: '*' }];

/** Service Authorization Reference, Amazon Bedrock. Direct ingestion also needs StartIngestionJob (its prerequisites). */
export const bedrockAgentAccess: AccessTable<keyof typeof bedrockAgentCoverage.fidelity> = {
  DeleteKnowledgeBaseDocuments: on(
    'bedrock:DeleteKnowledgeBaseDocuments',
    'bedrock:StartIngestionJob',
  )(knowledgeBase),
  GetAgent: on('bedrock:GetAgent')(agent),
  GetAgentActionGroup: on('bedrock:GetAgentActionGroup')(agent),
  GetAgentAlias: on('bedrock:GetAgentAlias')(alias),
  GetAgentVersion: on('bedrock:GetAgentVersion')(agent),
  GetDataSource: on('bedrock:GetDataSource')(knowledgeBase),
  GetIngestionJob: on('bedrock:GetIngestionJob')(knowledgeBase),
  GetKnowledgeBase: on('bedrock:GetKnowledgeBase')(knowledgeBase),
  GetKnowledgeBaseDocuments: on('bedrock:GetKnowledgeBaseDocuments')(knowledgeBase),
  IngestKnowledgeBaseDocuments: on(
    'bedrock:IngestKnowledgeBaseDocuments',
    'bedrock:StartIngestionJob',
  )(knowledgeBase),
  ListAgentActionGroups: on('bedrock:ListAgentActionGroups')(agent),
  ListAgentAliases: on('bedrock:ListAgentAliases')(agent),
  ListAgentVersions: on('bedrock:ListAgentVersions')(agent),
  ListAgents: anything('bedrock:ListAgents'),
  ListDataSources: on('bedrock:ListDataSources')(knowledgeBase),
  ListIngestionJobs: on('bedrock:ListIngestionJobs')(knowledgeBase),
  ListKnowledgeBaseDocuments: on('bedrock:ListKnowledgeBaseDocuments')(knowledgeBase),
  ListKnowledgeBases: anything('bedrock:ListKnowledgeBases'),
  PrepareAgent: on('bedrock:PrepareAgent')(agent),
  StartIngestionJob: on('bedrock:StartIngestionJob')(knowledgeBase),
  StopIngestionJob: on('bedrock:StopIngestionJob')(knowledgeBase),
};
