import type { DescribeStacksInput, DescribeStacksOutput, Stack } from '@aws-sdk/client-cloudformation';
import type { AppStack } from '../assembly/app';
import { UnresolvedError } from '../assembly/intrinsics';
import { type Operation, ServiceError } from '../front-door/operation';
import { notImplemented } from '../front-door/route';
import type { Services } from '../services';

/** The stacks of the assembly, as if they had been deployed when the emulator started. */
export const describeStacks =
  ({
    app,
    startedAt,
  }: Pick<Services, 'app' | 'startedAt'>): Operation<DescribeStacksInput, DescribeStacksOutput> =>
  ({ StackName }) => {
    const stacks = StackName === undefined ? app.stacks : [findStack(app.stacks, StackName)];
    try {
      return { Stacks: stacks.map((stack) => describe(stack, startedAt)) };
    } catch (error) {
      if (error instanceof UnresolvedError) throw notImplemented(`an output: ${error.message}`);
      throw error;
    }
  };

/** By name or by id. */
export function findStack(stacks: readonly AppStack[], name: string): AppStack {
  const found = stacks.find((stack) => stack.name === name || stack.stackId === name);
  if (!found) throw new ServiceError('ValidationError', `Stack with id ${name} does not exist`);
  return found;
}

const describe = (stack: AppStack, startedAt: Date): Stack => ({
  StackName: stack.name,
  StackId: stack.stackId,
  ...(stack.description && { Description: stack.description }),
  CreationTime: startedAt,
  StackStatus: 'CREATE_COMPLETE',
  DisableRollback: false,
  Parameters: Object.entries(stack.parameters).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  })),
  Tags: Object.entries(stack.tags).map(([Key, Value]) => ({ Key, Value })),
  Outputs: stack.outputs.map(({ key, description, exportName, value }) => ({
    OutputKey: key,
    OutputValue: value(),
    ...(description && { Description: description }),
    ...(exportName && { ExportName: exportName }),
  })),
});
