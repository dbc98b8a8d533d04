import type { GetObjectOutput, HeadObjectOutput } from '@aws-sdk/client-s3';
import { checksumMember } from '../body/checksums';
import type { BucketRecord, StoredObject } from '../store/records';

/** S3 encrypts by itself since 2023 and says so; on the laptop nothing is encrypted. */
export const encryptionOf = ({ headers }: Pick<StoredObject, 'headers'>) => ({
  ServerSideEncryption: (headers.ServerSideEncryption ?? 'AES256') as 'AES256',
  ...(headers.SSEKMSKeyId && { SSEKMSKeyId: headers.SSEKMSKeyId }),
  ...(headers.BucketKeyEnabled !== undefined && { BucketKeyEnabled: headers.BucketKeyEnabled }),
});

/** The version's id, where the bucket has or had versioning. */
export const versionOf = ({ versioning }: BucketRecord, { versionId }: Pick<StoredObject, 'versionId'>) =>
  versioning ? { VersionId: versionId } : {};

export const quoted = (etag: string): string => `"${etag}"`;

export const storageClassOf = ({ headers }: Pick<StoredObject, 'headers'>) =>
  (headers.StorageClass ?? 'STANDARD') as 'STANDARD';

export const checksumOf = ({ checksum }: Pick<StoredObject, 'checksum'>) => ({
  ...checksumMember(checksum),
  ChecksumType: checksum.type,
});

/** What GET and HEAD tell of an object whichever of its bytes they are about. */
export function describeObject(
  bucket: BucketRecord,
  object: StoredObject,
): Omit<GetObjectOutput, 'Body' | 'Expires'> & Omit<HeadObjectOutput, 'Expires'> {
  const { headers, metadata, tags, etag, lastModified } = object;
  const { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled, ...shown } = headers;
  return {
    AcceptRanges: 'bytes',
    ETag: quoted(etag),
    LastModified: new Date(lastModified),
    Metadata: { ...metadata },
    ...(tags.length > 0 && { TagCount: tags.length }),
    ...(shown as object),
    ...encryptionOf(object),
    ...versionOf(bucket, object),
  };
}
