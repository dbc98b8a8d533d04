import type {
  ActionGroupSummary,
  AgentActionGroup,
  AgentAliasSummary,
  AgentAlias as AgentAliasView,
  AgentSummary,
  AgentVersionSummary,
  AgentVersion as AgentVersionView,
  Agent as AgentView,
} from '@aws-sdk/client-bedrock-agent';
import {
  type ActionGroup,
  type Agent,
  type AgentAlias,
  type AgentVersion,
  draft,
  idleSessionTtlInSeconds,
} from '../agent/definition/agent';
import { type AgentProperties, toApiNames } from '../agent/definition/properties';

/** The parts of the template that the API gives back under its own names. */
function configured(properties: AgentProperties) {
  const { Instruction, FoundationModel, Description, OrchestrationType, CustomerEncryptionKeyArn } =
    properties;
  return {
    ...(Instruction !== undefined && { instruction: Instruction }),
    ...(FoundationModel !== undefined && { foundationModel: FoundationModel }),
    ...(Description !== undefined && { description: Description }),
    ...(OrchestrationType !== undefined && { orchestrationType: OrchestrationType as never }),
    ...(CustomerEncryptionKeyArn !== undefined && { customerEncryptionKeyArn: CustomerEncryptionKeyArn }),
    ...under('promptOverrideConfiguration', properties.PromptOverrideConfiguration),
    ...under('memoryConfiguration', properties.MemoryConfiguration),
    ...guardrail(properties),
    ...(properties.AgentCollaboration !== undefined && {
      agentCollaboration: properties.AgentCollaboration as never,
    }),
  };
}

const guardrail = ({ GuardrailConfiguration }: AgentProperties) =>
  under('guardrailConfiguration', GuardrailConfiguration);

const under = (name: string, value: unknown): Record<string, never> =>
  value === undefined ? {} : { [name]: toApiNames(value) as never };

const statusOf = ({ preparedAt }: Agent) => (preparedAt ? 'PREPARED' : 'NOT_PREPARED');

export function agentView(agent: Agent, { properties, ...version }: AgentVersion): AgentView {
  const { agentId, agentArn, agentName, createdAt, updatedAt, preparedAt } = agent;
  return {
    agentId,
    agentArn,
    agentName,
    agentVersion: draft,
    agentStatus: statusOf(agent),
    agentResourceRoleArn: properties.AgentResourceRoleArn ?? '',
    idleSessionTTLInSeconds: idleSessionTtlInSeconds({ properties, ...version }),
    createdAt,
    updatedAt,
    ...(preparedAt && { preparedAt }),
    ...configured(properties),
  };
}

export function agentSummary(agent: Agent): AgentSummary {
  const { agentId, agentName, updatedAt, versions } = agent;
  const [working, latest] = versions;
  const { Description } = working?.properties ?? {};
  return {
    agentId,
    agentName,
    agentStatus: statusOf(agent),
    updatedAt,
    ...(Description !== undefined && { description: Description }),
    ...(latest && { latestAgentVersion: latest.version }),
    ...(working && guardrail(working.properties)),
  };
}

export function agentVersionView({ agentId, agentArn }: Agent, agentVersion: AgentVersion): AgentVersionView {
  const { version, properties, createdAt, updatedAt } = agentVersion;
  const { orchestrationType: _, ...rest } = configured(properties);
  return {
    agentId,
    agentArn,
    agentName: properties.AgentName,
    version,
    agentStatus: 'PREPARED',
    agentResourceRoleArn: properties.AgentResourceRoleArn ?? '',
    idleSessionTTLInSeconds: idleSessionTtlInSeconds(agentVersion),
    createdAt,
    updatedAt,
    ...rest,
  };
}

export function agentVersionSummary(
  agent: Agent,
  { version, properties, ...times }: AgentVersion,
): AgentVersionSummary {
  return {
    agentName: properties.AgentName,
    agentStatus: version === draft ? statusOf(agent) : 'PREPARED',
    agentVersion: version,
    createdAt: times.createdAt,
    updatedAt: times.updatedAt,
    ...(properties.Description !== undefined && { description: properties.Description }),
    ...guardrail(properties),
  };
}

export function agentAliasSummary({ properties, ...alias }: AgentAlias): AgentAliasSummary {
  const { agentAliasId, version, createdAt, updatedAt } = alias;
  return {
    agentAliasId,
    agentAliasName: properties.AgentAliasName,
    agentAliasStatus: 'PREPARED',
    aliasInvocationState: 'ACCEPT_INVOCATIONS',
    routingConfiguration: [{ agentVersion: version }],
    createdAt,
    updatedAt,
    ...(properties.Description !== undefined && { description: properties.Description }),
  };
}

export const agentAliasView = ({ agentId }: Agent, alias: AgentAlias): AgentAliasView => ({
  ...agentAliasSummary(alias),
  agentId,
  agentAliasId: alias.agentAliasId,
  agentAliasName: alias.properties.AgentAliasName,
  agentAliasArn: alias.agentAliasArn,
  agentAliasStatus: 'PREPARED',
  createdAt: alias.createdAt,
  updatedAt: alias.updatedAt,
  routingConfiguration: [{ agentVersion: alias.version }],
  agentAliasHistoryEvents: alias.history.map(({ version, startDate, endDate }) => ({
    routingConfiguration: [{ agentVersion: version }],
    startDate,
    ...(endDate && { endDate }),
  })),
});

export function actionGroupSummary(
  { updatedAt }: AgentVersion,
  { actionGroupId, actionGroupName, enabled, properties }: ActionGroup,
): ActionGroupSummary {
  return {
    actionGroupId,
    actionGroupName,
    actionGroupState: enabled ? 'ENABLED' : 'DISABLED',
    updatedAt,
    ...(properties.Description !== undefined && { description: properties.Description }),
  };
}

export function actionGroupView(
  { agentId }: Agent,
  version: AgentVersion,
  group: ActionGroup,
): AgentActionGroup {
  const { ActionGroupExecutor, ApiSchema, FunctionSchema, ParentActionGroupSignature } = group.properties;
  return {
    agentId,
    agentVersion: version.version,
    actionGroupId: group.actionGroupId,
    actionGroupName: group.actionGroupName,
    actionGroupState: group.enabled ? 'ENABLED' : 'DISABLED',
    createdAt: version.createdAt,
    updatedAt: version.updatedAt,
    ...(group.properties.Description !== undefined && { description: group.properties.Description }),
    ...(ParentActionGroupSignature !== undefined && {
      parentActionSignature: ParentActionGroupSignature as never,
    }),
    ...under('actionGroupExecutor', ActionGroupExecutor),
    ...under('apiSchema', ApiSchema),
    ...under('functionSchema', FunctionSchema),
  };
}
