import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { plainBucket as Bucket, openS3Shop, type S3Shop } from '../../kit/s3-shop';

let shop: S3Shop;
beforeAll(async () => {
  shop = await openS3Shop();
});
afterAll(() => shop.close());

const megabyte = 1024 * 1024;
const big = randomBytes(5 * megabyte);
const small = Buffer.from('the end');
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();

const create = async (Key: string, rest: Partial<CreateMultipartUploadCommandInput> = {}) =>
  (await shop.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...rest }))).UploadId ?? '';
const upload = async (
  Key: string,
  UploadId: string,
  PartNumber: number,
  Body: Buffer,
  ChecksumAlgorithm?: 'SHA256' | 'CRC32',
): Promise<CompletedPart> => {
  const { ETag, ChecksumCRC32, ChecksumSHA256 } = await shop.client.send(
    new UploadPartCommand({
      Bucket,
      Key,
      UploadId,
      PartNumber,
      Body,
      ...(ChecksumAlgorithm && { ChecksumAlgorithm }),
    }),
  );
  return { ETag, PartNumber, ChecksumCRC32, ChecksumSHA256 };
};
const complete = (Key: string, UploadId: string, Parts: CompletedPart[], rest = {}) =>
  shop.client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...rest }),
  );
const bytesOf = async (Key: string, rest = {}) => {
  const { Body } = await shop.client.send(new GetObjectCommand({ Bucket, Key, ...rest }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};
const filesOnDisk = () =>
  readdirSync(path.join(shop.directory, 'desk', 's3', 'bodies'), {
    recursive: true,
    withFileTypes: true,
  }).filter((entry) => entry.isFile()).length;

it('puts parts together that came in any sequence', async () => {
  const Key = 'parts';
  const UploadId = await create(Key, { ContentType: 'text/x', Metadata: { a: 'b' } });
  const last = await upload(Key, UploadId, 2, small);
  await upload(Key, UploadId, 1, small);
  const first = await upload(Key, UploadId, 1, big);
  const answer = await complete(Key, UploadId, [first, last]);
  const ETag = `"${md5(Buffer.concat([md5(big), md5(small)])).toString('hex')}-2"`;
  expect(answer).toMatchObject({ ETag, Key, Bucket });
  const whole = Buffer.concat([big, small]);
  expect((await bytesOf(Key)).equals(whole)).toBe(true);
  expect((await bytesOf(Key, { Range: `bytes=${big.length - 3}-${big.length + 2}` })).toString('hex')).toBe(
    whole.subarray(big.length - 3, big.length + 3).toString('hex'),
  );
  expect((await bytesOf(Key, { PartNumber: 2 })).equals(small)).toBe(true);
  expect(await shop.client.send(new HeadObjectCommand({ Bucket, Key, PartNumber: 2 }))).toMatchObject({
    ETag,
    PartsCount: 2,
    ContentLength: small.length,
    ContentType: 'text/x',
    Metadata: { a: 'b' },
  });
  const beyond = shop.client.send(new GetObjectCommand({ Bucket, Key, PartNumber: 3 }));
  await expect(beyond).rejects.toMatchObject({ name: 'InvalidPartNumber' });
});

it.each([
  ['SHA256', undefined, 'COMPOSITE'],
  ['CRC32', undefined, 'COMPOSITE'],
  ['CRC32', 'FULL_OBJECT', 'FULL_OBJECT'],
] as const)('makes a checksum of %s and %s', async (ChecksumAlgorithm, ChecksumType, expected) => {
  const Key = `checksum-${ChecksumAlgorithm}-${expected}`;
  const UploadId = await create(Key, { ChecksumAlgorithm, ...(ChecksumType && { ChecksumType }) });
  const parts = [
    await upload(Key, UploadId, 1, big, ChecksumAlgorithm),
    await upload(Key, UploadId, 2, small, ChecksumAlgorithm),
  ];
  const member = `Checksum${ChecksumAlgorithm}` as const;
  const answer = await complete(Key, UploadId, parts);
  expect(answer.ChecksumType).toBe(expected);
  if (expected === 'COMPOSITE') expect(answer[member]).toMatch(/^[A-Za-z0-9+/]+=*-2$/);
  if (ChecksumAlgorithm === 'SHA256') {
    const digests = parts.map(({ ChecksumSHA256 = '' }) => Buffer.from(ChecksumSHA256, 'base64'));
    const value = createHash('sha256').update(Buffer.concat(digests)).digest('base64');
    expect(answer.ChecksumSHA256).toBe(`${value}-2`);
  }
  if (expected === 'FULL_OBJECT') {
    const whole = { Bucket, Key: 'whole', Body: Buffer.concat([big, small]) };
    expect(answer.ChecksumCRC32).toBe((await shop.client.send(new PutObjectCommand(whole))).ChecksumCRC32);
  }
  const attributes = await shop.client.send(
    new GetObjectAttributesCommand({
      Bucket,
      Key,
      ObjectAttributes: ['ObjectParts', 'Checksum'],
      MaxParts: 1,
    }),
  );
  expect(attributes).toMatchObject({
    Checksum: { [member]: answer[member], ChecksumType: expected },
    ObjectParts: {
      TotalPartsCount: 2,
      ...(expected === 'COMPOSITE' && {
        IsTruncated: true,
        NextPartNumberMarker: '1',
        Parts: [{ PartNumber: 1, Size: big.length, [member]: parts[0]?.[member] }],
      }),
    },
  });
  // The SDK verifies what it reads against the checksum of the whole, or of the part.
  expect((await bytesOf(Key)).length).toBe(big.length + small.length);
  expect((await bytesOf(Key, { PartNumber: 1 })).equals(big)).toBe(true);
});

describe('refuses to complete', () => {
  const Key = 'refused';
  it.each([
    ['without parts', () => [], 'MalformedXML'],
    ['an unknown part', (one: CompletedPart) => [one, { ...one, PartNumber: 3 }], 'InvalidPart'],
    ['a part with another ETag', (one: CompletedPart) => [{ ...one, ETag: '"a"' }], 'InvalidPart'],
    ['parts that go back', (one: CompletedPart, two: CompletedPart) => [two, one], 'InvalidPartOrder'],
    [
      'a small part before the last',
      (one: CompletedPart, two: CompletedPart) => [one, two],
      'EntityTooSmall',
    ],
  ])('%s', async (_, choose, name) => {
    const UploadId = await create(Key);
    const one = await upload(Key, UploadId, 1, small);
    const two = await upload(Key, UploadId, 2, small);
    await expect(complete(Key, UploadId, choose(one, two))).rejects.toMatchObject({ name });
    await complete(Key, UploadId, [one]);
    await expect(complete(Key, UploadId, [one])).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('what must not be there, or has another size', async () => {
    const UploadId = await create(Key);
    const part = await upload(Key, UploadId, 1, small);
    await expect(complete(Key, UploadId, [part], { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(complete(Key, UploadId, [part], { MpuObjectSize: 1 })).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
    await complete(Key, UploadId, [part], { MpuObjectSize: small.length });
  });
});

it('refuses a part of another algorithm, number or upload', async () => {
  const Key = 'wrong-parts';
  const UploadId = await create(Key, { ChecksumAlgorithm: 'SHA256' });
  await expect(upload(Key, UploadId, 1, small, 'CRC32')).rejects.toMatchObject({ name: 'InvalidRequest' });
  await expect(upload(Key, UploadId, 0, small, 'SHA256')).rejects.toMatchObject({ name: 'InvalidArgument' });
  await expect(upload(Key, UploadId, 10_001, small, 'SHA256')).rejects.toMatchObject({
    name: 'InvalidArgument',
  });
  await expect(upload(Key, 'nothing', 1, small)).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

it('copies parts, whole or a range', async () => {
  const Key = 'copied-parts';
  await shop.client.send(new PutObjectCommand({ Bucket, Key: 'big', Body: big }));
  const UploadId = await create(Key);
  const copy = async (PartNumber: number, CopySourceRange?: string): Promise<CompletedPart> => {
    const input = { Bucket, Key, UploadId, PartNumber, CopySource: `${Bucket}/big`, CopySourceRange };
    const { CopyPartResult } = await shop.client.send(new UploadPartCopyCommand(input));
    return { PartNumber, ETag: CopyPartResult?.ETag, ChecksumCRC32: CopyPartResult?.ChecksumCRC32 };
  };
  await expect(copy(2, 'bytes=0-99999999')).rejects.toMatchObject({ name: 'InvalidRange' });
  await expect(copy(2, 'bytes=5-')).rejects.toMatchObject({ name: 'InvalidArgument' });
  await complete(Key, UploadId, [await copy(1), await copy(2, 'bytes=1-4')]);
  expect((await bytesOf(Key)).equals(Buffer.concat([big, big.subarray(1, 5)]))).toBe(true);
});

it('lists parts and uploads page by page, and leaves nothing of what is aborted', async () => {
  const before = filesOnDisk();
  const ids = { a: await create('list/a'), b: await create('list/b'), sub: await create('list/sub/c') };
  for (const number of [3, 1, 2]) await upload('list/a', ids.a, number, Buffer.alloc(20_000, number));
  const parts = { Bucket, Key: 'list/a', UploadId: ids.a };
  const page = await shop.client.send(new ListPartsCommand({ ...parts, MaxParts: 2 }));
  expect(page).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' });
  expect(page.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [1, 20_000],
    [2, 20_000],
  ]);
  const rest = await shop.client.send(new ListPartsCommand({ ...parts, PartNumberMarker: '2' }));
  expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 3 }] });

  const uploads = (input: object) =>
    shop.client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'list/', ...input }));
  const first = await uploads({ MaxUploads: 1, Delimiter: '/' });
  expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: 'list/a', NextUploadIdMarker: ids.a });
  const second = await uploads({ Delimiter: '/', KeyMarker: 'list/a', UploadIdMarker: ids.a });
  expect(second.Uploads?.map(({ UploadId }) => UploadId)).toEqual([ids.b]);
  expect(second.CommonPrefixes).toEqual([{ Prefix: 'list/sub/' }]);

  for (const [name, UploadId] of Object.entries(ids)) {
    const Key = name === 'sub' ? 'list/sub/c' : `list/${name}`;
    await shop.client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
  expect((await uploads({})).Uploads).toBeUndefined();
  expect(filesOnDisk()).toBe(before);
  const again = new AbortMultipartUploadCommand({ Bucket, Key: 'list/a', UploadId: ids.a });
  await expect(shop.client.send(again)).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

it('keeps an upload over a restart', async () => {
  const Key = 'restarted';
  const UploadId = await create(Key);
  const first = await upload(Key, UploadId, 1, big);
  await shop.restart();
  await complete(Key, UploadId, [first, await upload(Key, UploadId, 2, small)]);
  expect((await bytesOf(Key)).equals(Buffer.concat([big, small]))).toBe(true);
});

it("takes what the SDK's own uploader sends", async () => {
  const bytes = randomBytes(12 * megabyte);
  const Body = Readable.from([bytes.subarray(0, 7 * megabyte), bytes.subarray(7 * megabyte)]);
  const uploader = new Upload({ client: shop.client, params: { Bucket, Key: 'uploader', Body } });
  expect(await uploader.done()).toMatchObject({ ETag: expect.stringMatching(/-3"$/) });
  expect((await bytesOf('uploader')).equals(bytes)).toBe(true);
});
