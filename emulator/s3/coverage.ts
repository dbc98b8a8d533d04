import type { CoveredService } from '../front-door/service-definition';

const written = 'headers are kept; access lists, encryption and storage classes have no effect';

export const s3Coverage = {
  name: 's3',
  sdkPackage: () => import('@aws-sdk/client-s3'),
  fidelity: {
    AbortMultipartUpload: 'exact',
    CompleteMultipartUpload: { approximate: 'an upload that was completed before is not known any more' },
    CopyObject: { approximate: written },
    CreateBucket: { approximate: 'a bucket with its name; of its settings, only versioning can follow' },
    CreateMultipartUpload: { approximate: written },
    DeleteBucket: 'exact',
    DeleteObject: { approximate: 'no MFA, no object lock' },
    DeleteObjectTagging: 'exact',
    DeleteObjects: { approximate: 'no MFA, no object lock' },
    GetBucketLocation: 'exact',
    GetBucketVersioning: 'exact',
    GetObject: 'exact',
    GetObjectAttributes: 'exact',
    GetObjectTagging: 'exact',
    HeadBucket: 'exact',
    HeadObject: 'exact',
    ListBuckets: 'exact',
    ListMultipartUploads: 'exact',
    ListObjectVersions: 'exact',
    ListObjects: 'exact',
    ListObjectsV2: 'exact',
    ListParts: 'exact',
    PutBucketVersioning: { approximate: 'no MFA delete' },
    PutObject: { approximate: written },
    PutObjectTagging: 'exact',
    UploadPart: 'exact',
    UploadPartCopy: 'exact',
  },
} as const satisfies CoveredService;
