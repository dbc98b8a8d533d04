import type {
  ListAgentActionGroupsRequest,
  ListAgentActionGroupsResponse,
} from '@aws-sdk/client-bedrock-agent';
import { findAgent, findVersion } from '../agent/definition/find-agent';
import type { Operation } from '../front-door/operation';
import { page } from './page';
import type { AgentServices } from './service';
import { actionGroupSummary } from './views';

export const listAgentActionGroups =
  (services: AgentServices): Operation<ListAgentActionGroupsRequest, ListAgentActionGroupsResponse> =>
  async ({ agentId, agentVersion, ...request }) => {
    const version = findVersion(await findAgent(services, agentId), agentVersion);
    const { items, ...rest } = page(version.actionGroups, ({ actionGroupId }) => actionGroupId, request);
    return { actionGroupSummaries: items.map((group) => actionGroupSummary(version, group)), ...rest };
  };
