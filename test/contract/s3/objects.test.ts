import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  paginateListBuckets,
} from '@aws-sdk/client-s3';
import { openS3Shop, plainBucket, type S3Shop, versionedBucket } from '../../kit/s3-shop';

let shop: S3Shop;
beforeAll(async () => {
  shop = await openS3Shop();
});
afterAll(() => shop.close());

const Bucket = plainBucket;
const put = (Key: string, Body: PutObjectCommandInput['Body'], rest: Partial<PutObjectCommandInput> = {}) =>
  shop.client.send(new PutObjectCommand({ Bucket, Key, Body, ...rest }));
const get = (Key: string, rest: Partial<GetObjectCommandInput> = {}) =>
  shop.client.send(new GetObjectCommand({ Bucket, Key, ...rest }));
const head = (Key: string, rest: Partial<GetObjectCommandInput> = {}) =>
  shop.client.send(new HeadObjectCommand({ Bucket, Key, ...rest }));
const text = async (Key: string, rest: Partial<GetObjectCommandInput> = {}) =>
  (await get(Key, rest)).Body?.transformToString();
const refusal = (name: string, httpStatusCode: number) => ({ name, $metadata: { httpStatusCode } });
const md5OfHello = '"5d41402abc4b2a76b9719d911017c592"';

describe('buckets', () => {
  it('are those of the template, with their versioning', async () => {
    const { Buckets = [], Owner } = await shop.client.send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name)).toEqual([plainBucket, versionedBucket]);
    expect(Buckets[0]).toMatchObject({ CreationDate: new Date(shop.time.at), BucketRegion: 'us-east-1' });
    expect(Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
    const versioning = (bucket: string) =>
      shop.client.send(new GetBucketVersioningCommand({ Bucket: bucket }));
    expect((await versioning(plainBucket)).Status).toBeUndefined();
    expect((await versioning(versionedBucket)).Status).toBe('Enabled');
  });

  it('are created, found, listed page by page, and deleted when they are empty', async () => {
    const name = 'made-by-a-client';
    await shop.client.send(new CreateBucketCommand({ Bucket: name }));
    await expect(shop.client.send(new CreateBucketCommand({ Bucket: name }))).rejects.toMatchObject(
      refusal('BucketAlreadyOwnedByYou', 409),
    );
    expect(await shop.client.send(new HeadBucketCommand({ Bucket: name }))).toMatchObject({
      BucketRegion: 'us-east-1',
    });
    const location = await shop.client.send(new GetBucketLocationCommand({ Bucket: name }));
    expect(location.LocationConstraint).toBeUndefined();
    const names: (string | undefined)[] = [];
    for await (const { Buckets } of paginateListBuckets({ client: shop.client, pageSize: 1 }, {})) {
      names.push(...(Buckets ?? []).map(({ Name }) => Name));
    }
    expect(names).toEqual([name, plainBucket, versionedBucket]);
    await put('a', 'b', { Bucket: name });
    await expect(shop.client.send(new DeleteBucketCommand({ Bucket: name }))).rejects.toMatchObject(
      refusal('BucketNotEmpty', 409),
    );
    await shop.client.send(new DeleteObjectCommand({ Bucket: name, Key: 'a' }));
    await shop.client.send(new DeleteBucketCommand({ Bucket: name }));
    await expect(shop.client.send(new HeadBucketCommand({ Bucket: name }))).rejects.toMatchObject(
      refusal('NotFound', 404),
    );
  });

  it.each(['Upper-Case', 'ab', 'a..b', '1.2.3.4', '-a-b', `${'a'.repeat(64)}`])(
    'cannot be called %s',
    async (name) => {
      const call = shop.client.send(new CreateBucketCommand({ Bucket: name }));
      await expect(call).rejects.toMatchObject({ name: 'InvalidBucketName' });
    },
  );

  it('that are not there are NoSuchBucket to every operation', async () => {
    const missing = { Bucket: 'not-there', Key: 'a' };
    for (const call of [
      () => shop.client.send(new PutObjectCommand({ ...missing, Body: 'a' })),
      () => shop.client.send(new GetObjectCommand(missing)),
      () => shop.client.send(new DeleteObjectCommand(missing)),
      () => shop.client.send(new ListObjectsV2Command(missing)),
      () => shop.client.send(new GetBucketVersioningCommand(missing)),
      () =>
        shop.client.send(
          new PutBucketVersioningCommand({ ...missing, VersioningConfiguration: { Status: 'Enabled' } }),
        ),
      () => shop.client.send(new DeleteBucketCommand(missing)),
    ]) {
      await expect(call()).rejects.toMatchObject(refusal('NoSuchBucket', 404));
    }
  });

  it("are refused to whom expects another account's", async () => {
    const call = shop.client.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: '999999999999' }));
    await expect(call).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    await shop.client.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: '000000000000' }));
  });
});

describe('an object', () => {
  it('comes back with all that was put', async () => {
    const given = {
      ContentType: 'text/markdown; charset=utf-8',
      CacheControl: 'max-age=5',
      ContentDisposition: 'attachment; filename="a.md"',
      ContentEncoding: 'gzip',
      ContentLanguage: 'de',
      Metadata: { author: 'ann', 'two-words': 'a b' },
      StorageClass: 'STANDARD_IA',
    } as const;
    const answer = await put('given', 'hello', { ...given, Tagging: 'a=1&b=two%20words' });
    expect(answer).toMatchObject({ ETag: md5OfHello, ChecksumCRC32: 'NhCmhg==' });
    const expected = {
      ...given,
      ETag: md5OfHello,
      ContentLength: 5,
      AcceptRanges: 'bytes',
      TagCount: 2,
      LastModified: new Date(Math.floor(shop.time.at / 1000) * 1000),
    };
    expect(await head('given')).toMatchObject(expected);
    const found = await get('given');
    expect(found).toMatchObject(expected);
    expect(await found.Body?.transformToString()).toBe('hello');
  });

  it('keeps an Expires that is no date', async () => {
    await put('expires', 'a', { Expires: new Date(Date.UTC(2030, 0, 1)) });
    expect(await head('expires')).toMatchObject({ ExpiresString: 'Tue, 01 Jan 2030 00:00:00 GMT' });
  });

  it('can be empty', async () => {
    await put('empty', Buffer.alloc(0));
    expect(await head('empty')).toMatchObject({
      ContentLength: 0,
      ETag: '"d41d8cd98f00b204e9800998ecf8427e"',
    });
    expect(await text('empty')).toBe('');
    await expect(get('empty', { Range: 'bytes=0-' })).rejects.toMatchObject(refusal('InvalidRange', 416));
  });

  it('is replaced, and deleted, also if it was not there', async () => {
    await put('again', 'first');
    await put('again', 'second');
    expect(await text('again')).toBe('second');
    await shop.client.send(new DeleteObjectCommand({ Bucket, Key: 'again' }));
    await shop.client.send(new DeleteObjectCommand({ Bucket, Key: 'again' }));
    await expect(get('again')).rejects.toMatchObject(refusal('NoSuchKey', 404));
    await expect(head('again')).rejects.toMatchObject(refusal('NotFound', 404));
  });

  it('goes on being sent while it is replaced', async () => {
    const bytes = Buffer.alloc(8 * 1024 * 1024, 'x');
    await put('replaced', bytes);
    const { Body } = await get('replaced');
    await put('replaced', 'y');
    expect(Buffer.compare(Buffer.from((await Body?.transformToByteArray()) ?? []), bytes)).toBe(0);
    expect(await text('replaced')).toBe('y');
  });

  it.each([
    'a b+c&d=e%2F?#.txt',
    '../../etc/passwd',
    './a/../b',
    'a//b///c/',
    '/leading',
    '.',
    '..',
    'ünïcödé/日本語/😀',
    `tab\tquote"'<>&line\nend`,
    'x'.repeat(1024),
    `${'ü'.repeat(511)}zz`,
    'CON.txt',
    'a\u0001b',
    'constructor',
    '__proto__',
  ])('can have the key %j', async (Key) => {
    await put(Key, Key);
    expect(await text(Key)).toBe(Key);
    const { Contents } = await shop.client.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
    expect(Contents?.map((one) => one.Key)).toEqual([Key]);
    const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
    await shop.client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    expect(await text('copy')).toBe(Key);
    const { Deleted } = await shop.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }),
    );
    expect(Deleted).toEqual([{ Key }]);
    await expect(get(Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('cannot have a key or metadata that are too long', async () => {
    await expect(put('x'.repeat(1025), 'a')).rejects.toMatchObject({ name: 'KeyTooLongError' });
    const Metadata = { long: 'x'.repeat(2045) };
    await expect(put('long', 'a', { Metadata })).rejects.toMatchObject({ name: 'MetadataTooLarge' });
    await put('long', 'a', { Metadata: { long: 'x'.repeat(2044) } });
  });
});

describe('a range', () => {
  beforeAll(() => put('digits', '0123456789'));
  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=8-', '89', 'bytes 8-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-20', '0123456789', 'bytes 0-9/10'],
    ['bytes=5-100', '56789', 'bytes 5-9/10'],
  ])('%s is %s', async (Range, expected, ContentRange) => {
    const answer = await get('digits', { Range });
    expect(answer).toMatchObject({
      ContentRange,
      ContentLength: expected.length,
      $metadata: { httpStatusCode: 206 },
    });
    expect(answer.ChecksumCRC32).toBeUndefined();
    expect(await answer.Body?.transformToString()).toBe(expected);
    expect(await head('digits', { Range })).toMatchObject({ ContentLength: expected.length });
  });
  it.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])('%s is refused', async (Range) => {
    await expect(get('digits', { Range })).rejects.toMatchObject(refusal('InvalidRange', 416));
  });
  it.each(['bytes=5-3', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,4-5'])(
    '%s counts for nothing',
    async (Range) => {
      expect(await text('digits', { Range })).toBe('0123456789');
    },
  );
});

describe('a condition on a read', () => {
  beforeAll(() => put('conditional', 'hello'));
  const earlier = () => new Date(shop.time.at - 60_000);
  const later = () => new Date(shop.time.at + 60_000);
  it.each([
    ['IfMatch', () => ({ IfMatch: md5OfHello }), 200],
    ['IfMatch without quotes', () => ({ IfMatch: md5OfHello.replaceAll('"', '') }), 200],
    ['IfMatch of a list', () => ({ IfMatch: `"other", ${md5OfHello}` }), 200],
    ['IfMatch of another', () => ({ IfMatch: '"other"' }), 412],
    ['IfNoneMatch of another', () => ({ IfNoneMatch: '"other"' }), 200],
    ['IfNoneMatch', () => ({ IfNoneMatch: md5OfHello }), 304],
    ['IfNoneMatch of all', () => ({ IfNoneMatch: '*' }), 304],
    ['IfModifiedSince before', () => ({ IfModifiedSince: earlier() }), 200],
    ['IfModifiedSince after', () => ({ IfModifiedSince: later() }), 304],
    ['IfUnmodifiedSince before', () => ({ IfUnmodifiedSince: earlier() }), 412],
    ['IfUnmodifiedSince after', () => ({ IfUnmodifiedSince: later() }), 200],
    ['IfMatch over IfUnmodifiedSince', () => ({ IfMatch: md5OfHello, IfUnmodifiedSince: earlier() }), 200],
    ['IfNoneMatch over IfModifiedSince', () => ({ IfNoneMatch: '"other"', IfModifiedSince: later() }), 200],
  ])('%s', async (_, condition, status) => {
    for (const read of [get, head]) {
      const answer = read('conditional', condition());
      if (status === 200) expect((await answer).$metadata.httpStatusCode).toBe(200);
      else await expect(answer).rejects.toMatchObject({ $metadata: { httpStatusCode: status } });
    }
  });
});

describe('a condition on a write', () => {
  it('lets one of many create an object', async () => {
    const tries = Array.from({ length: 20 }, (_, n) => put('once', `${n}`, { IfNoneMatch: '*' }));
    const results = await Promise.allSettled(tries);
    const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toHaveLength(19);
    for (const error of refused) expect(error).toMatchObject(refusal('PreconditionFailed', 412));
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    expect(await text('once')).toBe(String(winner));
  });

  it('lets one of many replace what they have read', async () => {
    const { ETag } = await put('counted', '0');
    const tries = Array.from({ length: 20 }, (_, n) => put('counted', `new ${n}`, { IfMatch: ETag }));
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(put('not there', 'a', { IfMatch: ETag })).rejects.toMatchObject(refusal('NoSuchKey', 404));
    const removal = new DeleteObjectCommand({ Bucket, Key: 'counted', IfMatch: ETag });
    await expect(shop.client.send(removal)).rejects.toMatchObject(refusal('PreconditionFailed', 412));
  });
});

describe('a copy', () => {
  beforeAll(() =>
    put('original', 'hello', { ContentType: 'text/a', Metadata: { of: 'original' }, Tagging: 'a=1' }),
  );
  const copy = (Key: string, rest = {}) =>
    shop.client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/original`, ...rest }));

  it('takes over metadata and tags, or has its own', async () => {
    const { CopyObjectResult } = await copy('copy');
    expect(CopyObjectResult).toMatchObject({ ETag: md5OfHello, ChecksumCRC32: 'NhCmhg==' });
    expect(await head('copy')).toMatchObject({
      ContentType: 'text/a',
      Metadata: { of: 'original' },
      TagCount: 1,
    });
    await copy('other', {
      MetadataDirective: 'REPLACE',
      TaggingDirective: 'REPLACE',
      ContentType: 'text/b',
      Metadata: { of: 'copy' },
      ChecksumAlgorithm: 'SHA256',
    });
    const other = await head('other', { ChecksumMode: 'ENABLED' });
    expect(other).toMatchObject({ ContentType: 'text/b', Metadata: { of: 'copy' } });
    expect(other.TagCount).toBeUndefined();
    expect(other.ChecksumSHA256).toBe('LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=');
  });

  it('of itself must change something', async () => {
    await expect(copy('original')).rejects.toMatchObject({ name: 'InvalidRequest' });
    await copy('original', {
      MetadataDirective: 'REPLACE',
      ContentType: 'text/c',
      Metadata: { of: 'original' },
    });
    expect(await head('original')).toMatchObject({ ContentType: 'text/c' });
    expect(await text('original')).toBe('hello');
  });

  it('keeps to its conditions', async () => {
    await copy('conditional copy', { CopySourceIfMatch: md5OfHello });
    for (const condition of [
      { CopySourceIfMatch: '"other"' },
      { CopySourceIfNoneMatch: md5OfHello },
      { CopySourceIfUnmodifiedSince: new Date(0) },
      { IfNoneMatch: '*' },
    ]) {
      await expect(copy('conditional copy', condition)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    }
  });

  it.each([
    ['plain-bucket', 'InvalidArgument'],
    ['plain-bucket/%', 'InvalidArgument'],
    ['plain-bucket/nothing', 'NoSuchKey'],
    ['nothing/original', 'NoSuchBucket'],
  ])('of %s is refused', async (CopySource, name) => {
    await expect(copy('refused', { CopySource })).rejects.toMatchObject({ name });
  });
});

describe('many at once', () => {
  it('are deleted each on its own', async () => {
    await put('one', '1');
    const Objects = [{ Key: 'one' }, { Key: 'none' }, { Key: 'bad', VersionId: 'no such id' }];
    const answer = await shop.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted).toEqual([{ Key: 'one' }, { Key: 'none' }]);
    expect(answer.Errors).toMatchObject([{ Key: 'bad', VersionId: 'no such id', Code: 'InvalidArgument' }]);
    const quiet = { Objects: [{ Key: 'none' }], Quiet: true };
    const silence = await shop.client.send(new DeleteObjectsCommand({ Bucket, Delete: quiet }));
    expect(silence.Deleted).toBeUndefined();
  });

  it('are a thousand at most', async () => {
    const Objects = Array.from({ length: 1001 }, (_, n) => ({ Key: `${n}` }));
    const call = shop.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    await expect(call).rejects.toMatchObject({ name: 'MalformedXML' });
  });
});

describe('tags', () => {
  it('are read, replaced and deleted', async () => {
    const Key = 'tagged';
    await put(Key, 'a', { Tagging: 'a=1' });
    const tags = async () => (await shop.client.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;
    expect(await tags()).toEqual([{ Key: 'a', Value: '1' }]);
    const TagSet = [{ Key: 'b', Value: '' }];
    await shop.client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
    expect(await tags()).toEqual(TagSet);
    await shop.client.send(new DeleteObjectTaggingCommand({ Bucket, Key }));
    expect(await tags()).toEqual([]);
  });

  it.each([
    ['too many', Array.from({ length: 11 }, (_, n) => ({ Key: `${n}`, Value: '' })), 'BadRequest'],
    ['the same twice', ['1', '2'].map((Value) => ({ Key: 'a', Value })), 'InvalidTag'],
    ['a long one', [{ Key: 'a'.repeat(129), Value: '' }], 'InvalidTag'],
    ['one with a strange character', [{ Key: 'a', Value: '{}' }], 'InvalidTag'],
  ])('%s are refused', async (_, TagSet, name) => {
    await put('refused tags', 'a');
    const call = shop.client.send(
      new PutObjectTaggingCommand({ Bucket, Key: 'refused tags', Tagging: { TagSet } }),
    );
    await expect(call).rejects.toMatchObject({ name });
  });
});

it('tells the attributes that are asked for', async () => {
  await put('attributes', 'hello');
  const attributes = (ObjectAttributes: ('ETag' | 'ObjectSize' | 'Checksum' | 'StorageClass')[]) =>
    shop.client.send(new GetObjectAttributesCommand({ Bucket, Key: 'attributes', ObjectAttributes }));
  expect(await attributes(['ETag', 'ObjectSize', 'Checksum', 'StorageClass'])).toMatchObject({
    ETag: md5OfHello.replaceAll('"', ''),
    ObjectSize: 5,
    StorageClass: 'STANDARD',
    Checksum: { ChecksumCRC32: 'NhCmhg==', ChecksumType: 'FULL_OBJECT' },
  });
  expect((await attributes(['ETag'])).ObjectSize).toBeUndefined();
});

it.each([
  [
    'GetBucketPolicy',
    () => shop.client.send(new GetBucketPolicyCommand({ Bucket })),
    'GetBucketPolicy of s3',
  ],
  [
    'a customer key',
    () => put('sse-c', 'a', { SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'a'.repeat(32) }),
    'encryption with a customer',
  ],
  ['object lock', () => put('lock', 'a', { ObjectLockLegalHoldStatus: 'ON' }), 'object lock'],
  ['an archive', () => put('ice', 'a', { StorageClass: 'DEEP_ARCHIVE' }), 'the storage class DEEP_ARCHIVE'],
])('says that it does not implement %s', async (_, call, what) => {
  await expect(call()).rejects.toMatchObject({
    ...refusal('NotImplemented', 501),
    message: expect.stringContaining(`The emulator does not implement ${what}`),
  });
});

it('refuses access lists, as buckets do since 2023', async () => {
  await expect(put('acl', 'a', { ACL: 'public-read' })).rejects.toMatchObject({
    name: 'AccessControlListNotSupported',
  });
  await put('acl', 'a', { ACL: 'bucket-owner-full-control' });
});

it('keeps everything over a restart', async () => {
  await put('kept', 'hello', { Metadata: { a: 'b' } });
  await shop.restart();
  expect(await text('kept')).toBe('hello');
  expect(await head('kept')).toMatchObject({ Metadata: { a: 'b' }, ETag: md5OfHello });
});
