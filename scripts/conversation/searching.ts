import type { KnowledgeBaseVectorSearchConfiguration } from '@aws-sdk/client-bedrock-agent-runtime';
import config from '../../agent.config';
import type { AgentTarget } from '../../client/agent-target';

/** How agent.config.ts wants documents to be searched; empty where Bedrock chooses. */
export function configuredSearch(
  { overrideSearchType, numberOfResults } = config.knowledgeBase ?? {},
): Pick<KnowledgeBaseVectorSearchConfiguration, 'overrideSearchType' | 'numberOfResults'> {
  return { ...(overrideSearchType && { overrideSearchType }), ...(numberOfResults && { numberOfResults }) };
}

/**
 * The target, which searches as configured in each turn. No template has a place for it: Bedrock takes it with a
 * request only. The id is asked for only if something is configured. Throws what asking for it throws.
 */
export async function searching(
  target: AgentTarget,
  knowledgeBaseId: () => Promise<string | null>,
  vectorSearchConfiguration = configuredSearch(),
): Promise<AgentTarget> {
  if (Object.keys(vectorSearchConfiguration).length === 0) return target;
  const id = await knowledgeBaseId();
  if (!id) return target;
  const configuration = { knowledgeBaseId: id, retrievalConfiguration: { vectorSearchConfiguration } };
  return { ...target, knowledgeBaseConfigurations: [configuration] };
}
