import type { BatchOperation, Done, KeyValueStore, Store } from './dynalite';

/**
 * A store whose writes are held back until they are committed as one batch: dynalite writes an item and each of
 * its index entries on its own, and a process that is killed in between would leave them at odds. It serves one
 * writer at a time, so that its locks have nothing to keep apart.
 */
export class StagedStore {
  private readonly staged = new Map<string, BatchOperation>();
  readonly store: Store;

  constructor(private readonly target: Store) {
    this.store = Object.assign(Object.create(target) as Store, {
      getItemDb: (table: string) => this.stage(target.getItemDb(table), `item-${table}~`),
      getIndexDb: (kind: string, table: string, index: string) =>
        this.stage(target.getIndexDb(kind, table, index), `index-${kind.toLowerCase()}~${table}~${index}~`),
    });
  }

  async commit(): Promise<void> {
    if (this.staged.size > 0) await this.target.db.batch([...this.staged.values()]);
  }

  private stage(underlying: KeyValueStore, prefix: string): KeyValueStore {
    const settle = (done: Done<never>) => setImmediate(done, null);
    return Object.assign(Object.create(underlying) as KeyValueStore, {
      get: (key: string, done: Done<unknown>) => {
        const operation = this.staged.get(prefix + key);
        if (!operation) underlying.get(key, done);
        else setImmediate(done, null, operation.type === 'put' ? operation.value : undefined);
      },
      put: (key: string, value: unknown, done: Done<never>) => {
        this.staged.set(prefix + key, { type: 'put', key: prefix + key, value });
        settle(done);
      },
      del: (key: string, done: Done<never>) => {
        this.staged.set(prefix + key, { type: 'del', key: prefix + key });
        settle(done);
      },
      lock: (_key: string, run: (release: <T>(done: T) => T) => void) => run((done) => done),
    });
  }
}
