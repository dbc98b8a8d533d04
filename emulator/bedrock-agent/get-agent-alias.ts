import type { GetAgentAliasRequest, GetAgentAliasResponse } from '@aws-sdk/client-bedrock-agent';
import { findAgent, findAlias } from '../agent/definition/find-agent';
import type { Operation } from '../front-door/operation';
import type { AgentServices } from './service';
import { agentAliasView } from './views';

export const getAgentAlias =
  (services: AgentServices): Operation<GetAgentAliasRequest, GetAgentAliasResponse> =>
  async ({ agentId, agentAliasId }) => {
    const agent = await findAgent(services, agentId);
    return { agentAlias: agentAliasView(agent, findAlias(agent, agentAliasId)) };
  };
