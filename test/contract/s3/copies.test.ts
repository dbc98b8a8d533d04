import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { plainBucket as Bucket, openS3Shop, type S3Shop } from '../../kit/s3-shop';
import { md5OfHello } from './expected';

let shop: S3Shop;
beforeAll(async () => {
  shop = await openS3Shop();
});
afterAll(() => shop.close());

describe('a copy', () => {
  beforeAll(() =>
    shop.put('original', 'hello', { ContentType: 'text/a', Metadata: { of: 'original' }, Tagging: 'a=1' }),
  );
  const copy = (Key: string, rest = {}) =>
    shop.client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/original`, ...rest }));

  it('takes over metadata and tags, or has its own', async () => {
    const { CopyObjectResult } = await copy('copy');
    expect(CopyObjectResult).toMatchObject({ ETag: md5OfHello, ChecksumCRC32: 'NhCmhg==' });
    expect(await shop.head('copy')).toMatchObject({
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
    const other = await shop.head('other', { ChecksumMode: 'ENABLED' });
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
    expect(await shop.head('original')).toMatchObject({ ContentType: 'text/c' });
    expect(await shop.text('original')).toBe('hello');
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
