import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  paginateListBuckets,
} from '@aws-sdk/client-s3';
import { openS3Shop, plainBucket, type S3Shop, versionedBucket } from '../../kit/s3-shop';
import { refusal } from './expected';

let shop: S3Shop;
beforeAll(async () => {
  shop = await openS3Shop();
});
afterAll(() => shop.close());

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
    await shop.put('a', 'b', { Bucket: name });
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
    const call = shop.client.send(
      new HeadBucketCommand({ Bucket: plainBucket, ExpectedBucketOwner: '999999999999' }),
    );
    await expect(call).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    await shop.client.send(
      new HeadBucketCommand({ Bucket: plainBucket, ExpectedBucketOwner: '000000000000' }),
    );
  });
});
