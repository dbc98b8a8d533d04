import type { App, AppResource } from '../../assembly/app';
import type { Services } from '../../services';
import { actionGroupsOf } from './action-groups';
import { type Agent, type AgentAlias, type AgentVersion, draft, testAliasId } from './agent';
import { type AgentRecord, type AliasInTemplate, reconcile } from './agent-records';
import { type AgentProperties, type AliasProperties, parseAgent, parseAlias } from './properties';

type Needs = Pick<Services, 'app' | 'state' | 'clock'>;

const loaded = new WeakMap<App, Promise<readonly Agent[]>>();

/**
 * The app's agents with their versions and aliases, as a deployment would leave them. Read once for each app.
 * Throws for a template that CloudFormation would refuse, naming the resource and the property.
 */
export function loadAgents(services: Needs): Promise<readonly Agent[]> {
  const known = loaded.get(services.app);
  if (known) return known;
  const agents = load(services);
  loaded.set(services.app, agents);
  return agents;
}

/** Marks the working draft as prepared, and returns when that was. */
export async function prepareAgent(services: Needs, agentId: string): Promise<Date> {
  const records = services.state.collection<AgentRecord>('agents');
  const record = await records.get(agentId);
  if (!record) throw new Error(`No record of agent ${agentId}`);
  const preparedAt = new Date(services.clock.now());
  await records.put(agentId, { ...record, preparedAt: preparedAt.toISOString() });
  loaded.delete(services.app);
  return preparedAt;
}

async function load({ app, state, clock }: Needs): Promise<Agent[]> {
  const records = state.collection<AgentRecord>('agents');
  const now = new Date(clock.now()).toISOString();
  const aliases = app.resources('AWS::Bedrock::AgentAlias').map(aliasOf);
  const agents: Agent[] = [];
  for (const resource of app.resources('AWS::Bedrock::Agent')) {
    const agentId = resource.attribute('AgentId');
    const at = `${resource.stack} ${resource.logicalId}`;
    const properties = parseAgent(resource.properties, at);
    const stack = app.stacks.find(({ name }) => name === resource.stack);
    const asset = (objectKey: string) => {
      if (!stack) throw new Error(`${at}: no stack ${resource.stack}`);
      return stack.asset(objectKey);
    };
    const groups = { agentId, at, asset };
    // First of all, so that a document which Bedrock would refuse leaves nothing behind.
    const draftGroups = actionGroupsOf(properties, groups);
    const groupsOf: ActionGroupsOf = (version) =>
      sameDefinition(version, properties) ? draftGroups : actionGroupsOf(version, groups);
    const own = aliases.filter((alias) => alias.agentId === agentId);
    const kept = await records.get(agentId);
    const record = reconcile(kept, properties, own, now);
    if (JSON.stringify(record) !== JSON.stringify(kept)) await records.put(agentId, record);
    agents.push(agentOf(app, agentId, record, groupsOf));
  }
  return agents;
}

function aliasOf(resource: AppResource): AliasInTemplate & { readonly agentId: string } {
  const properties = parseAlias(resource.properties, `${resource.stack} ${resource.logicalId}`);
  const version = properties.RoutingConfiguration?.[0]?.AgentVersion;
  return {
    agentId: properties.AgentId,
    agentAliasId: resource.attribute('AgentAliasId'),
    properties,
    ...(version !== undefined && { version }),
  };
}

const sameDefinition = (one: AgentProperties, other: AgentProperties): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

type ActionGroupsOf = (properties: AgentProperties) => AgentVersion['actionGroups'];

function agentOf(app: App, agentId: string, record: AgentRecord, actionGroups: ActionGroupsOf): Agent {
  const arn = (resource: string) => `arn:${app.partition}:bedrock:${app.region}:${app.account}:${resource}`;
  const { properties, createdAt, updatedAt, preparedAt } = record;
  const working = versionOf(draft, properties, createdAt, updatedAt, actionGroups);
  const numbered = record.versions.map(({ version, properties: then, createdAt: made }) =>
    versionOf(version, then, made, made, actionGroups),
  );
  const aliases = Object.entries(record.aliases).map(
    ([agentAliasId, alias]): AgentAlias => ({
      agentAliasId,
      agentAliasArn: arn(`agent-alias/${agentId}/${agentAliasId}`),
      properties: alias.properties as AliasProperties,
      version: alias.history.at(-1)?.version ?? draft,
      createdAt: new Date(alias.createdAt),
      updatedAt: new Date(alias.updatedAt),
      history: alias.history.map(({ version, startDate, endDate }) => ({
        version,
        startDate: new Date(startDate),
        ...(endDate !== undefined && { endDate: new Date(endDate) }),
      })),
    }),
  );
  return {
    agentId,
    agentArn: arn(`agent/${agentId}`),
    agentName: properties.AgentName,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
    ...(preparedAt !== undefined && { preparedAt: new Date(preparedAt) }),
    versions: [working, ...numbered.reverse()],
    aliases: [testAlias(arn(`agent-alias/${agentId}/${testAliasId}`), working), ...aliases],
  };
}

const testAlias = (agentAliasArn: string, { createdAt, updatedAt }: AgentVersion): AgentAlias => ({
  agentAliasId: testAliasId,
  agentAliasArn,
  properties: { AgentAliasName: 'AgentTestAlias', Description: 'Test Alias for Agent' },
  version: draft,
  createdAt,
  updatedAt,
  history: [],
});

function versionOf(
  version: string,
  properties: AgentProperties,
  createdAt: string,
  updatedAt: string,
  actionGroupsFor: ActionGroupsOf,
): AgentVersion {
  // Read when it is asked for: an older version may name an asset that the assembly no longer has.
  let actionGroups: AgentVersion['actionGroups'] | undefined;
  return {
    version,
    properties,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
    get actionGroups() {
      actionGroups ??= actionGroupsFor(properties);
      return actionGroups;
    },
  };
}
