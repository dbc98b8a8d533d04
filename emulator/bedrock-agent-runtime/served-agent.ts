import { type Agent, type AgentAlias, type AgentVersion, draft } from '../agent/definition/agent';
import { findAgent, findAlias, findVersion } from '../agent/definition/find-agent';
import { notImplementedBy } from '../agent/definition/not-implemented';
import { ServiceError } from '../front-door/operation';
import { notImplemented } from '../front-door/route';
import type { Services } from '../services';

export interface ServedAgent {
  readonly agent: Agent;
  readonly alias: AgentAlias;
  readonly version: AgentVersion;
}

/** What an agent's id and alias lead to. Throws for one that is unknown, not prepared, or beyond the emulator. */
export async function servedAgent(
  services: Pick<Services, 'app' | 'state' | 'clock'>,
  { agentId, agentAliasId }: { readonly agentId: string; readonly agentAliasId: string },
): Promise<ServedAgent> {
  const agent = await findAgent(services, agentId);
  const alias = findAlias(agent, agentAliasId);
  const version = findVersion(agent, alias.version);
  if (version.version === draft && !agent.preparedAt) {
    throw new ServiceError(
      'ValidationException',
      `Agent ${agentId} is not prepared: call PrepareAgent, or set AutoPrepare in the template`,
    );
  }
  const missing = notImplementedBy(version);
  if (missing.length > 0) throw notImplemented(missing.join('; '));
  return { agent, alias, version };
}
