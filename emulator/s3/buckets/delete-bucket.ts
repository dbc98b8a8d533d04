import type { DeleteBucketRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';

export const deleteBucket =
  ({ s3 }: Pick<Services, 's3'>): Operation<DeleteBucketRequest, object> =>
  async ({ Bucket = '' }) => {
    await s3.deleteBucket(Bucket);
    return {};
  };
