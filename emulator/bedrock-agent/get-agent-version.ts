import type { GetAgentVersionRequest, GetAgentVersionResponse } from '@aws-sdk/client-bedrock-agent';
import { findAgent, findVersion } from '../agent/definition/find-agent';
import type { Operation } from '../front-door/operation';
import type { AgentServices } from './service';
import { agentVersionView } from './views';

export const getAgentVersion =
  (services: AgentServices): Operation<GetAgentVersionRequest, GetAgentVersionResponse> =>
  async ({ agentId, agentVersion }) => {
    const agent = await findAgent(services, agentId);
    return { agentVersion: agentVersionView(agent, findVersion(agent, agentVersion)) };
  };
