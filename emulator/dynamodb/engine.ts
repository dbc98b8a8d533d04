import { mkdirSync } from 'node:fs';
import {
  type BatchOperation,
  createStore,
  database,
  type Item,
  prepare,
  run,
  type Store,
  type Table,
} from './dynalite';
import { serviceErrorOf } from './dynamodb-error';
import { StagedStore } from './staged-store';

/** dynalite's engine, called in process, with writes that are whole or not at all. The wire is the front door's. */
export class DynamoDbEngine {
  readonly store: Store;
  private last: Promise<unknown> = Promise.resolve();

  private constructor(directory: string | undefined) {
    this.store = createStore(directory);
  }

  /** Opens the tables in a folder, which it creates, or in memory when there is none. */
  static async open(directory?: string): Promise<DynamoDbEngine> {
    if (directory) mkdirSync(directory, { recursive: true });
    const engine = new DynamoDbEngine(directory);
    await engine.store.db.open();
    return engine;
  }

  /** Whose tables these are: their ARNs say so. */
  belongsTo(account: string, region: string): void {
    Object.assign(this.store.tableDb, { awsAccountId: account, awsRegion: region });
  }

  close(): Promise<void> {
    return this.exclusively(() => this.store.db.close());
  }

  async read(operation: string, input: object): Promise<object> {
    return refusing(() => run(this.store, operation, prepare(this.store, operation, input)));
  }

  /** A write of items. A failed condition tells the old item if it is asked to. */
  async write(operation: string, input: object): Promise<object> {
    const { ReturnValuesOnConditionCheckFailure: wanted } = input as Record<string, unknown>;
    return refusing(async () => {
      const data = prepare(this.store, operation, input);
      return this.staged(async (store) => {
        try {
          return await run(store, operation, data);
        } catch (error) {
          const refusal = serviceErrorOf(error) as Error;
          if (wanted !== 'ALL_OLD' || refusal.name !== 'ConditionalCheckFailedException') throw error;
          const old = await this.item(data.TableName, data.Key ?? data.Item ?? {});
          throw serviceErrorOf(error, old && { Item: old });
        }
      });
    });
  }

  /** A change of tables. dynalite writes these piece by piece. */
  async change(operation: string, input: object): Promise<object> {
    return refusing(async () => {
      const data = prepare(this.store, operation, input);
      return this.exclusively(() => run(this.store, operation, data));
    });
  }

  /** Runs alone among the writers, on a store whose writes are committed as one when `work` is done. */
  staged<T>(work: (store: Store) => Promise<T>): Promise<T> {
    return this.exclusively(async () => {
      const staged = new StagedStore(this.store);
      const result = await work(staged.store);
      await staged.commit();
      return result;
    });
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work, work);
    this.last = mine.catch(() => {});
    return mine;
  }

  /** Undefined when there is no such table. */
  async table(name: string): Promise<Table | undefined> {
    return (await this.store.db.get(`table~${name}`)) as Table | undefined;
  }

  /** An item by its key, or by an item that contains it. */
  async item(tableName: string, like: Item): Promise<Item | undefined> {
    const table = await this.table(tableName);
    if (!table) return undefined;
    return (await this.store.db.get(`item-${tableName}~${database().createKey(like, table)}`)) as
      | Item
      | undefined;
  }

  async *items(tableName: string): AsyncGenerator<Item> {
    const prefix = `item-${tableName}~`;
    for await (const [, item] of this.store.db.iterator({ gte: prefix, lt: `${prefix}\xFF` }))
      yield item as Item;
  }

  batch(operations: readonly BatchOperation[]): Promise<void> {
    return this.store.db.batch(operations);
  }
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw serviceErrorOf(error);
  }
}
