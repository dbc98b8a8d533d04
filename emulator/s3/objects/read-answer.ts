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

/** The checksum if it is wanted: not for any other range than a part, of which S3 has the checksum as well. */
export function selectedChecksum(
  { ChecksumMode }: Pick<GetObjectRequest, 'ChecksumMode'>,
  object: StoredObject,
  { contentRange, part, length }: Selection,
) {
  if (ChecksumMode !== 'ENABLED') return {};
  if (contentRange === undefined || (length === object.size && !part)) return checksumOf(object);
  const { algorithm, type } = object.checksum;
  if (!part || type !== 'COMPOSITE') return {};
  return { ...checksumMember({ algorithm, value: part.checksum }), ChecksumType: type };
}

export const selectedParts = (
  { PartNumber }: Pick<GetObjectRequest, 'PartNumber'>,
  { parts }: StoredObject,
) => (PartNumber !== undefined && parts ? { PartsCount: parts.length } : {});
