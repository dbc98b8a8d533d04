import type { App, AppResource } from './assembly/app';
import { parseFunctionName } from './lambda/function-name';

/** How to reach what the app deploys. */
export interface AppIds {
  readonly agentId: string;
  readonly agentAliasId: string;
  readonly knowledgeBaseId: string | null;
  readonly dataSourceId: string | null;
  /** Function names by action group. */
  readonly functions: Readonly<Record<string, string>>;
}

interface ActionGroup {
  readonly ActionGroupName: string;
  readonly ActionGroupExecutor?: { readonly Lambda?: string };
}

/** The app's ids; of its first agent if it has several. */
export function idsOf(app: App): AppIds {
  const [agent] = app.resources('AWS::Bedrock::Agent');
  if (!agent) throw new Error(`${app.directory} has no AWS::Bedrock::Agent`);
  const agentId = agent.attribute('AgentId');
  const alias = app
    .resources('AWS::Bedrock::AgentAlias')
    .find(({ properties }) => properties.AgentId === agentId);
  if (!alias) throw new Error(`${agent.stack} ${agent.logicalId}: the agent has no AWS::Bedrock::AgentAlias`);
  const [knowledgeBase] = app.resources('AWS::Bedrock::KnowledgeBase');
  const [dataSource] = app.resources('AWS::Bedrock::DataSource');
  return {
    agentId,
    agentAliasId: alias.attribute('AgentAliasId'),
    knowledgeBaseId: knowledgeBase?.attribute('KnowledgeBaseId') ?? null,
    dataSourceId: dataSource?.attribute('DataSourceId') ?? null,
    functions: Object.fromEntries(app.resources('AWS::Bedrock::Agent').flatMap(functionsOf)),
  };
}

function functionsOf({ properties }: AppResource): [string, string][] {
  const groups = (properties.ActionGroups ?? []) as readonly ActionGroup[];
  return groups.flatMap(({ ActionGroupName, ActionGroupExecutor }) => {
    const name = parseFunctionName(ActionGroupExecutor?.Lambda ?? '')?.functionName;
    return name === undefined ? [] : [[ActionGroupName, name] satisfies [string, string]];
  });
}
