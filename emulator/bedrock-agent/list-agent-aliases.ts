import type { ListAgentAliasesRequest, ListAgentAliasesResponse } from '@aws-sdk/client-bedrock-agent';
import { findAgent } from '../agent/definition/find-agent';
import type { Operation } from '../front-door/operation';
import { page } from './page';
import type { AgentServices } from './service';
import { agentAliasSummary } from './views';

export const listAgentAliases =
  (services: AgentServices): Operation<ListAgentAliasesRequest, ListAgentAliasesResponse> =>
  async ({ agentId, ...request }) => {
    const { aliases } = await findAgent(services, agentId);
    const { items, ...rest } = page(aliases, ({ agentAliasId }) => agentAliasId, request);
    return { agentAliasSummaries: items.map(agentAliasSummary), ...rest };
  };
