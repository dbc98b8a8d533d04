import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CommandError } from '../cli/errors';
import { awsFailure } from './aws-error';
import type { ClientAccess } from './identity';

type Item = Readonly<Record<string, unknown>>;

/** BatchWriteItem takes so many (API reference). */
const batchSize = 25;
/** How often items that the table did not take are sent again; with the pauses about half a minute. */
const attempts = 9;

/** Writes items over those of the same key, so that it may be run again. Resolves to their number. */
export async function writeItems(
  access: ClientAccess,
  table: string,
  items: readonly Item[],
  signal: AbortSignal,
): Promise<number> {
  const client = new DynamoDBClient(access);
  const documents = DynamoDBDocumentClient.from(client);
  try {
    for (let start = 0; start < items.length; start += batchSize) {
      let pending = items.slice(start, start + batchSize).map((Item) => ({ PutRequest: { Item } }));
      for (let attempt = 0; pending.length > 0; attempt++) {
        if (attempt === attempts) {
          throw new CommandError({
            code: 'ITEMS_NOT_TAKEN',
            message: `${table} did not take ${pending.length} items, nor any after item ${start}`,
            hint: 'The table is throttled: run the same command again in a minute',
          });
        }
        if (attempt > 0) await wait(Math.min(100 * 2 ** attempt, 5_000), undefined, { signal });
        const { UnprocessedItems = {} } = await documents.send(
          new BatchWriteCommand({ RequestItems: { [table]: pending } }),
          { abortSignal: signal },
        );
        pending = (UnprocessedItems[table] ?? []) as typeof pending;
      }
    }
    return items.length;
  } catch (error) {
    throw awsFailure(error, `Writing into ${table}`);
  } finally {
    client.destroy();
  }
}
