import type { HeadBucketOutput, HeadBucketRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';

export const headBucket =
  ({ app, s3 }: Pick<Services, 'app' | 's3'>): Operation<HeadBucketRequest, HeadBucketOutput> =>
  async ({ Bucket = '' }) => {
    await s3.buckets.get(Bucket);
    return {
      BucketRegion: app.region,
      BucketArn: `arn:${app.partition}:s3:::${Bucket}`,
      AccessPointAlias: false,
    };
  };
