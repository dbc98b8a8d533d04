import type { GetAgentActionGroupRequest, GetAgentActionGroupResponse } from '@aws-sdk/client-bedrock-agent';
import { fail, findAgent, findVersion } from '../agent/definition/find-agent';
import type { Operation } from '../front-door/operation';
import type { AgentServices } from './service';
import { actionGroupView } from './views';

export const getAgentActionGroup =
  (services: AgentServices): Operation<GetAgentActionGroupRequest, GetAgentActionGroupResponse> =>
  async ({ agentId, agentVersion, actionGroupId }) => {
    const agent = await findAgent(services, agentId);
    const version = findVersion(agent, agentVersion);
    const group = version.actionGroups.find((known) => known.actionGroupId === actionGroupId);
    if (!group) return fail(`action group ${actionGroupId}`, version.actionGroups, 'actionGroupId');
    return { agentActionGroup: actionGroupView(agent, version, group) };
  };
