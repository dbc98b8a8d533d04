import type { DeleteObjectOutput, DeleteObjectRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';

export const deleteObject =
  ({ s3 }: Pick<Services, 's3'>): Operation<DeleteObjectRequest, DeleteObjectOutput> =>
  async ({ Bucket = '', Key = '', VersionId, IfMatch }) => {
    const bucket = await s3.buckets.get(Bucket);
    const removed = await (VersionId === undefined
      ? s3.objects.remove(Bucket, Key, { IfMatch })
      : s3.objects.removeVersion(Bucket, Key, VersionId, { IfMatch }));
    return {
      ...(removed.isDeleteMarker && { DeleteMarker: true }),
      ...(bucket.versioning && removed.versionId !== undefined && { VersionId: removed.versionId }),
    };
  };
