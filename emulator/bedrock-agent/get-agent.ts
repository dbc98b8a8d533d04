import type { GetAgentRequest, GetAgentResponse } from '@aws-sdk/client-bedrock-agent';
import { draft } from '../agent/definition/agent';
import { findAgent, findVersion } from '../agent/definition/find-agent';
import type { Operation } from '../front-door/operation';
import type { AgentServices } from './service';
import { agentView } from './views';

export const getAgent =
  (services: AgentServices): Operation<GetAgentRequest, GetAgentResponse> =>
  async ({ agentId }) => {
    const agent = await findAgent(services, agentId);
    return { agent: agentView(agent, findVersion(agent, draft)) };
  };
