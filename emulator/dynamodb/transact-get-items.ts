import type { Operation } from '../front-door/operation';
import type { Services } from '../services';
import { prepare, run } from './dynalite';
import { serviceErrorOf, validationError } from './dynamodb-error';

export interface TransactGetItemsInput {
  readonly TransactItems?: readonly { readonly Get?: object }[];
}

const maxGets = 100;

/** Up to 100 items as they are at one moment. */
export const transactGetItems =
  ({ dynamodb }: Pick<Services, 'dynamodb'>): Operation<TransactGetItemsInput, object> =>
  async ({ TransactItems = [] }) => {
    if (TransactItems.length === 0 || TransactItems.length > maxGets) {
      throw validationError(`TransactItems must have 1 to ${maxGets} actions, not ${TransactItems.length}`);
    }
    try {
      const gets = TransactItems.map(({ Get = {} }) =>
        prepare(dynamodb.store, 'GetItem', { ...Get, ConsistentRead: true }),
      );
      return await dynamodb.staged(async (store) => {
        const found = await Promise.all(gets.map((get) => run(store, 'GetItem', get)));
        return { Responses: found.map((result) => ('Item' in result ? { Item: result.Item } : {})) };
      });
    } catch (error) {
      throw serviceErrorOf(error);
    }
  };
