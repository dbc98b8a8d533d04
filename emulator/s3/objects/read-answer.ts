import type { GetObjectRequest } from '@aws-sdk/client-s3';
import { checksumMember } from '../body/checksums';
import type { BucketRecord, StoredObject } from '../store/records';
import type { Selection } from './selection';
import { checksumOf, describeObject } from './shown';

/** What GetObject and HeadObject both say of an object. */
export const readAnswer = (
  input: GetObjectRequest,
  bucket: BucketRecord,
  object: StoredObject,
  selection: Selection,
) => ({
  ...describeObject(bucket, object),
  ...overridesIn(input),
  ...selectedChecksum(input, object, selection),
  ...selectedParts(input, object),
  ContentLength: selection.length,
  ...(selection.contentRange && { ContentRange: selection.contentRange }),
});

/** Headers that a request wants in the answer instead of the object's own. */
function overridesIn(input: GetObjectRequest) {
  const {
    ResponseCacheControl,
    ResponseContentDisposition,
    ResponseContentEncoding,
    ResponseContentLanguage,
    ResponseContentType,
    ResponseExpires,
  } = input;
  return {
    ...(ResponseCacheControl && { CacheControl: ResponseCacheControl }),
    ...(ResponseContentDisposition && { ContentDisposition: ResponseContentDisposition }),
    ...(ResponseContentEncoding && { ContentEncoding: ResponseContentEncoding }),
    ...(ResponseContentLanguage && { ContentLanguage: ResponseContentLanguage }),
    ...(ResponseContentType && { ContentType: ResponseContentType }),
    ...(ResponseExpires && { Expires: ResponseExpires.toUTCString() as never }),
  };
}

/** The checksum if it is wanted: of the whole object or of a part, and never of a range. */
function selectedChecksum(
  { ChecksumMode, Range }: Pick<GetObjectRequest, 'ChecksumMode' | 'Range'>,
  object: StoredObject,
  { contentRange, part }: Selection,
) {
  if (ChecksumMode !== 'ENABLED' || (Range !== undefined && contentRange !== undefined)) return {};
  if (!part) return checksumOf(object);
  const { algorithm, type } = object.checksum;
  if (type !== 'COMPOSITE') return {};
  return { ...checksumMember({ algorithm, value: part.checksum }), ChecksumType: type };
}

const selectedParts = ({ PartNumber }: Pick<GetObjectRequest, 'PartNumber'>, { parts }: StoredObject) =>
  PartNumber !== undefined && parts ? { PartsCount: parts.length } : {};
