import fc from 'fast-check';
import { Cloud, Fuse, memoryBucket, memoryJobs, prefix } from '../../kit/sync/memory-bucket';
import { type SyncFolder, sync, syncFolder } from '../../kit/sync/sync-folder';

let folder: SyncFolder;
beforeEach(() => {
  folder = syncFolder();
});
afterEach(() => folder.remove());

const content = fc.constantFrom('one', 'two', 'three', '---\ntitle: A\n---\none', '---\ntitle: B\n---\none');
const files = fc.dictionary(fc.constantFrom('a.md', 'b.md', 'c.md', 'd/e.md', 'd/f.md'), content);
const failure = { at: fc.integer({ min: 1, max: 25 }), answerLost: fc.boolean(), once: fc.boolean() };
const kills = fc.array(fc.record({ files, ...failure }), { maxLength: 3 });

/** What the bucket must hold: documents without their front matter, each with the metadata that this became. */
function expected(files: Readonly<Record<string, string>>): Map<string, unknown> {
  return new Map(
    Object.entries(files).flatMap(([file, text]): [string, unknown][] => {
      const [, title] = /title: (\w)/.exec(text) ?? [];
      const body: [string, unknown] = [prefix + file, text.replace(/^---\n[\s\S]*---\n/, '')];
      return title
        ? [body, [`${prefix + file}.metadata.json`, expect.stringContaining(`"${title}"`)]]
        : [body];
    }),
  );
}

it.each([false, true])(
  'ends in the same state wherever it was killed or an answer was an error (KMS: %s)',
  async (kms) => {
    await fc.assert(
      fc.asyncProperty(kills, files, async (killed, last) => {
        const cloud = new Cloud(kms);
        for (const { files: given, at, answerLost, once } of killed) {
          folder.fill(given);
          const fuse = new Fuse(at, answerLost, once);
          await sync(folder, memoryBucket(cloud, fuse), memoryJobs(cloud, fuse)).catch((error: Error) => {
            expect(error.message).toMatch(/^killed|: killed$/);
          });
        }
        folder.fill(last);
        await sync(folder, memoryBucket(cloud), memoryJobs(cloud));
        expect(cloud.contents()).toEqual(expected(last));
        expect(cloud.jobs.at(-1)?.indexed ?? new Map()).toEqual(cloud.contents());

        const { writes } = cloud;
        const jobs = cloud.jobs.length;
        expect(await sync(folder, memoryBucket(cloud), memoryJobs(cloud))).toMatchObject({
          plan: { new: [], changed: [], deleted: [] },
          ingestionJob: null,
        });
        expect({ writes: cloud.writes, jobs: cloud.jobs.length }).toEqual({ writes, jobs });
      }),
      { numRuns: 60 },
    );
  },
);

it.each([false, true])('uploads nothing complete twice (KMS: %s)', async (kms) => {
  await fc.assert(
    fc.asyncProperty(files, fc.array(fc.record(failure), { maxLength: 4 }), async (given, killed) => {
      const cloud = new Cloud(kms);
      folder.fill(given);
      for (const { at, answerLost, once } of killed) {
        const fuse = new Fuse(at, answerLost, once);
        await sync(folder, memoryBucket(cloud, fuse), memoryJobs(cloud, fuse)).catch(() => {});
      }
      await sync(folder, memoryBucket(cloud), memoryJobs(cloud));
      expect(cloud.uploads).toEqual([...new Set(cloud.uploads)]);
    }),
    { numRuns: 60 },
  );
});

it('ingests again what was put back after a job that nobody wrote down', async () => {
  const cloud = new Cloud(false);
  folder.fill({ 'a.md': 'one' });
  await sync(folder, memoryBucket(cloud), memoryJobs(cloud));
  folder.fill({ 'a.md': 'two' });
  // Of the jobs: the last one, the last one again, the start, whose answer is lost.
  const jobFuse = new Fuse(3, true);
  await sync(folder, memoryBucket(cloud), memoryJobs(cloud, jobFuse)).catch(() => {});
  expect(cloud.jobs).toHaveLength(2);
  folder.fill({ 'a.md': 'one' });
  await sync(folder, memoryBucket(cloud), memoryJobs(cloud));
  expect(cloud.jobs.at(-1)?.indexed).toEqual(new Map([[`${prefix}a.md`, 'one']]));
});
