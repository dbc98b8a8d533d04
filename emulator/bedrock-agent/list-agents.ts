import type { ListAgentsRequest, ListAgentsResponse } from '@aws-sdk/client-bedrock-agent';
import { loadAgents } from '../agent/definition/load-agents';
import type { Operation } from '../front-door/operation';
import { page } from './page';
import type { AgentServices } from './service';
import { agentSummary } from './views';

export const listAgents =
  (services: AgentServices): Operation<ListAgentsRequest, ListAgentsResponse> =>
  async (request) => {
    const { items, ...rest } = page(await loadAgents(services), ({ agentId }) => agentId, request);
    return { agentSummaries: items.map(agentSummary), ...rest };
  };
