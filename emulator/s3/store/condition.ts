import { noSuchKey, preconditionFailed, unsupported } from '../s3-error';
import type { ObjectRecord } from './records';

/** What must be so for a write to happen, as in its headers. */
export interface Condition {
  /** An ETag, or `*` for any object. */
  readonly IfMatch?: string | undefined;
  /** `*`: only if there is no object. */
  readonly IfNoneMatch?: string | undefined;
}

const bare = (etag: string) =>
  etag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1');

/** Whether a header's list of ETags has this one. */
export const matchesEtag = (header: string, etag: string): boolean =>
  header.split(',').some((one) => bare(one) === '*' || bare(one) === etag);

/** Throws what S3 answers to a write whose condition does not hold. */
export function checkCondition(
  { IfMatch, IfNoneMatch }: Condition,
  newest: ObjectRecord | undefined,
  key: string,
): void {
  const existing = newest && !newest.isDeleteMarker ? newest : undefined;
  if (IfNoneMatch !== undefined) {
    if (bare(IfNoneMatch) !== '*') throw unsupported('If-None-Match with anything but * on a write');
    if (existing) throw preconditionFailed('If-None-Match');
  }
  if (IfMatch !== undefined) {
    if (!existing) throw noSuchKey(key);
    if (!matchesEtag(IfMatch, existing.etag)) throw preconditionFailed('If-Match');
  }
}
