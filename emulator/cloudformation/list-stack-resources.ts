import type { ListStackResourcesInput, ListStackResourcesOutput } from '@aws-sdk/client-cloudformation';
import type { AppResource } from '../assembly/app';
import { UnresolvedError } from '../assembly/intrinsics';
import type { Operation } from '../front-door/operation';
import type { Services } from '../services';
import { findStack } from './describe-stacks';

export const listStackResources =
  ({
    app,
    startedAt,
  }: Pick<Services, 'app' | 'startedAt'>): Operation<ListStackResourcesInput, ListStackResourcesOutput> =>
  ({ StackName = '' }) => ({
    StackResourceSummaries: findStack(app.stacks, StackName).resources.map((resource) => ({
      LogicalResourceId: resource.logicalId,
      ResourceType: resource.type,
      ...physicalId(resource),
      LastUpdatedTimestamp: startedAt,
      ResourceStatus: 'CREATE_COMPLETE',
    })),
  });

/** Left out for a type that the emulator has no name for: an invented one would be taken for real. */
function physicalId(resource: AppResource): { PhysicalResourceId?: string } {
  try {
    return { PhysicalResourceId: resource.physicalId };
  } catch (error) {
    if (error instanceof UnresolvedError) return {};
    throw error;
  }
}
