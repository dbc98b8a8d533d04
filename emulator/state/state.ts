import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import type { AbstractLevel } from 'abstract-level';

/** Values by key, as JSON. A write is kept, even if the process is killed, once its promise is fulfilled. */
export interface Collection<Value> {
  get(key: string): Promise<Value | undefined>;
  put(key: string, value: Value): Promise<void>;
  delete(key: string): Promise<void>;
  /** All of them or none. */
  write(changes: Changes<Value>): Promise<void>;
  /** All entries sorted by key, or those whose keys begin with `prefix`. */
  list(prefix?: string): AsyncIterable<readonly [key: string, value: Value]>;
}

export interface Changes<Value> {
  readonly put?: readonly (readonly [key: string, value: Value])[];
  readonly delete?: readonly string[];
}

/** What the emulator remembers between two runs. */
export interface State {
  /** Where it lies on disk; absent when nothing is kept. */
  readonly directory: string | undefined;
  collection<Value>(name: string): Collection<Value>;
  close(): Promise<void>;
}

type Database = AbstractLevel<string | Buffer | Uint8Array, string, string>;

/** Another process has the state open. */
export class StateInUseError extends Error {
  override readonly name = 'StateInUseError';
}

/**
 * Opens the state in a folder, which it creates, or in memory when there is none. One process at a time: the
 * system's own lock sees to it, which ends with its process, however that ends. Throws StateInUseError.
 */
export async function openState(directory?: string): Promise<State> {
  const database = await open(directory);
  await database.open().catch((error: Error & { cause?: { code?: string } }) => {
    if (error.cause?.code !== 'LEVEL_LOCKED') throw error;
    throw new StateInUseError(`Another emulator has ${directory} open`, { cause: error });
  });
  return {
    directory,
    collection<Value>(name: string): Collection<Value> {
      const sublevel = database.sublevel<string, Value>(name, { valueEncoding: 'json' });
      return {
        // Small values: to read one takes less time than to hand that to another thread.
        get: async (key) => (sublevel.status === 'open' ? sublevel.getSync(key) : sublevel.get(key)),
        put: (key, value) => sublevel.put(key, value),
        delete: (key) => sublevel.del(key),
        write: ({ put = [], delete: deleted = [] }) =>
          sublevel.batch([
            ...deleted.map((key) => ({ type: 'del' as const, key })),
            ...put.map(([key, value]) => ({ type: 'put' as const, key, value })),
          ]),
        list: (prefix = '') => sublevel.iterator({ gte: prefix, lt: `${prefix}\uffff` }),
      };
    },
    close: () => database.close(),
  };
}

async function open(directory: string | undefined): Promise<Database> {
  if (directory === undefined) return new (await import('memory-level')).MemoryLevel();
  mkdirSync(directory, { recursive: true });
  return new (await import('classic-level')).ClassicLevel(path.join(directory, 'state'));
}
