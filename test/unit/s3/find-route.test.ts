import * as sdkPackage from '@aws-sdk/client-s3';
import { operationsOf } from '../../../emulator/front-door/sdk-schemas';
import { addressOf } from '../../../emulator/s3/wire/address';
import { routesOf } from '../../../emulator/s3/wire/find-route';

const findRoute = routesOf(operationsOf(sdkPackage).values());
const source = { 'x-amz-copy-source': 'a/b' };

it.each([
  ['GET /', {}, 'ListBuckets'],
  ['GET /?x-id=ListDirectoryBuckets', {}, 'ListDirectoryBuckets'],
  ['PUT /bucket', {}, 'CreateBucket'],
  ['PUT /bucket/', {}, 'CreateBucket'],
  ['HEAD /bucket', {}, 'HeadBucket'],
  ['DELETE /bucket', {}, 'DeleteBucket'],
  ['GET /bucket', {}, 'ListObjects'],
  ['GET /bucket?list-type=2&prefix=a', {}, 'ListObjectsV2'],
  ['GET /bucket?list-type=1', {}, 'ListObjects'],
  ['GET /bucket?versions', {}, 'ListObjectVersions'],
  ['GET /bucket?versions=', {}, 'ListObjectVersions'],
  ['GET /bucket?uploads', {}, 'ListMultipartUploads'],
  ['GET /bucket?location', {}, 'GetBucketLocation'],
  ['GET /bucket?versioning', {}, 'GetBucketVersioning'],
  ['PUT /bucket?versioning', {}, 'PutBucketVersioning'],
  ['DELETE /bucket?policy', {}, 'DeleteBucketPolicy'],
  ['GET /bucket?analytics', {}, 'ListBucketAnalyticsConfigurations'],
  ['GET /bucket?analytics&id=1', {}, 'GetBucketAnalyticsConfiguration'],
  ['POST /bucket?delete', {}, 'DeleteObjects'],
  ['POST /bucket', {}, undefined],
  ['GET /bucket/key', {}, 'GetObject'],
  ['GET /bucket/key?x-id=GetObject&versionId=1', {}, 'GetObject'],
  ['GET /bucket/key?partNumber=1', {}, 'GetObject'],
  ['GET /bucket/key?uploadId=1', {}, 'ListParts'],
  ['GET /bucket/key?tagging', {}, 'GetObjectTagging'],
  ['GET /bucket/key?attributes', {}, 'GetObjectAttributes'],
  ['GET /bucket/key?acl', {}, 'GetObjectAcl'],
  ['HEAD /bucket/key', {}, 'HeadObject'],
  ['PUT /bucket/key', {}, 'PutObject'],
  ['PUT /bucket/key', source, 'CopyObject'],
  ['PUT /bucket/key?partNumber=1&uploadId=2', {}, 'UploadPart'],
  ['PUT /bucket/key?partNumber=1&uploadId=2', source, 'UploadPartCopy'],
  ['PUT /bucket/key?tagging', {}, 'PutObjectTagging'],
  ['POST /bucket/key?uploads', {}, 'CreateMultipartUpload'],
  ['POST /bucket/key?uploadId=1', {}, 'CompleteMultipartUpload'],
  ['POST /bucket/key', {}, undefined],
  ['DELETE /bucket/key', {}, 'DeleteObject'],
  ['DELETE /bucket/key?uploadId=1', {}, 'AbortMultipartUpload'],
  ['DELETE /bucket/key?tagging', {}, 'DeleteObjectTagging'],
  ['PATCH /bucket/key', {}, undefined],
])('%s with %j is %s', (request, headers, operation) => {
  const [method = '', target = ''] = request.split(' ');
  const [pathname = '', search] = target.split('?');
  const query = new URLSearchParams(search);
  expect(findRoute({ method, query, headers }, addressOf({ pathname, headers }))).toBe(operation);
});

it.each([
  ['127.0.0.1:4510', '/bucket/key', { bucket: 'bucket', key: 'key' }],
  ['localhost:4510', '/bucket/a/b', { bucket: 'bucket', key: 'a/b' }],
  ['bucket.localhost:4510', '/a/b', { bucket: 'bucket', key: 'a/b' }],
  ['my.bucket.localhost', '/', { bucket: 'my.bucket', key: '' }],
  ['bucket.s3.localhost', '/key', { bucket: 'bucket', key: 'key' }],
  ['bucket.s3.eu-west-1.localhost', '/key', { bucket: 'bucket', key: 'key' }],
  ['s3.localhost:4510', '/bucket/key', { bucket: 'bucket', key: 'key' }],
  ['localhost', '/bucket//a/../b/', { bucket: 'bucket', key: '/a/../b/' }],
  ['localhost', '/bucket/%F0%9F%98%80%20%2B+', { bucket: 'bucket', key: '😀 ++' }],
])('finds bucket and key in %s %s', (host, pathname, address) => {
  expect(addressOf({ pathname, headers: { host } })).toEqual(address);
});

it.each([
  ['/bucket/%', 'InvalidURI'],
  ['/bucket/%FF', 'InvalidURI'],
  [`/bucket/${'ü'.repeat(513)}`, 'KeyTooLongError'],
])('refuses the key in %s', (pathname, name) => {
  expect(() => addressOf({ pathname, headers: {} })).toThrow(expect.objectContaining({ name }));
});
