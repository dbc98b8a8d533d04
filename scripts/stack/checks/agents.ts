import { BedrockAgentClient, ListAgentsCommand } from '@aws-sdk/client-bedrock-agent';
import { CommandError } from '../../cli/errors';
import { awsFailure, isDenied, spell } from '../aws-error';
import { type Identity, placeOf } from '../identity';
import { type Check, unknown } from './check';

const maintenance =
  'since 30 July 2026 Bedrock Agents (Agents Classic) is in maintenance, and CreateAgent answers 403 to accounts that used no agent in the 12 months before';

/**
 * Whether the account can be expected to create agents. No API tells: one that exists shows that the account
 * uses them, and its absence only that a refusal is possible.
 */
export async function checkAgents(identity: Identity): Promise<Check> {
  const client = new BedrockAgentClient(identity.access);
  try {
    const { agentSummaries = [] } = await client.send(new ListAgentsCommand({ maxResults: 1 }));
    if (agentSummaries.length > 0) {
      return { check: 'agents', outcome: 'passed', message: 'the account has agents in this region' };
    }
    return {
      check: 'agents',
      outcome: 'warning',
      message: `there is no agent in ${placeOf(identity)}; ${maintenance}`,
    };
  } catch (error) {
    if (/maintenance mode/i.test(spell(error))) throw maintenanceMode(error);
    if (isDenied(error)) return unknown('agents', 'bedrock:ListAgents');
    throw awsFailure(error, 'Looking for agents');
  } finally {
    client.destroy();
  }
}

export const maintenanceMode = (cause?: unknown): CommandError =>
  new CommandError({
    code: 'MAINTENANCE_MODE',
    message: `This account cannot create agents: ${maintenance}`,
    hint: 'There are no exceptions: use an account that had agents, or stay on the laptop (npm run -s invoke-agent)',
    cause,
  });
