import { ServiceError } from '../../front-door/operation';
import type { Services } from '../../services';
import type { Agent, AgentAlias, AgentVersion } from './agent';
import { loadAgents } from './load-agents';

/** These throw ResourceNotFoundException, with AWS's sentence and the ids that there are. */
export async function findAgent(
  services: Pick<Services, 'app' | 'state' | 'clock'>,
  agentId: string | undefined,
): Promise<Agent> {
  const agents = await loadAgents(services);
  return agents.find((agent) => agent.agentId === agentId) ?? fail(`agent ${agentId}`, agents, 'agentId');
}

export const findAlias = ({ aliases }: Agent, agentAliasId: string | undefined): AgentAlias =>
  aliases.find((alias) => alias.agentAliasId === agentAliasId) ??
  fail(`alias ${agentAliasId}`, aliases, 'agentAliasId');

export const findVersion = ({ versions }: Agent, version: string | undefined): AgentVersion =>
  versions.find((known) => known.version === version) ?? fail(`version ${version}`, versions, 'version');

export function fail<Thing>(what: string, known: readonly Thing[], id: keyof Thing): never {
  const ids = known.map((thing) => String(thing[id])).join(', ');
  throw new ServiceError(
    'ResourceNotFoundException',
    `Failed to retrieve resource because it doesn't exist. Retry your request with a different resource identifier. (There is no ${what}; there is ${ids || 'none'}.)`,
  );
}
