import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { awsFailure } from './aws-error';
import type { ClientAccess } from './identity';

/** A deployed stack; undefined if there is none of that name. */
export async function findStack(access: ClientAccess, stackName: string): Promise<Stack | undefined> {
  const client = new CloudFormationClient(access);
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    return Stacks[0];
  } catch (error) {
    if (/ValidationError.*does not exist/.test(`${(error as Error).name}: ${(error as Error).message}`)) {
      return undefined;
    }
    throw awsFailure(error, `Looking for the stack ${stackName}`);
  } finally {
    client.destroy();
  }
}

/** Its outputs by their keys, without those that only other stacks read. */
export const outputsOf = ({ Outputs = [] }: Stack): Record<string, string> =>
  Object.fromEntries(
    Outputs.flatMap(({ OutputKey, OutputValue, ExportName }) =>
      OutputKey && OutputValue && !ExportName ? [[OutputKey, OutputValue]] : [],
    ),
  );
