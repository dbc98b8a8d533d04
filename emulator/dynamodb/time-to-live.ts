import type { Clock } from '../services';
import type { Collection } from '../state/state';
import type { DynamoDbEngine } from './engine';

/** DynamoDB leaves alone what expired longer ago than this. Seconds. */
const tooOld = 5 * 365 * 24 * 60 * 60;

/** Which tables have a TTL attribute, and the end of the items whose time has come. */
export class TimeToLive {
  constructor(
    private readonly engine: DynamoDbEngine,
    private readonly attributes: Collection<string>,
    private readonly clock: Clock,
  ) {}

  attribute(tableName: string): Promise<string | undefined> {
    return this.attributes.get(tableName);
  }

  async set(tableName: string, attribute: string | undefined): Promise<void> {
    if (attribute === undefined) await this.attributes.delete(tableName);
    else await this.attributes.put(tableName, attribute);
  }

  /** Deletes what has expired by now. On AWS that takes up to some days; until then, reads still show it. */
  async sweep(): Promise<void> {
    const now = Math.floor(this.clock.now() / 1000);
    for await (const [tableName, attribute] of this.attributes.list()) {
      const table = await this.engine.table(tableName);
      if (!table) continue;
      for await (const item of this.engine.items(tableName)) {
        const expires = Number(item[attribute]?.N ?? Number.NaN);
        if (!(expires < now && expires > now - tooOld)) continue;
        const Key = Object.fromEntries(
          table.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]),
        );
        // It may have got more time since it was read.
        await this.engine
          .write('DeleteItem', {
            TableName: tableName,
            Key,
            ConditionExpression: '#expires = :expires',
            ExpressionAttributeNames: { '#expires': attribute },
            ExpressionAttributeValues: { ':expires': item[attribute] },
          })
          .catch((error: Error) => {
            if (error.name !== 'ConditionalCheckFailedException') throw error;
          });
      }
    }
  }
}
