import type {
  _Error,
  DeletedObject,
  DeleteObjectsOutput,
  DeleteObjectsRequest,
  ObjectIdentifier,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import { deletionRequest } from '../../iam/access/s3';
import type { Services } from '../../services';
import { malformedXml, S3Error } from '../s3-error';
import type { S3Store } from '../store/s3-store';

const limit = 1000;

/** Each on its own: one that is refused does not keep the others from being deleted. */
export const deleteObjects =
  ({ app, s3 }: Pick<Services, 'app' | 's3'>): Operation<DeleteObjectsRequest, DeleteObjectsOutput> =>
  async ({ Bucket = '', Delete }, { access }) => {
    await s3.buckets.get(Bucket);
    const { Objects = [], Quiet = false } = Delete ?? {};
    if (Objects.length === 0 || Objects.length > limit) throw malformedXml();
    const Deleted: DeletedObject[] = [];
    const Errors: _Error[] = [];
    for (const { Key = '', VersionId, ETag } of Objects) {
      try {
        const input = { Bucket, Key, ...(VersionId !== undefined && { VersionId }) };
        for (const request of deletionRequest({ app }, input)) {
          const refusal = access?.refusal(request);
          if (refusal) throw new S3Error('AccessDenied', refusal.message, { status: 403 });
        }
        Deleted.push(await deleteOne(s3, Bucket, { Key, VersionId, ETag }));
      } catch (error) {
        if (!(error instanceof S3Error)) throw error;
        Errors.push({
          Key,
          ...(VersionId !== undefined && { VersionId }),
          Code: error.name,
          Message: error.message,
        });
      }
    }
    return { ...(Quiet ? {} : { Deleted }), ...(Errors.length > 0 && { Errors }) };
  };

async function deleteOne(
  { objects }: S3Store,
  bucket: string,
  { Key = '', VersionId, ETag }: ObjectIdentifier,
): Promise<DeletedObject> {
  const condition = { IfMatch: ETag };
  if (VersionId !== undefined) {
    const { isDeleteMarker } = await objects.removeVersion(bucket, Key, VersionId, condition);
    return {
      Key,
      VersionId,
      ...(isDeleteMarker && { DeleteMarker: true, DeleteMarkerVersionId: VersionId }),
    };
  }
  const { versionId, isDeleteMarker } = await objects.remove(bucket, Key, condition);
  return { Key, ...(isDeleteMarker && { DeleteMarker: true, DeleteMarkerVersionId: versionId }) };
}
