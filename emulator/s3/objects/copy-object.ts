import type { CopyObjectOutput, CopyObjectRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { invalidRequest } from '../s3-error';
import type { Description, StoredObject } from '../store/records';
import { type CopySource, holdSource } from './copy-source';
import { descriptionIn, refuseMissing } from './description';
import { duplicate, keep } from './receive';
import { checksumOf, encryptionOf, quoted, versionOf } from './shown';

type CopyObjectInput = Omit<CopyObjectRequest, 'Expires'> & { readonly Expires?: string };

/** Bytes that one CopyObject copies at most. */
const copyLimit = 5 * 1024 ** 3;

export const copyObject =
  ({ s3 }: Pick<Services, 's3'>): Operation<CopyObjectInput, CopyObjectOutput> =>
  async (input) => {
    const { Bucket = '', Key = '', IfMatch, IfNoneMatch } = input;
    refuseMissing(input);
    const bucket = await s3.buckets.get(Bucket);
    const { source, object: original, release } = await holdSource(s3, input);
    try {
      refuseSame(input, source);
      if (original.size > copyLimit) {
        throw invalidRequest(
          `The specified copy source is larger than the maximum allowable size for a copy source: ${copyLimit}`,
        );
      }
      const description = describeCopy(input, original);
      const algorithm = input.ChecksumAlgorithm ?? original.checksum.algorithm;
      const whole = { range: { start: 0, end: original.size - 1 } };
      const { segments, size, md5, checksum: value } = await duplicate(s3, original, whole, algorithm);
      const checksum = { algorithm, value, type: 'FULL_OBJECT' } as const;
      const content = { size, segments, etag: md5, checksum };
      const copy = await keep(s3.bodies, segments, () =>
        s3.objects.publish(
          Bucket,
          Key,
          { ...content, ...description },
          { condition: { IfMatch, IfNoneMatch } },
        ),
      );
      const sourceBucket = await s3.buckets.find(source.bucket);
      return {
        CopyObjectResult: {
          ETag: quoted(copy.etag),
          LastModified: new Date(copy.lastModified),
          ...checksumOf(copy),
        },
        ...encryptionOf(copy),
        ...versionOf(bucket, copy),
        ...(sourceBucket?.versioning && { CopySourceVersionId: original.versionId }),
      };
    } finally {
      release();
    }
  };

const changes = [
  'StorageClass',
  'WebsiteRedirectLocation',
  'ServerSideEncryption',
  'ChecksumAlgorithm',
] as const satisfies readonly (keyof CopyObjectInput)[];

function refuseSame(input: CopyObjectInput, { bucket, key, versionId }: CopySource): void {
  const isSame = bucket === input.Bucket && key === input.Key && versionId === undefined;
  const isChanged =
    input.MetadataDirective === 'REPLACE' || changes.some((name) => input[name] !== undefined);
  if (isSame && !isChanged) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
}

/** The storage class, the encryption and the redirection of the source are never the copy's. */
function describeCopy(input: CopyObjectInput, original: StoredObject): Description {
  const given = descriptionIn(input);
  const { StorageClass, WebsiteRedirectLocation, ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled } =
    given.headers;
  const isReplaced = input.MetadataDirective === 'REPLACE';
  return {
    headers: isReplaced
      ? given.headers
      : ({
          ...original.headers,
          StorageClass,
          WebsiteRedirectLocation,
          ServerSideEncryption,
          SSEKMSKeyId,
          BucketKeyEnabled,
        } as Description['headers']),
    metadata: isReplaced ? given.metadata : original.metadata,
    tags: input.TaggingDirective === 'REPLACE' ? given.tags : original.tags,
  };
}
