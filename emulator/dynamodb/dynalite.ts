import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

/** dynalite has no types. These are the parts of its engine that the emulator uses. */
const load = createRequire(__filename);

export type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface KeyValueStore {
  get(key: string, done: Done<unknown>): void;
  put(key: string, value: unknown, done: Done<void>): void;
  del(key: string, done: Done<void>): void;
  lock(key: string, run: (release: <T>(done: T) => T) => void): void;
}
export type Done<T> = (error: Error | null, result?: T) => void;

export interface Index {
  readonly IndexName: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly Projection: { readonly ProjectionType?: string; readonly NonKeyAttributes?: readonly string[] };
}

export interface Table {
  readonly TableName: string;
  readonly TableStatus: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly AttributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: string;
  }[];
  readonly GlobalSecondaryIndexes?: readonly Index[];
  readonly LocalSecondaryIndexes?: readonly Index[];
  readonly BillingModeSummary?: { readonly BillingMode: string };
}

export type BatchOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly type: 'del'; readonly key: string };

interface LevelIterator {
  close(): Promise<void>;
  /** dynalite calls it when a stream ends, but the iterators of abstract-level have none. */
  return?(): Promise<void>;
}

export interface Store {
  readonly db: {
    open(): Promise<void>;
    close(): Promise<void>;
    get(key: string, done?: Done<unknown>): Promise<unknown>;
    getSync(key: string): unknown;
    batch(operations: readonly BatchOperation[]): Promise<void>;
    keys(range?: object): LevelIterator;
    values(range?: object): LevelIterator;
    iterator(range: { readonly gte: string; readonly lt: string }): AsyncIterable<readonly [string, unknown]>;
  };
  readonly tableDb: KeyValueStore & { awsAccountId: string; awsRegion: string };
  getItemDb(table: string): KeyValueStore;
  getIndexDb(kind: string, table: string, index: string): KeyValueStore;
  getTable(name: string, checkStatus: boolean, done: Done<Table>): void;
}

export interface Prepared {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
}

interface Validation {
  readonly types: object;
  readonly custom?: unknown;
}
type Action = (store: Store, data: object, done: Done<object>) => void;

interface IndexPut {
  readonly index: string;
  readonly key: string;
  readonly item: Item;
}

interface Database {
  create(options: object): Store;
  getIndexActions(
    indexes: readonly object[],
    existing: undefined,
    item: Item,
    table: Table,
  ): { readonly puts: readonly IndexPut[] };
  createKey(key: Item, table: Table): string;
  checkConditional(data: object, existing: Item | undefined): Error | undefined;
  validateKey(key: Item, table: Table): Error | undefined;
  validateItem(item: Item, table: Table): Error | undefined;
}
const validations = () =>
  load('dynalite/validations') as {
    checkTypes(data: object, types: object): Prepared;
    checkValidations(data: object, types: object, custom: unknown, store: Store): void;
  };

const moduleName = (operation: string) => operation.charAt(0).toLowerCase() + operation.slice(1);

export const database = (): Database => load('dynalite/db') as Database;

/** Opens dynalite's store: in a folder, or in memory. */
export function createStore(directory: string | undefined): Store {
  const delays = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
  const store = database().create({ ...delays, ...(directory && { path: directory }) });
  const { db } = store;
  // An item has at most 400 KB: to read it takes less time than to hand that to another thread.
  const get = async (key: string) => db.getSync(key);
  db.get = (key, done) => {
    const got = get(key);
    if (done) {
      got.then(
        (value) => setImmediate(done, null, value),
        (error: Error) => setImmediate(done, error),
      );
    }
    return got;
  };
  const putTable = store.tableDb.put.bind(store.tableDb);
  store.tableDb.put = (key, table, done) => {
    // dynalite's own is four digits short of a UUID.
    const { TableId } = table as { TableId?: string };
    if (TableId?.length === 32) Object.assign(table as object, { TableId: randomUUID() });
    putTable(key, table, done);
  };
  for (const kind of ['keys', 'values'] as const) {
    const create = db[kind].bind(db);
    // Else each query and scan leaves an open iterator behind, with the memory and the snapshot that it holds.
    db[kind] = (range) => {
      const iterator = create(range);
      iterator.return = () => iterator.close();
      return iterator;
    };
  }
  return store;
}

/** Checks an input as DynamoDB does and parses its expressions. Throws what `run` throws. */
export function prepare(store: Store, operation: string, input: object): Prepared {
  const { types, custom } = load(`dynalite/validations/${moduleName(operation)}`) as Validation;
  const data = validations().checkTypes(structuredClone(input), types);
  validations().checkValidations(data, types, custom, store);
  return data;
}

/** Runs a prepared operation. Rejects with an error that has `statusCode` and `body` where DynamoDB refuses. */
export function run(store: Store, operation: string, data: object): Promise<object> {
  const action = load(`dynalite/actions/${moduleName(operation)}`) as Action;
  return new Promise((resolve, reject) => {
    action(store, data, (error, result) => (error ? reject(error) : resolve(result ?? {})));
  });
}
