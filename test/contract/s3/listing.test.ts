import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { openS3Shop, plainBucket, type S3Shop } from '../../kit/s3-shop';

let shop: S3Shop;
beforeAll(async () => {
  shop = await openS3Shop();
});
afterAll(() => shop.close());

const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

interface Query {
  readonly prefix: string;
  readonly delimiter: string;
  readonly startAfter: string;
}

/** What S3 documents of a listing, on a plain array: keys sorted by their bytes, common prefixes among them. */
function expectedNames(keys: readonly string[], { prefix, delimiter, startAfter }: Query): string[] {
  const names = keys
    .filter((key) => key.startsWith(prefix) && (startAfter === '' || bytewise(key, startAfter) > 0))
    .map((key) => {
      const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      return at < 0 ? key : key.slice(0, at + delimiter.length);
    });
  return [...new Set(names)].sort(bytewise);
}

/** Page by page; the names of each page must be sorted with those before. */
async function listed(Bucket: string, { prefix, delimiter, startAfter }: Query, MaxKeys: number) {
  const names: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await shop.client.send(
      new ListObjectsV2Command({
        Bucket,
        Prefix: prefix,
        ...(delimiter && { Delimiter: delimiter }),
        ...(startAfter && { StartAfter: startAfter }),
        MaxKeys,
        ContinuationToken,
      }),
    );
    const contents = (page.Contents ?? []).map(({ Key = '' }) => Key);
    const prefixes = (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix);
    expect(page.KeyCount).toBe(contents.length + prefixes.length);
    expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
    names.push(...[...contents, ...prefixes].sort(bytewise));
    ContinuationToken = page.NextContinuationToken;
    expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
  } while (ContinuationToken);
  return names;
}

/** The first version of the listing, which goes on from NextMarker or the last key. */
async function listedV1(Bucket: string, { prefix, delimiter }: Query, MaxKeys: number) {
  const names: string[] = [];
  let Marker: string | undefined;
  for (;;) {
    const page = await shop.client.send(
      new ListObjectsCommand({
        Bucket,
        Prefix: prefix,
        ...(delimiter && { Delimiter: delimiter }),
        MaxKeys,
        Marker,
      }),
    );
    const contents = (page.Contents ?? []).map(({ Key = '' }) => Key);
    const prefixes = (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix);
    names.push(...[...contents, ...prefixes].sort(bytewise));
    if (!page.IsTruncated) return names;
    expect(page.NextMarker === undefined).toBe(delimiter === '');
    Marker = page.NextMarker ?? contents.at(-1);
  }
}

/** Few characters, so that keys share beginnings; some whose sequence in UTF-16 is another than in UTF-8. */
const unit = fc.constantFrom('a', 'b', '/', '-', '.', 'é', '\uffee', '😀', '\u{10ffff}', ' ', '%', '\0');
const key = fc.string({ unit, minLength: 1, maxLength: 5 });
const query = fc.record({
  prefix: fc.oneof(fc.constant(''), fc.string({ unit, maxLength: 2 })),
  delimiter: fc.constantFrom('', '/', 'a', '-.'),
  startAfter: fc.oneof(fc.constant(''), fc.string({ unit, maxLength: 3 })),
});
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('put' as const), key, body: fc.string({ maxLength: 8 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('copy' as const), key, to: key }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('list' as const), query, size: fc.integer({ min: 1, max: 4 }) }),
  },
);

it('does what a sorted map would, whatever is put, copied, deleted and listed', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      run++;
      const Bucket = `model-${run}`;
      await shop.client.send(new CreateBucketCommand({ Bucket }));
      const model = new Map<string, string>();
      for (const one of steps) {
        if (one.do === 'put') {
          await shop.client.send(new PutObjectCommand({ Bucket, Key: one.key, Body: Buffer.from(one.body) }));
          model.set(one.key, one.body);
        } else if (one.do === 'delete') {
          await shop.client.send(new DeleteObjectCommand({ Bucket, Key: one.key }));
          model.delete(one.key);
        } else if (one.do === 'copy') {
          const CopySource = encodeURIComponent(`${Bucket}/${one.key}`);
          const body = model.get(one.key);
          const copied = shop.client.send(
            new CopyObjectCommand({ Bucket, Key: one.to, CopySource, MetadataDirective: 'REPLACE' }),
          );
          if (body === undefined) await expect(copied).rejects.toMatchObject({ name: 'NoSuchKey' });
          else {
            await copied;
            model.set(one.to, body);
          }
        } else {
          const expected = expectedNames([...model.keys()], one.query);
          expect(await listed(Bucket, one.query, one.size)).toEqual(expected);
          const fromStart = expectedNames([...model.keys()], { ...one.query, startAfter: '' });
          expect(await listedV1(Bucket, one.query, one.size)).toEqual(fromStart);
        }
      }
      const all = { prefix: '', delimiter: '', startAfter: '' };
      expect(await listed(Bucket, all, 3)).toEqual(expectedNames([...model.keys()], all));
      for (const [Key, body] of model) {
        const { Body } = await shop.client.send(new GetObjectCommand({ Bucket, Key }));
        expect(await Body?.transformToString()).toBe(body);
      }
    }),
    { numRuns: 40 },
  );
  expect(run).toBe(40);
});

describe('a listing', () => {
  const Bucket = plainBucket;
  const Key = 'enc/a b+c%20é&<>"\'😀*(1)!.txt';
  beforeAll(async () => {
    await shop.client.send(new PutObjectCommand({ Bucket, Key, Body: 'a' }));
  });

  it('spells keys as in a URL if it is asked to', async () => {
    const input = { Bucket, Prefix: 'enc/a b', EncodingType: 'url', Delimiter: ' ' } as const;
    const page = await shop.client.send(new ListObjectsV2Command({ ...input, Delimiter: '|' }));
    const spelled = page.Contents?.[0]?.Key ?? '';
    expect(spelled).toMatch(/^enc\/[A-Za-z0-9%._-]+$/);
    expect(decodeURIComponent(spelled)).toBe(Key);
    expect(page).toMatchObject({ Prefix: 'enc/a%20b', Delimiter: '%7C', EncodingType: 'url' });
    const plain = await shop.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'enc/' }));
    expect(plain.Contents?.[0]?.Key).toBe(Key);
  });

  it('tells the owner only if it is asked to', async () => {
    const owner = async (FetchOwner: boolean) =>
      (await shop.client.send(new ListObjectsV2Command({ Bucket, FetchOwner }))).Contents?.[0]?.Owner;
    expect(await owner(true)).toEqual({ ID: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await owner(false)).toBeUndefined();
  });

  it.each([
    ['of no keys', { MaxKeys: 0 }, { KeyCount: 0, IsTruncated: false }],
    ['of more than a thousand keys', { MaxKeys: 5000 }, { MaxKeys: 1000 }],
  ])('%s', async (_, input, expected) => {
    expect(await shop.client.send(new ListObjectsV2Command({ Bucket, ...input }))).toMatchObject(expected);
  });

  it.each([
    ['a negative number of keys', { MaxKeys: -1 }],
    ['another encoding', { EncodingType: 'base64' as 'url' }],
    ['a token that none gave out', { ContinuationToken: 'nonsense' }],
  ])('is refused with %s', async (_, input) => {
    const call = shop.client.send(new ListObjectsV2Command({ Bucket, ...input }));
    await expect(call).rejects.toMatchObject({ name: 'InvalidArgument', $metadata: { httpStatusCode: 400 } });
  });
});
