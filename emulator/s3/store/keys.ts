/**
 * The index's keys. A bucket's name has no slash, so that one bucket's keys lie between `name/` and `name0`. Where
 * something follows the object's key, two zero bytes end it and a zero byte in it is written as 0 1: so the keys
 * keep their sequence, and none is taken for the beginning of another.
 */
const escapeZero = (key: string) => key.replaceAll('\0', '\0\u0001');
const unescapeZero = (key: string) => key.replaceAll('\0\u0001', '\0');
const end = '\0\0';
/** Sorts after everything that can follow `end`. */
const afterEnd = '\0\0\uffff';

export const currentKey = (bucket: string, key: string): string => `${bucket}/${key}`;

/** Newest first. */
export const versionKey = (bucket: string, key: string, sequence: number): string =>
  `${bucket}/${escapeZero(key)}${end}${String(Number.MAX_SAFE_INTEGER - sequence).padStart(16, '0')}`;

export const uploadKey = (bucket: string, key: string, uploadId: string): string =>
  `${bucket}/${escapeZero(key)}${end}${uploadId}`;

export const partKey = (uploadId: string, partNumber: number): string =>
  `${uploadId}/${String(partNumber).padStart(5, '0')}`;

export interface Range {
  readonly gte: string;
  readonly lt: string;
}

/** Everything of a bucket. */
export const bucketRange = (bucket: string): Range => ({ gte: `${bucket}/`, lt: `${bucket}0` });

/** Everything of one object in a table whose keys go on after the object's. */
export const objectRange = (bucket: string, key: string): Range => ({
  gte: `${bucket}/${escapeZero(key)}${end}`,
  lt: `${bucket}/${escapeZero(key)}${afterEnd}`,
});

export const partRange = (uploadId: string): Range => ({ gte: `${uploadId}/`, lt: `${uploadId}0` });

/** How object keys lie in a table: `current` as they are, the others with something after them. */
export interface Layout {
  /** The object's key in a key of the table. */
  keyOf(bucket: string, tableKey: string): string;
  /** Where keys that begin with `prefix` begin. */
  from(bucket: string, prefix: string): string;
  /** Sorts after everything of the object `key`, and before the next one. */
  after(bucket: string, key: string): string;
}

export const plainLayout: Layout = {
  keyOf: (bucket, tableKey) => tableKey.slice(bucket.length + 1),
  from: currentKey,
  after: (bucket, key) => `${bucket}/${key}\0`,
};

export const escapedLayout: Layout = {
  keyOf: (bucket, tableKey) => unescapeZero(tableKey.slice(bucket.length + 1, tableKey.lastIndexOf(end))),
  from: (bucket, prefix) => `${bucket}/${escapeZero(prefix)}`,
  after: (bucket, key) => `${bucket}/${escapeZero(key)}${afterEnd}`,
};
