import * as s3 from '@aws-sdk/client-s3';

/** Every operation of S3 once, on buckets of its own. */
export async function useS3(client: s3.S3Client): Promise<void> {
  const Bucket = 'constrained';
  const Other = 'constrained-too';
  await client.send(new s3.CreateBucketCommand({ Bucket }));
  await client.send(new s3.CreateBucketCommand({ Bucket: Other }));
  await client.send(new s3.DeleteBucketCommand({ Bucket: Other }));
  await client.send(new s3.HeadBucketCommand({ Bucket }));
  await client.send(new s3.ListBucketsCommand({}));
  await client.send(new s3.GetBucketLocationCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  await client.send(new s3.GetBucketVersioningCommand({ Bucket }));

  const at = { Bucket, Key: 'a b/ü.txt' };
  await client.send(new s3.PutObjectCommand({ ...at, Body: 'hello', ContentType: 'text/plain' }));
  await client.send(new s3.HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
  const { Body } = await client.send(new s3.GetObjectCommand({ ...at, Range: 'bytes=1-2' }));
  await Body?.transformToString();
  const ObjectAttributes = Object.values(s3.ObjectAttributes);
  await client.send(new s3.GetObjectAttributesCommand({ ...at, ObjectAttributes }));
  const Tagging = { TagSet: [{ Key: 'kind', Value: 'note' }] };
  await client.send(new s3.PutObjectTaggingCommand({ ...at, Tagging }));
  await client.send(new s3.GetObjectTaggingCommand(at));
  await client.send(new s3.DeleteObjectTaggingCommand(at));
  const CopySource = `${Bucket}/${encodeURIComponent(at.Key)}`;
  await client.send(new s3.CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));

  const parts = { Bucket, Key: 'parts' };
  const { UploadId } = await client.send(new s3.CreateMultipartUploadCommand(parts));
  const first = { ...parts, UploadId, PartNumber: 1 };
  await client.send(new s3.UploadPartCommand({ ...first, Body: 'x' }));
  const copied = await client.send(new s3.UploadPartCopyCommand({ ...first, CopySource }));
  await client.send(new s3.ListPartsCommand({ ...parts, UploadId }));
  await client.send(new s3.ListMultipartUploadsCommand({ Bucket }));
  const Parts = [{ PartNumber: 1, ETag: copied.CopyPartResult?.ETag }];
  const MultipartUpload = { Parts };
  await client.send(new s3.CompleteMultipartUploadCommand({ ...parts, UploadId, MultipartUpload }));
  const given = await client.send(new s3.CreateMultipartUploadCommand(parts));
  await client.send(new s3.AbortMultipartUploadCommand({ ...parts, UploadId: given.UploadId }));

  await client.send(new s3.ListObjectsCommand({ Bucket, Delimiter: '/', EncodingType: 'url' }));
  await client.send(new s3.ListObjectsV2Command({ Bucket, FetchOwner: true, MaxKeys: 1 }));
  await client.send(new s3.DeleteObjectCommand(at));
  await client.send(new s3.ListObjectVersionsCommand({ Bucket }));
  await client.send(new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'copy' }] } }));
}
