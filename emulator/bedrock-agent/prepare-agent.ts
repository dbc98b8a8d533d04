import type { PrepareAgentRequest, PrepareAgentResponse } from '@aws-sdk/client-bedrock-agent';
import { draft } from '../agent/definition/agent';
import { findAgent } from '../agent/definition/find-agent';
import { prepareAgent as prepare } from '../agent/definition/load-agents';
import type { Operation } from '../front-door/operation';
import type { AgentServices } from './service';

/** The working draft is what the template says, so it is prepared at once. */
export const prepareAgent =
  (services: AgentServices): Operation<PrepareAgentRequest, PrepareAgentResponse> =>
  async ({ agentId }) => {
    const agent = await findAgent(services, agentId);
    const preparedAt = await prepare(services, agent.agentId);
    return { agentId: agent.agentId, agentStatus: 'PREPARED', agentVersion: draft, preparedAt };
  };
