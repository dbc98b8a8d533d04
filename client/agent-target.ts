import type {
  BedrockAgentRuntimeClientConfig,
  KnowledgeBaseConfiguration,
} from '@aws-sdk/client-bedrock-agent-runtime';
import type { CloudFormationClientConfig, Stack } from '@aws-sdk/client-cloudformation';
import { AgentError, toAgentError } from './agent-error';

export type ClientConfig = Pick<
  BedrockAgentRuntimeClientConfig,
  'endpoint' | 'region' | 'profile' | 'credentials'
>;

/** An agent's alias, and how to reach it. */
export interface AgentTarget {
  readonly agentId: string;
  readonly agentAliasId: string;
  readonly client: ClientConfig;
  /** How its knowledge bases are to be searched in each turn; Bedrock chooses if not given. */
  readonly knowledgeBaseConfigurations?: readonly KnowledgeBaseConfiguration[];
}

export type TargetSource =
  /** On AWS: the stack whose outputs name the agent. */
  | { readonly stackName: string; readonly region?: string; readonly profile?: string }
  /** A running emulator; `stackName` chooses when it holds more than one agent. */
  | { readonly endpoint: string; readonly stackName?: string }
  /** An emulator in this process. */
  | { readonly endpoint: string; readonly ids: { readonly agentId: string; readonly agentAliasId: string } };

/** Where an agent is, by the outputs AgentId and AgentAliasId of its stack. */
export async function resolveTarget(source: TargetSource): Promise<AgentTarget> {
  if (!('endpoint' in source)) {
    const { stackName, region, profile } = source;
    const client = { ...(region && { region }), ...(profile && { profile }) };
    return { ...idsOf(await describeStacks({ ...client }, stackName), stackName), client };
  }
  const base = source.endpoint.replace(/\/+$/, '');
  const client = { ...emulatorAccess, endpoint: `${base}/bedrock-agent-runtime` };
  if ('ids' in source) return { ...source.ids, client };
  const stacks = await describeStacks({ ...emulatorAccess, endpoint: `${base}/cloudformation` });
  return { ...idsOf(stacks, source.stackName, base), client };
}

/** An endpoint on the command line never gets to see real credentials. */
export const emulatorAccess: ClientConfig = {
  region: 'us-east-1',
  credentials: { accessKeyId: '000000000000', secretAccessKey: 'emulator' },
};

/** The stack of this name or, without one, all of them. Throws AgentError. */
export async function describeStacks(
  client: CloudFormationClientConfig,
  stackName?: string,
): Promise<Stack[]> {
  const { CloudFormationClient, paginateDescribeStacks } = await import('@aws-sdk/client-cloudformation');
  const cloudFormation = new CloudFormationClient({ ...client, maxAttempts: client.endpoint ? 1 : 3 });
  try {
    const stacks: Stack[] = [];
    for await (const page of paginateDescribeStacks({ client: cloudFormation }, { StackName: stackName })) {
      stacks.push(...(page.Stacks ?? []));
    }
    return stacks;
  } catch (error) {
    throw toAgentError(error);
  } finally {
    cloudFormation.destroy();
  }
}

function idsOf(stacks: readonly Stack[], stackName?: string, endpoint?: string) {
  const candidates = stacks.flatMap(({ StackName, Outputs = [] }) => {
    const output = (key: string) => Outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    const agentId = output('AgentId');
    const agentAliasId = output('AgentAliasId');
    return agentId && agentAliasId ? [{ StackName, agentId, agentAliasId }] : [];
  });
  const found = candidates.find(({ StackName }) => StackName === stackName) ?? candidates[0];
  if (found) return { agentId: found.agentId, agentAliasId: found.agentAliasId };
  const status = stacks[0]?.StackStatus;
  throw new AgentError({
    code: 'NO_AGENT',
    message: endpoint
      ? `No stack at ${endpoint} has the outputs AgentId and AgentAliasId`
      : `The stack ${stackName} (${status}) has no outputs AgentId and AgentAliasId`,
    hint: 'Wait until its deployment is complete, or deploy it again',
  });
}
