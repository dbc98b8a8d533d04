import type { S3Client } from '@aws-sdk/client-s3';
import { concurrently } from '../concurrently';
import type { ListedObject } from './document-bucket';
import { listPage } from './list-page';

export interface ListProps {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
  /** Keys that are probably there, more or less sorted. */
  readonly expected: readonly string[];
  readonly signal: AbortSignal;
}

/** Expected keys of a range: with some more than that it still fits a page, which has a thousand. */
const step = 900;
/** How many ranges are listed at once. */
const requests = 8;

/** As S3 sorts its keys: by their bytes in UTF-8. */
const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * All objects below a prefix. S3 tells where a page begins only when it has sent the one before; where the pages
 * will begin can be told from the keys that are expected, and so they are asked for at once.
 */
export async function listObjects({ expected, ...props }: ListProps): Promise<ListedObject[]> {
  const ends = expected.filter((_, at) => at % step === step - 1).sort(compare);
  const ranges = [...ends, undefined].map((end, at) => ({ start: ends[at - 1], end, at }));
  const found: ListedObject[][] = [];
  await concurrently(requests, ranges, async ({ start, end, at }) => {
    found[at] = await listRange(props, start, end);
  });
  return found.flat();
}

/** What comes after `start`, up to `end` and with it. */
async function listRange(
  { client, bucket, prefix, signal }: Omit<ListProps, 'expected'>,
  start: string | undefined,
  end: string | undefined,
): Promise<ListedObject[]> {
  const listed: ListedObject[] = [];
  const range = { Bucket: bucket, Prefix: prefix, ...(start !== undefined && { StartAfter: start }) };
  let token: string | undefined;
  do {
    const page = await listPage(client, { ...range, ...(token && { ContinuationToken: token }) }, signal);
    listed.push(...page.objects);
    token = page.next;
    const last = page.objects.at(-1);
    if (end === undefined || !last || compare(last.key, end) < 0) continue;
    // What is beyond the range is at the end: to compare all would take longer than to read them.
    const within = listed.findLastIndex(({ key }) => compare(key, end) <= 0);
    return listed.slice(0, within + 1);
  } while (token);
  return listed;
}
