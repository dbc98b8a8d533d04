import { S3Client } from '@aws-sdk/client-s3';
import { s3Bucket } from '../../../scripts/sync/bucket/s3-bucket';
import { Cloud, memoryJobs, prefix } from './memory-bucket';
import { sync } from './sync-folder';

/** A sync to be killed: `sync-process.ts FOLDER BUCKET MANIFEST`, with S3 where the environment says. */
const [, , folder = '', bucket = '', manifestKey = ''] = process.argv;
const signal = new AbortController().signal;
const client = new S3Client({ forcePathStyle: true });
const path = { path: folder, fill: () => {}, remove: () => {} };
sync(path, s3Bucket({ client, bucket, prefix, manifestKey, signal }), memoryJobs(new Cloud(false)), {
  signal,
});
