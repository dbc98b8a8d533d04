import type { Table } from './database';
import { bucketRange, type Layout } from './keys';

export interface PageRequest {
  readonly bucket: string;
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  /** Where the page before ended, or where the caller wants to begin. */
  readonly after?: Position | undefined;
  /** Of rows and common prefixes together. */
  readonly limit: number;
}

/** An object's key, a key of the table itself, or a common prefix: everything up to there is left out. */
export type Position =
  | { readonly key: string }
  | { readonly tableKey: string }
  | { readonly commonPrefix: string };

export interface Page<Value> {
  readonly rows: readonly { readonly key: string; readonly tableKey: string; readonly value: Value }[];
  readonly commonPrefixes: readonly string[];
  /** Of the last row or common prefix, if there are more. */
  readonly next?: Position;
}

/** Rows that are fetched at once. */
const chunk = 256;

const isBefore = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
/** Sorts after whatever begins with the prefix, but for keys that go on with the last code point of Unicode. */
const past = (prefix: string) => `${prefix}\u{10ffff}`;

/** One page of a bucket in the sequence of UTF-8's bytes, with what has the delimiter in it rolled up. */
export async function page<Value>(
  table: Table<Value>,
  layout: Layout,
  { bucket, prefix, delimiter, after, limit }: PageRequest,
): Promise<Page<Value>> {
  const rows: { key: string; tableKey: string; value: Value }[] = [];
  const commonPrefixes: string[] = [];
  if (limit === 0) return { rows, commonPrefixes };
  const { lt } = bucketRange(bucket);
  const iterator = table.iterator({ ...startOf(layout, bucket, prefix, after), lt });
  const skipped = after && 'commonPrefix' in after ? after.commonPrefix : undefined;
  let last: Position | undefined;
  try {
    for (;;) {
      const entries = await iterator.nextv(Math.min(chunk, limit - rows.length - commonPrefixes.length + 1));
      if (entries.length === 0) return { rows, commonPrefixes };
      for (const [tableKey, value] of entries) {
        const key = layout.keyOf(bucket, tableKey);
        if (!key.startsWith(prefix)) return { rows, commonPrefixes };
        const common = commonPrefixOf(key, prefix, delimiter);
        const isKnown = common !== undefined && (common === skipped || common === commonPrefixes.at(-1));
        if (!isKnown) {
          if (last && rows.length + commonPrefixes.length === limit) {
            return { rows, commonPrefixes, next: last };
          }
          if (common === undefined) {
            rows.push({ key, tableKey, value });
            last = { tableKey };
          } else {
            commonPrefixes.push(common);
            last = { commonPrefix: common };
          }
        }
        if (common === undefined) continue;
        const target = past(layout.from(bucket, common));
        if (!isBefore(tableKey, target)) continue;
        iterator.seek(target);
        break;
      }
    }
  } finally {
    await iterator.close();
  }
}

function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

function startOf(layout: Layout, bucket: string, prefix: string, after: Position | undefined) {
  const from = layout.from(bucket, prefix);
  if (!after) return { gte: from };
  const start =
    'tableKey' in after
      ? after.tableKey
      : 'key' in after
        ? layout.after(bucket, after.key)
        : layout.from(bucket, after.commonPrefix);
  return isBefore(start, from) ? { gte: from } : 'tableKey' in after ? { gt: start } : { gte: start };
}
