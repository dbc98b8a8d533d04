import type { DeleteObjectTaggingOutput, DeleteObjectTaggingRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { versionOf } from './shown';

export const deleteObjectTagging =
  ({ s3 }: Pick<Services, 's3'>): Operation<DeleteObjectTaggingRequest, DeleteObjectTaggingOutput> =>
  async ({ Bucket = '', Key = '', VersionId }) => {
    const bucket = await s3.buckets.get(Bucket);
    return versionOf(bucket, await s3.objects.setTags(Bucket, Key, VersionId, []));
  };
