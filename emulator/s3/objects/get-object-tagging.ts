import type { GetObjectTaggingOutput, GetObjectTaggingRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { versionOf } from './shown';

export const getObjectTagging =
  ({ s3 }: Pick<Services, 's3'>): Operation<GetObjectTaggingRequest, GetObjectTaggingOutput> =>
  async ({ Bucket = '', Key = '', VersionId }) => {
    const bucket = await s3.buckets.get(Bucket);
    const object = await s3.objects.get(Bucket, Key, VersionId);
    return { TagSet: [...object.tags], ...versionOf(bucket, object) };
  };
