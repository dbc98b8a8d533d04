import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { openS3Shop, type S3Shop, versionedBucket } from '../../kit/s3-shop';

let shop: S3Shop;
beforeAll(async () => {
  shop = await openS3Shop();
});
afterAll(() => shop.close());

const Bucket = versionedBucket;
const put = async (Key: string, Body: string, bucket = Bucket) =>
  (await shop.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }))).VersionId;
const read = async (Key: string, VersionId?: string, bucket = Bucket) => {
  const { Body } = await shop.client.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }));
  return Body?.transformToString();
};
const remove = (Key: string, VersionId?: string, bucket = Bucket) =>
  shop.client.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }));
const versions = async (Prefix: string, rest = {}, bucket = Bucket) => {
  const answer = await shop.client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix, ...rest }));
  return { Versions: [], DeleteMarkers: [], ...answer };
};
const headersOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (thrown) => thrown,
  );
  return { name: error?.name, status: error?.$metadata?.httpStatusCode, headers: error?.$response?.headers };
};

it('keeps every version, the newest first', async () => {
  const first = await put('kept', 'one');
  const second = await put('kept', 'two');
  expect(first).toMatch(/^\S{32}$/);
  expect(second).not.toBe(first);
  expect(await read('kept')).toBe('two');
  expect(await read('kept', first)).toBe('one');
  const { Versions } = await versions('kept');
  expect(Versions.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
    [second, true],
    [first, false],
  ]);
});

it('hides an object behind a delete marker, and shows it again without', async () => {
  const version = await put('hidden', 'here');
  const { DeleteMarker, VersionId: marker = '' } = await remove('hidden');
  expect(DeleteMarker).toBe(true);
  expect(await headersOf(read('hidden'))).toMatchObject({
    name: 'NoSuchKey',
    status: 404,
    headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker },
  });
  expect(await headersOf(read('hidden', marker))).toMatchObject({
    name: 'MethodNotAllowed',
    status: 405,
    headers: { 'x-amz-delete-marker': 'true', allow: 'DELETE' },
  });
  expect(await read('hidden', version)).toBe('here');
  const listed = await shop.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'hidden' }));
  expect(listed.KeyCount).toBe(0);
  const { Versions, DeleteMarkers } = await versions('hidden');
  expect(DeleteMarkers).toMatchObject([{ VersionId: marker, IsLatest: true }]);
  expect(Versions).toMatchObject([{ VersionId: version, IsLatest: false }]);
  expect(await remove('hidden', marker)).toMatchObject({ DeleteMarker: true, VersionId: marker });
  expect(await read('hidden')).toBe('here');
});

it('deletes versions for good', async () => {
  const [first, second] = [await put('gone', 'one'), await put('gone', 'two')];
  expect(await remove('gone', second)).toMatchObject({ VersionId: second });
  expect(await read('gone')).toBe('one');
  await remove('gone', first);
  await expect(read('gone', first)).rejects.toMatchObject({ name: 'NoSuchVersion' });
  await expect(read('gone')).rejects.toMatchObject({ name: 'NoSuchKey' });
  await remove('gone', first);
  await expect(read('gone', 'no such id')).rejects.toMatchObject({ name: 'InvalidArgument' });
});

it('copies and tags one version', async () => {
  const first = await put('source', 'one');
  await put('source', 'two');
  const CopySource = `${Bucket}/source?versionId=${first}`;
  const copied = await shop.client.send(new CopyObjectCommand({ Bucket, Key: 'source', CopySource }));
  expect(copied.CopySourceVersionId).toBe(first);
  expect(await read('source')).toBe('one');
  const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] };
  await shop.client.send(new PutObjectTaggingCommand({ Bucket, Key: 'source', VersionId: first, Tagging }));
  const tagCount = async (VersionId?: string) =>
    (await shop.client.send(new HeadObjectCommand({ Bucket, Key: 'source', VersionId }))).TagCount;
  expect([await tagCount(), await tagCount(first)]).toEqual([undefined, 1]);
});

it('has null versions while versioning is suspended', async () => {
  const bucket = 'sometimes-versioned';
  await shop.client.send(new CreateBucketCommand({ Bucket: bucket }));
  const set = (Status: 'Enabled' | 'Suspended') =>
    shop.client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }));
  const ids = async () => {
    const { Versions, DeleteMarkers } = await versions('', {}, bucket);
    return {
      Versions: Versions.map((one) => one.VersionId),
      DeleteMarkers: DeleteMarkers.map((one) => one.VersionId),
    };
  };
  expect(await put('a', 'before', bucket)).toBeUndefined();
  await set('Enabled');
  const kept = await put('a', 'enabled', bucket);
  expect(await ids()).toEqual({ Versions: [kept, 'null'], DeleteMarkers: [] });
  expect(await read('a', 'null', bucket)).toBe('before');
  await set('Suspended');
  expect(await put('a', 'suspended', bucket)).toBe('null');
  expect(await ids()).toEqual({ Versions: ['null', kept], DeleteMarkers: [] });
  expect(await read('a', 'null', bucket)).toBe('suspended');
  expect(await remove('a', undefined, bucket)).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
  expect(await ids()).toEqual({ Versions: [kept], DeleteMarkers: ['null'] });
  await remove('a', 'null', bucket);
  expect(await read('a', undefined, bucket)).toBe('enabled');
});

it('is emptied page by page, though each page deletes where the next begins', async () => {
  const bucket = 'to-be-emptied';
  await shop.client.send(new CreateBucketCommand({ Bucket: bucket }));
  await put('b', 'null version', bucket);
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await shop.client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
  for (const key of ['a', 'a', 'b', 'b', 'b', 'c']) await put(key, 'x', bucket);
  await remove('a', undefined, bucket);
  let deleted = 0;
  let marker: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    const page = await versions('', { MaxKeys: 2, ...marker }, bucket);
    const Objects = [...page.Versions, ...page.DeleteMarkers].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }));
    await shop.client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
    deleted += Objects.length;
    if (!page.IsTruncated) break;
    marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
  expect(deleted).toBe(8);
  await shop.client.send(new DeleteBucketCommand({ Bucket: bucket }));
});
