import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { plainBucket as Bucket, openS3Shop, type S3Shop } from '../../kit/s3-shop';
import { md5OfHello, refusal } from './expected';

let shop: S3Shop;
beforeAll(async () => {
  shop = await openS3Shop();
});
afterAll(() => shop.close());

describe('a condition on a read', () => {
  beforeAll(() => shop.put('conditional', 'hello'));
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
    for (const read of [shop.get, shop.head]) {
      const answer = read('conditional', condition());
      if (status === 200) expect((await answer).$metadata.httpStatusCode).toBe(200);
      else await expect(answer).rejects.toMatchObject({ $metadata: { httpStatusCode: status } });
    }
  });
});

describe('a condition on a write', () => {
  it('lets one of many create an object', async () => {
    const tries = Array.from({ length: 20 }, (_, n) => shop.put('once', `${n}`, { IfNoneMatch: '*' }));
    const results = await Promise.allSettled(tries);
    const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toHaveLength(19);
    for (const error of refused) expect(error).toMatchObject(refusal('PreconditionFailed', 412));
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    expect(await shop.text('once')).toBe(String(winner));
  });

  it('lets one of many replace what they have read', async () => {
    const { ETag } = await shop.put('counted', '0');
    const tries = Array.from({ length: 20 }, (_, n) => shop.put('counted', `new ${n}`, { IfMatch: ETag }));
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(shop.put('not there', 'a', { IfMatch: ETag })).rejects.toMatchObject(
      refusal('NoSuchKey', 404),
    );
    const removal = new DeleteObjectCommand({ Bucket, Key: 'counted', IfMatch: ETag });
    await expect(shop.client.send(removal)).rejects.toMatchObject(refusal('PreconditionFailed', 412));
  });
});
