import type { CreateBucketOutput, CreateBucketRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { S3Error, unsupported } from '../s3-error';

const namePattern =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const isAddress = /^\d+\.\d+\.\d+\.\d+$/;

export const createBucket =
  ({ app, s3 }: Pick<Services, 'app' | 's3'>): Operation<CreateBucketRequest, CreateBucketOutput> =>
  async ({ Bucket = '', CreateBucketConfiguration, ObjectLockEnabledForBucket }) => {
    if (!namePattern.test(Bucket) || Bucket.includes('..') || isAddress.test(Bucket)) {
      throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', {
        fields: { BucketName: Bucket },
      });
    }
    if (ObjectLockEnabledForBucket) throw unsupported('buckets with object lock');
    const region = CreateBucketConfiguration?.LocationConstraint;
    if (region !== undefined && region !== app.region) {
      throw new S3Error(
        'IllegalLocationConstraintException',
        `The ${region} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      );
    }
    await s3.buckets.create(Bucket);
    return { Location: `/${Bucket}`, BucketArn: `arn:${app.partition}:s3:::${Bucket}` };
  };
