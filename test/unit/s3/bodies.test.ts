import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import fc from 'fast-check';
import type { ObjectRecord, PartRecord } from '../../../emulator/s3/store/records';
import { S3Store } from '../../../emulator/s3/store/s3-store';

const bucket = 'bucket';
let directory: string;
let ids = 0;
const open = () =>
  S3Store.open({
    directory,
    clock: { now: () => 0 },
    newId: () => `00000000-0000-0000-0000-${String(++ids).padStart(12, '0')}`,
  });
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 's3-bodies-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function* bytesOf(size: number) {
  for (let left = size; left > 0; left -= 10_000) yield Buffer.alloc(Math.min(left, 10_000), 'x');
}
const description = { headers: {}, metadata: {}, tags: [] };
const contentOf = async (store: S3Store, size: number) => ({
  ...description,
  size,
  etag: 'e',
  checksum: { algorithm: 'CRC32', value: 'c', type: 'FULL_OBJECT' } as const,
  segments: await store.bodies.write(bytesOf(size)),
});
const put = async (store: S3Store, key: string, size: number) =>
  store.objects.publish(bucket, key, await contentOf(store, size));

/** The bodies that there are, and those that records name. */
async function bodies({ database }: S3Store) {
  const named = new Set<string>();
  const name = (record: ObjectRecord | PartRecord) => {
    for (const { file } of 'segments' in record ? record.segments : []) named.add(file);
  };
  for await (const record of database.versions.values()) name(record);
  for await (const record of database.parts.values()) name(record);
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && path.relative(directory, entry.parentPath).startsWith('bodies'))
    .map((entry) => entry.name);
  const there = [...files, ...(await database.small.keys().all())];
  return {
    named: [...named].sort(),
    there: there.sort(),
    unreferenced: await database.unreferenced.keys().all(),
  };
}

const small = 100;
const large = 50_000;
const size = fc.constantFrom(0, small, 16 * 1024, 16 * 1024 + 1, large);
const key = fc.constantFrom('a', 'b');
const step = fc.oneof(
  fc.record({ do: fc.constant('put' as const), key, size }),
  fc.record({ do: fc.constant('refused put' as const), key, size }),
  fc.record({ do: fc.constant('broken put' as const), size }),
  fc.record({ do: fc.constant('remove' as const), key }),
  fc.record({ do: fc.constant('remove oldest' as const), key }),
  fc.record({ do: fc.constant('upload' as const), size, isAborted: fc.boolean() }),
  fc.record({
    do: fc.constant('versioning' as const),
    status: fc.constantFrom('Enabled' as const, 'Suspended' as const),
  }),
  fc.record({ do: fc.constant('reopen' as const) }),
);

it('leaves the bodies that records name and no others, whatever is written and deleted', async () => {
  let store = await open();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const Bucket = `${bucket}-${++run}`;
      await store.buckets.create(Bucket);
      for (const one of steps) {
        if (one.do === 'put') {
          await store.objects.publish(Bucket, one.key, await contentOf(store, one.size));
        } else if (one.do === 'refused put') {
          const content = await contentOf(store, one.size);
          const refused = store.objects.publish(Bucket, one.key, content, {
            condition: { IfMatch: 'other' },
          });
          await expect(refused).rejects.toThrow();
          await store.bodies.discard(content.segments);
        } else if (one.do === 'broken put') {
          const broken = (async function* () {
            yield* bytesOf(one.size);
            throw new Error('gone');
          })();
          await expect(store.bodies.write(broken)).rejects.toThrow('gone');
        } else if (one.do === 'remove') await store.objects.remove(Bucket, one.key);
        else if (one.do === 'remove oldest') {
          const versions = await store.database.versions
            .iterator({ gte: `${Bucket}/`, lt: `${Bucket}0` })
            .all();
          const [at, oldest] = versions.at(-1) ?? [];
          const of = at?.slice(Bucket.length + 1, Bucket.length + 2) ?? 'a';
          if (oldest) await store.objects.removeVersion(Bucket, of, oldest.versionId);
        } else if (one.do === 'upload') {
          const about = {
            ...description,
            algorithm: 'CRC32',
            type: 'COMPOSITE',
            isAlgorithmChosen: false,
          } as const;
          const { uploadId } = await store.uploads.create(Bucket, 'a', about);
          const { segments } = await contentOf(store, one.size);
          const part = { number: 1, size: one.size, checksum: 'c', md5: 'm', segments, lastModified: 0 };
          await store.uploads.putPart(Bucket, 'a', uploadId, part);
          if (one.isAborted) await store.uploads.abort(Bucket, 'a', uploadId);
        } else if (one.do === 'versioning') await store.buckets.setVersioning(Bucket, one.status);
        else {
          await store.close();
          store = await open();
        }
      }
      const { named, there, unreferenced } = await bodies(store);
      expect(there).toEqual(named);
      expect(unreferenced).toEqual([]);
    }),
    { numRuns: 60 },
  );
  await store.close();
});

it.each([
  ['small', small],
  ['large', large],
])('keeps a %s body for whom reads it, and deletes it then', async (_, length) => {
  const store = await open();
  await store.buckets.create(bucket);
  await put(store, 'a', length);
  const { object, release } = await store.objects.hold(bucket, 'a');
  await put(store, 'a', 1);
  expect((await bodies(store)).there).toHaveLength(2);
  const read: Buffer[] = [];
  for await (const chunk of store.bodies.read(object.segments, { start: 1, end: length - 1 }))
    read.push(chunk);
  expect(Buffer.concat(read)).toHaveLength(length - 1);
  release();
  release();
  await store.close();
  const again = await open();
  expect((await bodies(again)).there).toHaveLength(1);
  await again.close();
});
