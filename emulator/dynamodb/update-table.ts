import type { Operation } from '../front-door/operation';
import { notImplemented } from '../front-door/route';
import type { Services } from '../services';

export interface UpdateTableInput {
  readonly GlobalSecondaryIndexUpdates?: readonly { readonly Create?: object; readonly Delete?: object }[];
  readonly StreamSpecification?: object;
  readonly ReplicaUpdates?: readonly object[];
}

/** Billing mode and throughput. The engine would pass over the rest in silence. */
export const updateTable =
  ({ dynamodb }: Pick<Services, 'dynamodb'>): Operation<UpdateTableInput, object> =>
  (input) => {
    const { GlobalSecondaryIndexUpdates = [], StreamSpecification, ReplicaUpdates } = input;
    if (GlobalSecondaryIndexUpdates.some(({ Create, Delete }) => Create || Delete)) {
      throw notImplemented('new or removed indexes in UpdateTable of dynamodb; change the template instead');
    }
    if (StreamSpecification) throw notImplemented('streams in UpdateTable of dynamodb');
    if (ReplicaUpdates) throw notImplemented('replicas in UpdateTable of dynamodb');
    return dynamodb.change('UpdateTable', input);
  };
