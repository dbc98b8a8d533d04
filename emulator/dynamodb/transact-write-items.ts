import { createHash } from 'node:crypto';
import { type Operation, ServiceError } from '../front-door/operation';
import type { Services } from '../services';
import { database, type Item, type Prepared, prepare, run, type Store } from './dynalite';
import { serviceErrorOf, validationError } from './dynamodb-error';
import type { DynamoDbEngine } from './engine';

interface Action extends Prepared {
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
  readonly ConditionExpression?: string;
}
export interface TransactWriteItemsInput {
  readonly TransactItems?: readonly Partial<Record<keyof typeof operations, Action>>[];
  readonly ClientRequestToken?: string;
}

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

const operations = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
};
const kinds = Object.keys(operations) as (keyof typeof operations)[];
const maxActions = 100;
/** Milliseconds for which DynamoDB knows a client's token again. */
const tokenLife = 10 * 60 * 1000;

/** Up to 100 actions, all or none, once for each client token. */
export function transactWriteItems({
  dynamodb,
  clock,
}: Pick<Services, 'dynamodb' | 'clock'>): Operation<TransactWriteItemsInput, object> {
  const tokens = new Map<string, { readonly digest: string; readonly since: number }>();
  return async ({ TransactItems = [], ClientRequestToken: token }) => {
    const digest = createHash('sha256').update(JSON.stringify(TransactItems)).digest('hex');
    const actions = plan(dynamodb, TransactItems);
    await dynamodb.staged(async (store) => {
      for (const [known, { since }] of tokens) if (clock.now() - since >= tokenLife) tokens.delete(known);
      const before = token === undefined ? undefined : tokens.get(token);
      if (before) {
        if (before.digest === digest) return;
        throw new ServiceError(
          'IdempotentParameterMismatchException',
          'The request uses the same client token as a previous, but non-identical request.',
        );
      }
      await refuseTwice(dynamodb, actions);
      const reasons: Reason[] = [];
      for (const action of actions) reasons.push(await attempt(dynamodb, store, action));
      if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);
      if (token !== undefined) tokens.set(token, { digest, since: clock.now() });
    });
    return {};
  };
}

interface Planned {
  readonly kind: keyof typeof operations;
  readonly data: Prepared;
  readonly action: Action;
}

function plan(
  { store }: DynamoDbEngine,
  items: NonNullable<TransactWriteItemsInput['TransactItems']>,
): readonly Planned[] {
  if (items.length === 0 || items.length > maxActions) {
    throw validationError(`TransactItems must have 1 to ${maxActions} actions, not ${items.length}`);
  }
  return items.map((item, index) => {
    const [kind, ...others] = kinds.filter((candidate) => item[candidate]);
    const action = kind && item[kind];
    if (!action || others.length > 0) {
      throw validationError(`TransactItems[${index}] must be exactly one of ${kinds.join(', ')}`);
    }
    if (kind === 'ConditionCheck' && !action.ConditionExpression) {
      throw validationError(`TransactItems[${index}].ConditionCheck must have a ConditionExpression`);
    }
    try {
      return { kind, action, data: prepare(store, operations[kind], action) };
    } catch (error) {
      throw serviceErrorOf(error);
    }
  });
}

async function refuseTwice(dynamodb: DynamoDbEngine, actions: readonly Planned[]): Promise<void> {
  const seen = new Set<string>();
  for (const { data } of actions) {
    const table = await dynamodb.table(data.TableName);
    if (!table) {
      throw new ServiceError('ResourceNotFoundException', 'Requested resource not found', { status: 400 });
    }
    const like = data.Key ?? data.Item ?? {};
    const invalid = data.Key
      ? database().validateKey(data.Key, table)
      : data.Item && database().validateItem(data.Item, table);
    if (invalid) throw serviceErrorOf(invalid);
    const key = `${data.TableName}~${database().createKey(like, table)}`;
    if (seen.has(key)) {
      throw validationError('Transaction request cannot include multiple operations on one item');
    }
    seen.add(key);
  }
}

async function attempt(
  dynamodb: DynamoDbEngine,
  store: Store,
  { kind, action, data }: Planned,
): Promise<Reason> {
  try {
    if (kind === 'ConditionCheck') {
      const failed = database().checkConditional(data, await dynamodb.item(data.TableName, data.Key ?? {}));
      if (failed) throw failed;
    } else await run(store, operations[kind], data);
    return { Code: 'None' };
  } catch (error) {
    const refusal = serviceErrorOf(error);
    if (!(refusal instanceof ServiceError)) throw error;
    if (refusal.name === 'ValidationException') return { Code: 'ValidationError', Message: refusal.message };
    if (refusal.name !== 'ConditionalCheckFailedException') throw refusal;
    const wanted = action.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    const old = wanted ? await dynamodb.item(data.TableName, data.Key ?? data.Item ?? {}) : undefined;
    return { Code: 'ConditionalCheckFailed', Message: refusal.message, ...(old && { Item: old }) };
  }
}

const cancelled = (reasons: readonly Reason[]): ServiceError =>
  new ServiceError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons
      .map(({ Code }) => Code)
      .join(', ')}]`,
    { fields: { CancellationReasons: reasons } },
  );
