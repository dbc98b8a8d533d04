import type { s3Coverage } from '../../s3/coverage';
import { copySourceIn } from '../../s3/objects/copy-source';
import type { AccessRequest } from '../access-request';
import { contextOf } from '../policy/context';
import type { ServedAction } from '../served-actions';
import type { AccessScope, AccessTable, OperationAccess } from './access-table';

interface S3Input {
  readonly Bucket?: string;
  readonly Key?: string;
  readonly VersionId?: string;
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
  readonly Tagging?: unknown;
  readonly TaggingDirective?: string;
  readonly MetadataDirective?: string;
  readonly CopySource?: string;
  readonly IfMatch?: string;
  readonly ACL?: string;
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
  readonly StorageClass?: string;
}

const bucketArn = ({ app }: AccessScope, bucket = '') => `arn:${app.partition}:s3:::${bucket}`;
const objectArn = (scope: AccessScope, bucket = '', key = '') => `${bucketArn(scope, bucket)}/${key}`;

const contextIn = (input: S3Input) =>
  contextOf({
    's3:prefix': input.Prefix,
    's3:delimiter': input.Delimiter,
    's3:max-keys': input.MaxKeys === undefined ? undefined : String(input.MaxKeys),
    's3:VersionId': input.VersionId,
    's3:x-amz-acl': input.ACL,
    's3:x-amz-copy-source': input.CopySource,
    's3:x-amz-metadata-directive': input.MetadataDirective,
    's3:x-amz-server-side-encryption': input.ServerSideEncryption,
    's3:x-amz-server-side-encryption-aws-kms-key-id': input.SSEKMSKeyId,
    's3:x-amz-storage-class': input.StorageClass,
  });

const onBucket =
  (action: ServedAction) =>
  (input: S3Input, scope: AccessScope): AccessRequest[] => [
    { action, resource: bucketArn(scope, input.Bucket), context: contextIn(input) },
  ];

/** Of a version that is named, reading and deleting are actions of their own. */
const onObject =
  (action: ServedAction, ofVersion: ServedAction = action) =>
  (input: S3Input, scope: AccessScope): AccessRequest[] => [
    {
      action: input.VersionId === undefined ? action : ofVersion,
      resource: objectArn(scope, input.Bucket, input.Key),
      context: contextIn(input),
    },
  ];

const get = onObject('s3:GetObject', 's3:GetObjectVersion');

/** With ListBucket a missing object is 404, without it 403 (API reference, GetObject and HeadObject). */
const reading = (requests: (input: S3Input, scope: AccessScope) => AccessRequest[]): OperationAccess => ({
  requests,
  toKnowOfAbsence: ({ Bucket }: S3Input, scope: AccessScope) => ({
    action: 's3:ListBucket',
    resource: bucketArn(scope, Bucket),
  }),
});

const source = (input: S3Input, scope: AccessScope): AccessRequest => {
  const { bucket, key, versionId } = copySourceIn(input);
  const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  return { action, resource: objectArn(scope, bucket, key) };
};

/** Replacing what one names by its ETag also reads it (S3 user guide, conditional writes). */
const put = (input: S3Input, scope: AccessScope): AccessRequest[] => [
  ...onObject('s3:PutObject')(input, scope),
  ...(input.Tagging === undefined ? [] : onObject('s3:PutObjectTagging')(input, scope)),
  ...(input.IfMatch === undefined ? [] : onObject('s3:GetObject')(input, scope)),
];

/** S3 user guide, "Required permissions for Amazon S3 API operations". */
export const s3Access: AccessTable<keyof typeof s3Coverage.fidelity> = {
  AbortMultipartUpload: onObject('s3:AbortMultipartUpload'),
  CompleteMultipartUpload: put,
  CopyObject: (input: S3Input, scope: AccessScope) => [
    source(input, scope),
    ...onObject('s3:PutObject')(input, scope),
    ...(input.TaggingDirective === 'REPLACE' ? onObject('s3:PutObjectTagging')(input, scope) : []),
  ],
  CreateBucket: onBucket('s3:CreateBucket'),
  CreateMultipartUpload: put,
  DeleteBucket: onBucket('s3:DeleteBucket'),
  DeleteObject: onObject('s3:DeleteObject', 's3:DeleteObjectVersion'),
  DeleteObjectTagging: onObject('s3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging'),
  DeleteObjects: { none: 'the operation asks for each object, and answers a refusal in its place' },
  GetBucketLocation: onBucket('s3:GetBucketLocation'),
  GetBucketVersioning: onBucket('s3:GetBucketVersioning'),
  GetObject: reading(get),
  GetObjectAttributes: reading((input, scope) => [
    ...get(input, scope),
    ...onObject('s3:GetObjectAttributes', 's3:GetObjectVersionAttributes')(input, scope),
  ]),
  GetObjectTagging: onObject('s3:GetObjectTagging', 's3:GetObjectVersionTagging'),
  HeadBucket: onBucket('s3:ListBucket'),
  HeadObject: reading(get),
  ListBuckets: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  ListMultipartUploads: onBucket('s3:ListBucketMultipartUploads'),
  ListObjectVersions: onBucket('s3:ListBucketVersions'),
  ListObjects: onBucket('s3:ListBucket'),
  ListObjectsV2: onBucket('s3:ListBucket'),
  ListParts: onObject('s3:ListMultipartUploadParts'),
  PutBucketVersioning: onBucket('s3:PutBucketVersioning'),
  PutObject: put,
  PutObjectTagging: onObject('s3:PutObjectTagging', 's3:PutObjectVersionTagging'),
  UploadPart: onObject('s3:PutObject'),
  UploadPartCopy: (input: S3Input, scope: AccessScope) => [
    source(input, scope),
    ...onObject('s3:PutObject')(input, scope),
  ],
};

/** What deleting one object of many asks for. */
export const deletionRequest = (scope: AccessScope, input: S3Input): AccessRequest[] =>
  onObject('s3:DeleteObject', 's3:DeleteObjectVersion')(input, scope);
