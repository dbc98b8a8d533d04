import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import type { AbstractBatchOperation, AbstractSublevel } from 'abstract-level';
import { ClassicLevel } from 'classic-level';
import type { BucketRecord, ObjectRecord, PartRecord, UploadRecord } from './records';

type Level = ClassicLevel<string, unknown>;
type Bytes = string | Buffer | Uint8Array;
export type Table<Value> = AbstractSublevel<Level, Bytes, string, Value>;
export type Write = AbstractBatchOperation<Level, string, unknown>;

/**
 * The index beside the bodies: LevelDB compares keys byte by byte, which in UTF-8 is how S3 lists them. A write
 * outlives the process however that ends once its promise is fulfilled. It is not forced to the disk: what the
 * system has not yet written when the machine itself loses power is lost. Records are small: to read one with
 * `getSync` takes less time than to hand that to another thread.
 */
export interface Database {
  /** By name. */
  readonly buckets: Table<BucketRecord>;
  /** What a plain GET finds, by `currentKey`. */
  readonly current: Table<ObjectRecord>;
  /** All versions and delete markers, the current one among them, by `versionKey`. */
  readonly versions: Table<ObjectRecord>;
  /** By `uploadKey`. */
  readonly uploads: Table<UploadRecord>;
  /** By `partKey`. */
  readonly parts: Table<PartRecord>;
  /** Bodies that are too small for files of their own. */
  readonly small: Table<Uint8Array>;
  /** Bodies that no record names (any more): written by uploads under way, or to be deleted. */
  readonly unreferenced: Table<number>;
  readonly counters: Table<number>;
  /** All or nothing. */
  batch(writes: readonly Write[]): Promise<void>;
  /** Runs alone: what it reads is still so when it writes. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens the index in a folder, which it creates. */
export async function openDatabase(directory: string): Promise<Database> {
  mkdirSync(directory, { recursive: true });
  const level: Level = new ClassicLevel(path.join(directory, 'index'), { valueEncoding: 'json' });
  await level.open();
  const table = async <Value>(name: string, valueEncoding = 'json'): Promise<Table<Value>> => {
    const sublevel = level.sublevel<string, Value>(name, { valueEncoding });
    // Before that it could not be read at once.
    await sublevel.open();
    return sublevel;
  };
  let last: Promise<unknown> = Promise.resolve();
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  };
  return {
    buckets: await table('buckets'),
    current: await table('current'),
    versions: await table('versions'),
    uploads: await table('uploads'),
    parts: await table('parts'),
    small: await table('small', 'view'),
    unreferenced: await table('unreferenced'),
    counters: await table('counters'),
    batch: (writes) => level.batch([...writes]),
    exclusively,
    close: () => exclusively(() => level.close()),
  };
}

/** A write to one of the tables, for `batch`. */
export const put = <Value>(table: Table<Value>, key: string, value: Value): Write =>
  ({ type: 'put', sublevel: table, key, value }) as unknown as Write;

export const del = <Value>(table: Table<Value>, key: string): Write =>
  ({ type: 'del', sublevel: table, key }) as unknown as Write;
