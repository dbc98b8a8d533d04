import type { GetBucketLocationOutput, GetBucketLocationRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';

/** For us-east-1 S3 answers an empty location. */
export const getBucketLocation =
  ({ app, s3 }: Pick<Services, 'app' | 's3'>): Operation<GetBucketLocationRequest, GetBucketLocationOutput> =>
  async ({ Bucket = '' }) => {
    await s3.buckets.get(Bucket);
    if (app.region === 'us-east-1') return {};
    return { LocationConstraint: app.region as GetBucketLocationOutput['LocationConstraint'] };
  };
