import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Xxh3_64, Xxh3_128, Xxh64 } from '@aws-sdk/checksums/xxh';
import {
  type ChecksumAlgorithm,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { plainBucket as Bucket, openS3Shop, type S3Shop } from '../../kit/s3-shop';

let shop: S3Shop;
beforeAll(async () => {
  shop = await openS3Shop();
});
afterAll(() => shop.close());

const Body = '123456789';
const xxh = async (hash: { update(bytes: Uint8Array): void; digest(): Promise<Uint8Array> }) => {
  hash.update(Buffer.from(Body));
  return Buffer.from(await hash.digest()).toString('base64');
};
const digest = (name: string) => createHash(name).update(Body).digest('base64');

/** The CRCs' check values are those that their definitions publish for these nine digits. */
const checksums: readonly (readonly [ChecksumAlgorithm, () => Promise<string> | string])[] = [
  ['CRC32', () => Buffer.from('cbf43926', 'hex').toString('base64')],
  ['CRC32C', () => Buffer.from('e3069283', 'hex').toString('base64')],
  ['CRC64NVME', () => Buffer.from('ae8b14860a799888', 'hex').toString('base64')],
  ['SHA1', () => digest('sha1')],
  ['SHA256', () => digest('sha256')],
  ['SHA512', () => digest('sha512')],
  ['MD5', () => digest('md5')],
  ['XXHASH64', () => xxh(new Xxh64())],
  ['XXHASH3', () => xxh(new Xxh3_64())],
  ['XXHASH128', () => xxh(new Xxh3_128())],
];

describe.each(checksums)('%s', (algorithm, expected) => {
  const member = `Checksum${algorithm}` as const;
  const put = (value: string) =>
    shop.client.send(new PutObjectCommand({ Bucket, Key: algorithm, Body, [member]: value }));
  const read = (ChecksumMode?: 'ENABLED') => {
    // The SDK by itself would verify a body, and it has not all of these algorithms.
    return shop.client.send(new HeadObjectCommand({ Bucket, Key: algorithm, ChecksumMode }));
  };

  it('in a header is verified, kept, and told to whom asks', async () => {
    const value = await expected();
    expect(await put(value)).toMatchObject({ [member]: value, ChecksumType: 'FULL_OBJECT' });
    expect(await read('ENABLED')).toMatchObject({ [member]: value, ChecksumType: 'FULL_OBJECT' });
    expect((await read())[member]).toBeUndefined();
  });

  it('that does not match is refused, and what was there stays', async () => {
    await put(await expected());
    const wrong = Buffer.from(await expected(), 'base64');
    wrong[0] = (wrong[0] ?? 0) ^ 1;
    await expect(put(wrong.toString('base64'))).rejects.toMatchObject({
      name: 'BadDigest',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(put('AAA=')).rejects.toMatchObject({ name: 'InvalidRequest' });
    expect(await read('ENABLED')).toMatchObject({ [member]: await expected() });
  });
});

describe.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
  '%s, computed by the SDK',
  (ChecksumAlgorithm) => {
    it('comes in a trailer of a stream, and the SDK verifies what it reads', async () => {
      const bytes = Buffer.alloc(300_000, 'abc');
      const stream = Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]);
      const Key = `stream ${ChecksumAlgorithm}`;
      const sent = await shop.client.send(
        new PutObjectCommand({ Bucket, Key, Body: stream, ContentLength: bytes.length, ChecksumAlgorithm }),
      );
      expect(sent[`Checksum${ChecksumAlgorithm}`]).toEqual(expect.any(String));
      const { Body: body, ContentEncoding } = await shop.client.send(new GetObjectCommand({ Bucket, Key }));
      expect(ContentEncoding).toBeUndefined();
      expect(Buffer.from((await body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    });
  },
);

it('adds CRC64NVME where the client sends none', async () => {
  const client = shop.newClient({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  const sent = await client.send(new PutObjectCommand({ Bucket, Key: 'none', Body }));
  expect(sent).toMatchObject({ ChecksumCRC64NVME: 'rosUhgp5mIg=', ChecksumType: 'FULL_OBJECT' });
});

it('verifies Content-MD5', async () => {
  const put = (ContentMD5: string) =>
    shop.client.send(new PutObjectCommand({ Bucket, Key: 'md5', Body, ContentMD5 }));
  await put(digest('md5'));
  await expect(put(createHash('md5').digest('base64'))).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(put('nonsense')).rejects.toMatchObject({ name: 'InvalidDigest' });
});
