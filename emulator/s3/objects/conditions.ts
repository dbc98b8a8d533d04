import { preconditionFailed, S3Error } from '../s3-error';
import { matchesEtag } from '../store/condition';
import type { StoredObject } from '../store/records';

export interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

/**
 * The condition that does not hold, by RFC 9110's precedence: a tag that is given makes the date of its kind
 * count for nothing.
 */
export function failedCondition(
  { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince }: ReadConditions,
  { etag, lastModified }: StoredObject,
): 'If-Match' | 'If-Unmodified-Since' | 'If-None-Match' | 'If-Modified-Since' | undefined {
  if (IfMatch !== undefined) {
    if (!matchesEtag(IfMatch, etag)) return 'If-Match';
  } else if (IfUnmodifiedSince && lastModified > IfUnmodifiedSince.getTime()) return 'If-Unmodified-Since';
  if (IfNoneMatch !== undefined) return matchesEtag(IfNoneMatch, etag) ? 'If-None-Match' : undefined;
  if (IfModifiedSince && lastModified <= IfModifiedSince.getTime()) return 'If-Modified-Since';
  return undefined;
}

/** Throws 304 or 412 for a read whose condition does not hold. */
export function checkReadConditions(conditions: ReadConditions, object: StoredObject): void {
  const failed = failedCondition(conditions, object);
  if (!failed) return;
  if (failed === 'If-Match' || failed === 'If-Unmodified-Since') throw preconditionFailed(failed);
  throw new S3Error('NotModified', 'Not Modified', {
    status: 304,
    headers: {
      etag: `"${object.etag}"`,
      'last-modified': new Date(object.lastModified).toUTCString(),
    },
  });
}
