import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ActionGroup } from './agent';
import { type Executor, operationsOf, readDocument } from './operations';
import type { ActionGroupProperties, AgentProperties } from './properties';

export interface ActionGroupsProps {
  readonly agentId: string;
  /** The resource, for errors. */
  readonly at: string;
  /** The file of an asset by its S3 object key. */
  asset(objectKey: string): string;
}

/** An agent's action groups. Throws for an API schema that cannot be read, as CreateAgentActionGroup refuses it. */
export function actionGroupsOf(
  { ActionGroups = [] }: AgentProperties,
  { agentId, at, asset }: ActionGroupsProps,
): ActionGroup[] {
  const groups = ActionGroups.map((properties, index): ActionGroup => {
    const { ActionGroupName: actionGroupName, ActionGroupState = 'ENABLED' } = properties;
    const path = `${at}.ActionGroups[${index}]`;
    const document = documentOf(properties, `${path}.ApiSchema`, asset);
    const executor = executorOf(properties);
    if (document && !executor) {
      throw new Error(`${path}.ActionGroupExecutor: name a Lambda function or CustomControl: RETURN_CONTROL`);
    }
    return {
      actionGroupId: actionGroupId(agentId, actionGroupName),
      actionGroupName,
      properties,
      enabled: ActionGroupState === 'ENABLED',
      ...(document && { document }),
      operations:
        document && executor
          ? operationsOf(document, { actionGroup: actionGroupName, executor, at: `${path}.ApiSchema` })
          : [],
    };
  });
  refuseTwins(groups, at);
  return groups;
}

function documentOf(
  { ApiSchema }: ActionGroupProperties,
  at: string,
  asset: ActionGroupsProps['asset'],
): ActionGroup['document'] {
  if (ApiSchema?.Payload !== undefined) return readDocument(ApiSchema.Payload, `${at}.Payload`);
  if (ApiSchema?.S3) return readDocument(readFileSync(asset(ApiSchema.S3.S3ObjectKey), 'utf8'), `${at}.S3`);
  return undefined;
}

function executorOf({ ActionGroupExecutor }: ActionGroupProperties): Executor | undefined {
  if (ActionGroupExecutor?.CustomControl) return { type: 'RETURN_CONTROL' };
  const functionArn = ActionGroupExecutor?.Lambda;
  return functionArn === undefined ? undefined : { type: 'LAMBDA', functionArn };
}

/** Ten characters as Bedrock's ids are, the same in every run. */
const actionGroupId = (agentId: string, actionGroupName: string): string =>
  BigInt(`0x${createHash('sha256').update(`${agentId}/${actionGroupName}`).digest('hex')}`)
    .toString(36)
    .toUpperCase()
    .slice(0, 10);

function refuseTwins(groups: readonly ActionGroup[], at: string): void {
  const seen = new Set<string>();
  for (const { operations } of groups) {
    for (const { toolSpec } of operations) {
      if (seen.has(toolSpec.name)) throw new Error(`${at}: two operations are called ${toolSpec.name}`);
      seen.add(toolSpec.name);
    }
  }
}
