import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { parse } from 'yaml';
import type { Template } from './assembly-facts';
import { awsFailure } from './aws-error';
import type { ClientAccess } from './identity';
import { findStack } from './outputs';
import { type Fate, fateOf } from './remains';

/**
 * What becomes of the stacks that are deployed, by the templates that they were deployed with: those of today
 * may say something else. Stacks that there are not are left out.
 */
export async function deployedFate(
  access: ClientAccess,
  stackNames: readonly string[],
): Promise<(Fate & { readonly stackName: string })[]> {
  const client = new CloudFormationClient(access);
  try {
    const fates: (Fate & { readonly stackName: string })[] = [];
    for (const stackName of stackNames) {
      if (!(await findStack(access, stackName))) continue;
      const { TemplateBody = '{}' } = await client.send(new GetTemplateCommand({ StackName: stackName }));
      const physicalIds = new Map<string, string>();
      for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
        for (const { LogicalResourceId, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
          if (LogicalResourceId && PhysicalResourceId) physicalIds.set(LogicalResourceId, PhysicalResourceId);
        }
      }
      // The CDK uploads JSON, which is YAML too.
      fates.push({ stackName, ...fateOf(parse(TemplateBody) as Template, physicalIds) });
    }
    return fates;
  } catch (error) {
    throw awsFailure(error, 'Reading the deployed stacks');
  } finally {
    client.destroy();
  }
}
