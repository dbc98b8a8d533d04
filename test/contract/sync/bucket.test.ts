import { HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { ConflictError } from '../../../scripts/sync/bucket/document-bucket';
import { s3Bucket } from '../../../scripts/sync/bucket/s3-bucket';
import { prepare } from '../../../scripts/sync/content/prepare';
import { readFolder } from '../../../scripts/sync/content/read-folder';
import { openS3Shop, plainBucket, type S3Shop, versionedBucket } from '../../kit/s3-shop';
import { Cloud, memoryJobs, prefix } from '../../kit/sync/memory-bucket';
import { type SyncFolder, sync, syncFolder } from '../../kit/sync/sync-folder';

let shop: S3Shop;
let folder: SyncFolder;
beforeAll(async () => {
  shop = await openS3Shop();
});
afterAll(() => shop.close());
beforeEach(() => {
  folder = syncFolder();
});
afterEach(() => folder.remove());

const manifestKey = '.outcrop/sync-manifest.json';
const bucketOf = (bucket: string) =>
  s3Bucket({ client: shop.client, bucket, prefix, manifestKey, signal: new AbortController().signal });

async function prepared(text: string) {
  folder.fill({ 'a.md': text });
  const [object] = (await prepare(await readFolder(folder.path), prefix)).objects;
  if (!object) throw new Error('Nothing was prepared');
  return object;
}

describe.each([plainBucket, versionedBucket])('in %s', (name) => {
  const bucket = () => bucketOf(name);

  it('writes only on the state that was planned on, and tells what it wrote', async () => {
    const one = await prepared('one');
    const etag = await bucket().put(one);
    expect(etag).toBe(one.md5);
    expect(await bucket().describe(one.key)).toEqual({ etag, sha256: one.sha256 });
    expect(await bucket().list()).toEqual([{ key: one.key, etag, bytes: 3 }]);
    const two = await prepared('two');
    await expect(bucket().put(two)).rejects.toBeInstanceOf(ConflictError);
    await expect(bucket().put(two, 'ffffffffffffffffffffffffffffffff')).rejects.toBeInstanceOf(ConflictError);
    const second = await bucket().put(two, etag);
    await expect(bucket().remove(one.key, etag)).rejects.toBeInstanceOf(ConflictError);
    await bucket().remove(one.key, second);
    await bucket().remove(one.key, second);
    expect(await bucket().list()).toEqual([]);
    expect(await bucket().describe(one.key)).toBeUndefined();
    await expect(bucket().put(await prepared('two'), second)).rejects.toBeInstanceOf(ConflictError);
  });

  it('keeps the manifest beside the documents, one writer at a time', async () => {
    const { manifest, etag } = await bucket().readManifest();
    expect({ manifest, etag }).toEqual({ manifest: { version: 1, objects: {} }, etag: undefined });
    const first = await bucket().writeManifest({ version: 1, objects: { a: { etag: 'e', sha256: 's' } } });
    await expect(bucket().writeManifest(manifest)).rejects.toBeInstanceOf(ConflictError);
    await bucket().writeManifest(manifest, first);
    await expect(bucket().writeManifest(manifest, first)).rejects.toBeInstanceOf(ConflictError);
    expect(await bucket().list()).toEqual([]);
  });

  it('is synchronized, types and checksums included, and not written to again', async () => {
    const cloud = new Cloud(false);
    folder.fill({ 'ä ö+&%.md': '---\ntitle: A\n---\none', 'b/c.csv': 'a;b\n' });
    await sync(folder, bucket(), memoryJobs(cloud));
    const { Contents = [] } = await shop.client.send(
      new ListObjectsV2Command({ Bucket: name, Prefix: prefix }),
    );
    expect(Contents.map(({ Key }) => Key)).toEqual([
      `${prefix}b/c.csv`,
      `${prefix}ä ö+&%.md`,
      `${prefix}ä ö+&%.md.metadata.json`,
    ]);
    const head = new HeadObjectCommand({ Bucket: name, Key: `${prefix}b/c.csv` });
    expect((await shop.client.send(head)).ContentType).toBe('text/csv; charset=utf-8');
    expect(await sync(folder, bucket(), memoryJobs(cloud))).toMatchObject({
      plan: { new: [], changed: [], unchanged: 2, deleted: [] },
      uploaded: { objects: 0 },
      ingestionJob: null,
    });
  });

  it('knows what another tool uploaded, and deletes what it does not', async () => {
    const put = (Key: string, Body: string) =>
      shop.client.send(new PutObjectCommand({ Bucket: name, Key: prefix + Key, Body }));
    await put('b/c.csv', 'by another tool');
    await put('d.md', 'same');
    await put('strange.bin', 'x');
    folder.fill({ 'b/c.csv': 'a;b\n', 'd.md': 'same' });
    expect(await sync(folder, bucket(), memoryJobs(new Cloud(false)))).toMatchObject({
      plan: { new: [], changed: ['b/c.csv'], unchanged: 1, deleted: ['strange.bin', 'ä ö+&%.md'] },
      uploaded: { objects: 1 },
    });
  });
});

it('names the bucket that is not there', async () => {
  await expect(bucketOf('no-such-bucket').list()).rejects.toMatchObject({
    message: expect.stringContaining('s3://no-such-bucket/'),
  });
  await expect(bucketOf('no-such-bucket').readManifest()).rejects.toMatchObject({ code: 'AWS_FAILED' });
});

it.each<[string, (bucket: ReturnType<typeof bucketOf>) => Promise<unknown>, RegExp]>([
  ['ListObjectsV2', (bucket) => bucket.list(), /^Listing s3:\/\/plain-bucket\/documents\//],
  ['HeadObject', (bucket) => bucket.describe('documents/a.md'), /^Reading s3:\/\/.*a\.md/],
  ['PutObject', async (bucket) => bucket.put(await prepared('x')), /^Uploading s3:\/\/.*a\.md/],
  ['DeleteObject', (bucket) => bucket.remove('documents/a.md', 'x'), /^Removing s3:\/\/.*a\.md/],
  ['GetObject', (bucket) => bucket.readManifest(), /^Reading s3:\/\/.*sync-manifest/],
  ['PutObject', (bucket) => bucket.writeManifest({ version: 1, objects: {} }), /^Writing s3:\/\/.*manifest/],
])('names what was refused when %s is', async (operation, call, message) => {
  const client = shop.newClient();
  const refusal = Object.assign(new Error('no'), {
    name: 'AccessDenied',
    $metadata: { httpStatusCode: 403 },
  });
  client.middlewareStack.add(
    (next, context) => (request) => {
      if (context.commandName === `${operation}Command`) throw refusal;
      return next(request);
    },
    { step: 'initialize' },
  );
  const signal = new AbortController().signal;
  const bucket = s3Bucket({ client, bucket: plainBucket, prefix, manifestKey, signal });
  await expect(call(bucket)).rejects.toMatchObject({ message: expect.stringMatching(message) });
});

it('lists more than a page, from wherever it is told that pages begin', async () => {
  const client = shop.newClient();
  const asked: unknown[] = [];
  client.middlewareStack.add(
    (next) => (request) => {
      const { StartAfter } = request.input as { StartAfter?: string };
      if (!('ContinuationToken' in request.input)) asked.push(StartAfter);
      return next({ ...request, input: { ...request.input, MaxKeys: 300 } });
    },
    { step: 'initialize' },
  );
  const names = Array.from(
    { length: 950 },
    (_, at) => `${String(at).padStart(4, '0')} ä&<${at % 2 ? '+' : '𝄞'}.md`,
  );
  folder.fill(Object.fromEntries(names.map((name) => [name, `text of ${name}`])));
  const signal = new AbortController().signal;
  const small = s3Bucket({ client, bucket: plainBucket, prefix, manifestKey, signal });
  await sync(folder, small, memoryJobs(new Cloud(false)));
  const keys = names.map((name) => prefix + name);
  const listed = async (expected?: readonly string[]) => (await small.list(expected)).map(({ key }) => key);
  expect(await listed()).toEqual(keys);
  asked.length = 0;
  expect(await listed(keys)).toEqual(keys);
  expect(asked).toEqual([undefined, keys[899]]);
  // What is expected may be wrong.
  expect(await listed(keys.map((key) => `${key} gone`))).toEqual(keys);
  expect(await listed(Array(900).fill(`${prefix}0003`))).toEqual(keys);
  expect(await listed(Array(900).fill(`${prefix}z`))).toEqual(keys);
});
