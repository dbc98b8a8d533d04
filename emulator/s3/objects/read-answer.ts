import type { GetObjectRequest } from '@aws-sdk/client-s3';
import { checksumMember } from '../body/checksums';
import type { StoredObject } from '../store/records';
import type { Selection } from './selection';
import { checksumOf } from './shown';

/** Headers that a request wants in the answer instead of the object's own. */
export function overridesIn(input: GetObjectRequest) {
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
export function selectedChecksum(
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

export const selectedParts = (
  { PartNumber }: Pick<GetObjectRequest, 'PartNumber'>,
  { parts }: StoredObject,
) => (PartNumber !== undefined && parts ? { PartsCount: parts.length } : {});
