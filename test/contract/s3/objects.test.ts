import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketPolicyCommand,
  GetObjectAttributesCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { plainBucket as Bucket, openS3Shop, type S3Shop } from '../../kit/s3-shop';
import { md5OfHello, refusal } from './expected';

let shop: S3Shop;
beforeAll(async () => {
  shop = await openS3Shop();
});
afterAll(() => shop.close());

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
    const answer = await shop.put('given', 'hello', { ...given, Tagging: 'a=1&b=two%20words' });
    expect(answer).toMatchObject({ ETag: md5OfHello, ChecksumCRC32: 'NhCmhg==' });
    const expected = {
      ...given,
      ETag: md5OfHello,
      ContentLength: 5,
      AcceptRanges: 'bytes',
      TagCount: 2,
      LastModified: new Date(Math.floor(shop.time.at / 1000) * 1000),
    };
    expect(await shop.head('given')).toMatchObject(expected);
    const found = await shop.get('given');
    expect(found).toMatchObject(expected);
    expect(await found.Body?.transformToString()).toBe('hello');
  });

  it('keeps an Expires that is no date', async () => {
    await shop.put('expires', 'a', { Expires: new Date(Date.UTC(2030, 0, 1)) });
    expect(await shop.head('expires')).toMatchObject({ ExpiresString: 'Tue, 01 Jan 2030 00:00:00 GMT' });
  });

  it('can be empty', async () => {
    await shop.put('empty', Buffer.alloc(0));
    expect(await shop.head('empty')).toMatchObject({
      ContentLength: 0,
      ETag: '"d41d8cd98f00b204e9800998ecf8427e"',
    });
    expect(await shop.text('empty')).toBe('');
    await expect(shop.get('empty', { Range: 'bytes=0-' })).rejects.toMatchObject(
      refusal('InvalidRange', 416),
    );
  });

  it('is replaced, and deleted, also if it was not there', async () => {
    await shop.put('again', 'first');
    await shop.put('again', 'second');
    expect(await shop.text('again')).toBe('second');
    await shop.client.send(new DeleteObjectCommand({ Bucket, Key: 'again' }));
    await shop.client.send(new DeleteObjectCommand({ Bucket, Key: 'again' }));
    await expect(shop.get('again')).rejects.toMatchObject(refusal('NoSuchKey', 404));
    await expect(shop.head('again')).rejects.toMatchObject(refusal('NotFound', 404));
  });

  it('goes on being sent while it is replaced', async () => {
    const bytes = Buffer.alloc(8 * 1024 * 1024, 'x');
    await shop.put('replaced', bytes);
    const { Body } = await shop.get('replaced');
    await shop.put('replaced', 'y');
    expect(Buffer.compare(Buffer.from((await Body?.transformToByteArray()) ?? []), bytes)).toBe(0);
    expect(await shop.text('replaced')).toBe('y');
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
    await shop.put(Key, Key);
    expect(await shop.text(Key)).toBe(Key);
    const { Contents } = await shop.client.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
    expect(Contents?.map((one) => one.Key)).toEqual([Key]);
    const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
    await shop.client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    expect(await shop.text('copy')).toBe(Key);
    const { Deleted } = await shop.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }),
    );
    expect(Deleted).toEqual([{ Key }]);
    await expect(shop.get(Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('cannot have a key or metadata that are too long', async () => {
    await expect(shop.put('x'.repeat(1025), 'a')).rejects.toMatchObject({ name: 'KeyTooLongError' });
    const Metadata = { long: 'x'.repeat(2045) };
    await expect(shop.put('long', 'a', { Metadata })).rejects.toMatchObject({ name: 'MetadataTooLarge' });
    await shop.put('long', 'a', { Metadata: { long: 'x'.repeat(2044) } });
  });
});

describe('a range', () => {
  beforeAll(() => shop.put('digits', '0123456789'));
  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=8-', '89', 'bytes 8-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-20', '0123456789', 'bytes 0-9/10'],
    ['bytes=5-100', '56789', 'bytes 5-9/10'],
  ])('%s is %s', async (Range, expected, ContentRange) => {
    const answer = await shop.get('digits', { Range });
    expect(answer).toMatchObject({
      ContentRange,
      ContentLength: expected.length,
      $metadata: { httpStatusCode: 206 },
    });
    expect(answer.ChecksumCRC32).toBeUndefined();
    expect(await answer.Body?.transformToString()).toBe(expected);
    expect(await shop.head('digits', { Range })).toMatchObject({ ContentLength: expected.length });
  });
  it.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])('%s is refused', async (Range) => {
    await expect(shop.get('digits', { Range })).rejects.toMatchObject(refusal('InvalidRange', 416));
  });
  it.each(['bytes=5-3', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,4-5'])(
    '%s counts for nothing',
    async (Range) => {
      expect(await shop.text('digits', { Range })).toBe('0123456789');
    },
  );
});

describe('many at once', () => {
  it('are deleted each on its own', async () => {
    await shop.put('one', '1');
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
    await shop.put(Key, 'a', { Tagging: 'a=1' });
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
    await shop.put('refused tags', 'a');
    const call = shop.client.send(
      new PutObjectTaggingCommand({ Bucket, Key: 'refused tags', Tagging: { TagSet } }),
    );
    await expect(call).rejects.toMatchObject({ name });
  });
});

it('tells the attributes that are asked for', async () => {
  await shop.put('attributes', 'hello');
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
    () => shop.put('sse-c', 'a', { SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'a'.repeat(32) }),
    'encryption with a customer',
  ],
  ['object lock', () => shop.put('lock', 'a', { ObjectLockLegalHoldStatus: 'ON' }), 'object lock'],
  [
    'an archive',
    () => shop.put('ice', 'a', { StorageClass: 'DEEP_ARCHIVE' }),
    'the storage class DEEP_ARCHIVE',
  ],
])('says that it does not implement %s', async (_, call, what) => {
  await expect(call()).rejects.toMatchObject({
    ...refusal('NotImplemented', 501),
    message: expect.stringContaining(`The emulator does not implement ${what}`),
  });
});

it('refuses access lists, as buckets do since 2023', async () => {
  await expect(shop.put('acl', 'a', { ACL: 'public-read' })).rejects.toMatchObject({
    name: 'AccessControlListNotSupported',
  });
  await shop.put('acl', 'a', { ACL: 'bucket-owner-full-control' });
});

it('keeps everything over a restart', async () => {
  await shop.put('kept', 'hello', { Metadata: { a: 'b' } });
  await shop.restart();
  expect(await shop.text('kept')).toBe('hello');
  expect(await shop.head('kept')).toMatchObject({ Metadata: { a: 'b' }, ETag: md5OfHello });
});
