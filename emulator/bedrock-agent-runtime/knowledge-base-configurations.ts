import type { KnowledgeBaseConfiguration, SessionState } from '@aws-sdk/client-bedrock-agent-runtime';
import type { AgentVersion } from '../agent/definition/agent';
import { associatedKnowledgeBases } from '../agent/knowledge-base/associated';
import { ServiceError } from '../front-door/operation';

/**
 * How the caller wants the agent's knowledge bases to be searched in this turn. Throws ValidationException for one
 * that the agent does not have: its filter would silently not be applied.
 */
export function configurationsFor(
  version: AgentVersion,
  { knowledgeBaseConfigurations = [] }: SessionState,
): readonly KnowledgeBaseConfiguration[] {
  const ids = associatedKnowledgeBases(version).map(({ knowledgeBaseId }) => knowledgeBaseId);
  for (const [at, { knowledgeBaseId = '' }] of knowledgeBaseConfigurations.entries()) {
    if (ids.includes(knowledgeBaseId)) continue;
    throw new ServiceError(
      'ValidationException',
      `sessionState.knowledgeBaseConfigurations[${at}].knowledgeBaseId ${knowledgeBaseId} is no knowledge base of the agent, which has ${ids.join(', ') || 'none'}`,
    );
  }
  return knowledgeBaseConfigurations;
}
