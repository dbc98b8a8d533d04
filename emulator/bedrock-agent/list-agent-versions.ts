import type { ListAgentVersionsRequest, ListAgentVersionsResponse } from '@aws-sdk/client-bedrock-agent';
import { findAgent } from '../agent/definition/find-agent';
import type { Operation } from '../front-door/operation';
import { page } from './page';
import type { AgentServices } from './service';
import { agentVersionSummary } from './views';

export const listAgentVersions =
  (services: AgentServices): Operation<ListAgentVersionsRequest, ListAgentVersionsResponse> =>
  async ({ agentId, ...request }) => {
    const agent = await findAgent(services, agentId);
    const { items, ...rest } = page(agent.versions, ({ version }) => version, request);
    return { agentVersionSummaries: items.map((version) => agentVersionSummary(agent, version)), ...rest };
  };
