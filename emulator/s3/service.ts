import type { Operation } from '../front-door/operation';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Services } from '../services';
import { createBucket } from './buckets/create-bucket';
import { deleteBucket } from './buckets/delete-bucket';
import { getBucketLocation } from './buckets/get-bucket-location';
import { getBucketVersioning } from './buckets/get-bucket-versioning';
import { headBucket } from './buckets/head-bucket';
import { listBuckets } from './buckets/list-buckets';
import { putBucketVersioning } from './buckets/put-bucket-versioning';
import { s3Coverage } from './coverage';
import { listObjectVersions } from './listing/list-object-versions';
import { listObjects } from './listing/list-objects';
import { listObjectsV2 } from './listing/list-objects-v2';
import { abortMultipartUpload } from './multipart/abort-multipart-upload';
import { completeMultipartUpload } from './multipart/complete-multipart-upload';
import { createMultipartUpload } from './multipart/create-multipart-upload';
import { listMultipartUploads } from './multipart/list-multipart-uploads';
import { listParts } from './multipart/list-parts';
import { uploadPart } from './multipart/upload-part';
import { uploadPartCopy } from './multipart/upload-part-copy';
import { copyObject } from './objects/copy-object';
import { deleteObject } from './objects/delete-object';
import { deleteObjectTagging } from './objects/delete-object-tagging';
import { deleteObjects } from './objects/delete-objects';
import { getObject } from './objects/get-object';
import { getObjectAttributes } from './objects/get-object-attributes';
import { getObjectTagging } from './objects/get-object-tagging';
import { headObject } from './objects/head-object';
import { putObject } from './objects/put-object';
import { putObjectTagging } from './objects/put-object-tagging';
import { S3Error } from './s3-error';

type S3Services = Pick<Services, 'app' | 's3' | 'clock'>;
type Implemented = keyof typeof s3Coverage.fidelity;

export const s3Service = (services: S3Services): ServiceDefinition<Implemented> => ({
  ...s3Coverage,
  signingName: 's3',
  bodyLimit: 0,
  streamsBodies: true,
  protocol: async () => {
    const { s3Protocol } = await import('./wire/protocol');
    return s3Protocol(await s3Coverage.sdkPackage(), services.clock);
  },
  operations: forOwner(services.app.account, {
    AbortMultipartUpload: abortMultipartUpload(services),
    CompleteMultipartUpload: completeMultipartUpload(services),
    CopyObject: copyObject(services),
    CreateBucket: createBucket(services),
    CreateMultipartUpload: createMultipartUpload(services),
    DeleteBucket: deleteBucket(services),
    DeleteObject: deleteObject(services),
    DeleteObjectTagging: deleteObjectTagging(services),
    DeleteObjects: deleteObjects(services),
    GetBucketLocation: getBucketLocation(services),
    GetBucketVersioning: getBucketVersioning(services),
    GetObject: getObject(services),
    GetObjectAttributes: getObjectAttributes(services),
    GetObjectTagging: getObjectTagging(services),
    HeadBucket: headBucket(services),
    HeadObject: headObject(services),
    ListBuckets: listBuckets(services),
    ListMultipartUploads: listMultipartUploads(services),
    ListObjectVersions: listObjectVersions(services),
    ListObjects: listObjects(services),
    ListObjectsV2: listObjectsV2(services),
    ListParts: listParts(services),
    PutBucketVersioning: putBucketVersioning(services),
    PutObject: putObject(services),
    PutObjectTagging: putObjectTagging(services),
    UploadPart: uploadPart(services),
    UploadPartCopy: uploadPartCopy(services),
  }),
});

interface Expecting {
  readonly ExpectedBucketOwner?: string;
  readonly ExpectedSourceBucketOwner?: string;
}

/** Every operation can be told whose bucket it must be: all buckets here are of one account. */
function forOwner(
  account: string,
  operations: Readonly<Record<Implemented, Operation<never, object>>>,
): Readonly<Record<Implemented, Operation<never, object>>> {
  const guarded = Object.entries(operations).map(([name, operation]) => {
    const run: Operation<Expecting, object> = (input, call) => {
      const { ExpectedBucketOwner = account, ExpectedSourceBucketOwner = account } = input;
      if (ExpectedBucketOwner !== account || ExpectedSourceBucketOwner !== account) {
        throw new S3Error('AccessDenied', 'Access Denied', { status: 403 });
      }
      return operation(input as never, call);
    };
    return [name, run];
  });
  return Object.fromEntries(guarded) as typeof operations;
}
