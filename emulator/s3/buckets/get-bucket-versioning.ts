import type { GetBucketVersioningOutput, GetBucketVersioningRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';

export const getBucketVersioning =
  ({ s3 }: Pick<Services, 's3'>): Operation<GetBucketVersioningRequest, GetBucketVersioningOutput> =>
  async ({ Bucket = '' }) => {
    const { versioning } = await s3.buckets.get(Bucket);
    return versioning ? { Status: versioning } : {};
  };
