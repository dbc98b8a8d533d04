import { symlinkSync } from 'node:fs';
import * as path from 'node:path';
import { Cloud, memoryBucket, memoryJobs, prefix } from '../../kit/sync/memory-bucket';
import { type SyncFolder, sync, syncFolder } from '../../kit/sync/sync-folder';

let folder: SyncFolder;
let cloud: Cloud;
beforeEach(() => {
  folder = syncFolder();
  cloud = new Cloud(false);
});
afterEach(() => folder.remove());

const run = (props?: Parameters<typeof sync>[3]) =>
  sync(folder, memoryBucket(cloud), memoryJobs(cloud), props);
const keys = () => [...cloud.objects.keys()].sort();

it('uploads documents without front matter, metadata made of it, and sidecars as they are', async () => {
  const sidecar = '{"metadataAttributes":{"title":"Sizes"}}';
  folder.fill({
    'a/returns.md': '---\ntitle: Returns\n---\n\n# Returns\n',
    'sizes.csv': 'size;cm\n',
    'sizes.csv.metadata.json': sidecar,
    '.DS_Store': 'x',
  });
  const result = await run();
  expect(result).toMatchObject({
    plan: { new: ['a/returns.md', 'sizes.csv'], changed: [], unchanged: 0, deleted: [] },
    uploaded: { objects: 4 },
    ingestionJob: { status: 'COMPLETE' },
  });
  expect(Object.fromEntries(cloud.contents())).toEqual({
    [`${prefix}a/returns.md`]: '# Returns\n',
    [`${prefix}a/returns.md.metadata.json`]: expect.stringContaining('"stringValue": "Returns"'),
    [`${prefix}sizes.csv`]: 'size;cm\n',
    [`${prefix}sizes.csv.metadata.json`]: sidecar,
  });
});

it('changes nothing with --dry-run', async () => {
  folder.fill({ 'a.md': 'one' });
  expect(await run({ dryRun: true })).toMatchObject({ plan: { new: ['a.md'] }, ingestionJob: null });
  expect([cloud.writes, cloud.jobs.length]).toEqual([0, 0]);
});

it('refuses a folder with a bad file by its name and reason, before anything is written', async () => {
  folder.fill({ 'a.md': 'one', 'deck.pptx': 'x', 'b.md': '---\nsku: {a: 1}\n---\ntext' });
  await expect(run()).rejects.toMatchObject({
    code: 'DOCUMENTS_REFUSED',
    message: expect.stringMatching(/2 files:\n {2}b\.md: front matter: sku is nested.*\n {2}deck\.pptx: /),
  });
  expect(cloud.writes).toBe(0);
});

it('leaves bad files out with --skip-invalid, and what the bucket has of them alone', async () => {
  folder.fill({ 'a.md': '---\nsku: x\n---\none', 'b.md': 'two' });
  await run();
  folder.fill({ 'a.md': '---\nsku: {a: 1}\n---\nchanged', 'b.md': 'two' });
  const result = await run({ skipInvalid: true, allowMassDelete: false });
  expect(result).toMatchObject({ plan: { deleted: [] }, findings: [{ file: 'a.md', level: 'refused' }] });
  expect(cloud.contents().get(`${prefix}a.md`)).toBe('one');
  expect(keys()).toHaveLength(3);
});

it('leaves a link and a folder that became one out, and what the bucket has of them alone', async () => {
  folder.fill({ 'a.md': '---\nsku: x\n---\none', 'b/c.md': '---\nsku: y\n---\ntwo', 'b-side.md': 'three' });
  await run();
  const before = cloud.contents();
  folder.fill({});
  symlinkSync('nowhere', path.join(folder.path, 'a.md'));
  symlinkSync('.', path.join(folder.path, 'b'));
  const result = await run({ skipInvalid: true });
  expect(result).toMatchObject({
    plan: { deleted: ['b-side.md'] },
    findings: [{ file: 'a.md', level: 'refused' }, { file: 'b' }],
  });
  before.delete(`${prefix}b-side.md`);
  expect(cloud.contents()).toEqual(before);
});

it.each([
  [{ 'a.md': 'one', 'a.md.metadata.json': '{' }, /a\.md\.metadata\.json: it is no JSON/],
  [{ 'a.md': 'one', 'b.md.metadata.json': '{"metadataAttributes":{}}' }, /no document b\.md/],
  [{ 'a.md': '---\nx: 1\n---\none', 'a.md.metadata.json': '{"metadataAttributes":{}}' }, /keep one of them/],
  [{ 'a.md': '---\nx: [\n---\none' }, /a\.md: its front matter is no YAML/],
  [{ 'a.md': '---\nx: 1\n---\n' }, /a\.md: it holds front matter and no text/],
])('refuses %j', async (files, reason) => {
  folder.fill(files);
  await expect(run()).rejects.toMatchObject({ message: expect.stringMatching(reason) });
});

it('deletes what is gone, but not most of it unless that is said', async () => {
  folder.fill({ 'a.md': 'one', 'b.md': 'two', 'c.md': 'three' });
  await run();
  folder.fill({ 'a.md': 'one' });
  await expect(run({ allowMassDelete: false })).rejects.toMatchObject({
    code: 'MASS_DELETE',
    message: expect.stringContaining('2 of 3 documents'),
  });
  expect(keys()).toHaveLength(3);
  expect(await run()).toMatchObject({ plan: { deleted: ['b.md', 'c.md'] }, removed: 2 });
  expect(keys()).toEqual([`${prefix}a.md`]);
});

it('starts no job when the index holds this state, and one when another job came after', async () => {
  folder.fill({ 'a.md': 'one' });
  await run();
  expect(await run()).toMatchObject({ ingestionJob: null });
  cloud.jobs.push({ ingestionJobId: 'by-hand', indexed: new Map() });
  expect(await run()).toMatchObject({ ingestionJob: { ingestionJobId: 'job-3' } });
  expect(await run({ dataSourceId: 'SOURCE0002' })).toMatchObject({ ingestionJob: {} });
});

it('tells of each failed document, and tries again although nothing changed', async () => {
  folder.fill({ 'a.md': 'one' });
  const bad = { uri: 's3://b/documents/a.md', status: 'FAILED', reason: 'damaged' } as const;
  const jobs = memoryJobs(cloud);
  const failing: typeof jobs = {
    ...jobs,
    failedDocuments: async () => [bad],
    get: async (id) => ({ ...(await jobs.get(id)), statistics: { numberOfDocumentsFailed: 1 } }),
  };
  for (let round = 1; round <= 2; round++) {
    expect(await sync(folder, memoryBucket(cloud), failing)).toMatchObject({ failedDocuments: [bad] });
    expect(cloud.jobs).toHaveLength(round);
  }
});

it("does not write over another sync's document, and keeps both manifests' knowledge", async () => {
  folder.fill({ 'a.md': 'one' });
  await run();
  folder.fill({ 'a.md': 'mine', 'b.md': 'mine' });
  const bucket = memoryBucket(cloud);
  const other = syncFolder();
  let theirs: Promise<unknown> | undefined;
  const raced: typeof bucket = {
    ...bucket,
    // The other sync runs from end to end while this one holds its plan.
    async put(object, replaces) {
      if (!theirs) other.fill({ 'a.md': 'theirs', 'c.md': 'theirs' });
      theirs ??= sync(other, memoryBucket(cloud), memoryJobs(cloud));
      await theirs;
      return bucket.put(object, replaces);
    },
  };
  await expect(sync(folder, raced, memoryJobs(cloud))).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' });
  other.remove();
  expect(cloud.contents().get(`${prefix}a.md`)).toBe('theirs');
  expect(Object.keys(cloud.manifest?.manifest.objects ?? {})).toContain(`${prefix}a.md`);
  await run();
  expect(Object.fromEntries(cloud.contents())).toEqual({
    [`${prefix}a.md`]: 'mine',
    [`${prefix}b.md`]: 'mine',
  });
});

it('takes a write whose answer was lost, and that was refused when it was sent again, for its own', async () => {
  folder.fill({ 'a.md': 'one' });
  const bucket = memoryBucket(cloud);
  const lossy: typeof bucket = {
    ...bucket,
    async put(object, replaces) {
      await bucket.put(object, replaces);
      return bucket.put(object, replaces);
    },
  };
  expect(await sync(folder, lossy, memoryJobs(cloud))).toMatchObject({ uploaded: { objects: 1 } });
});

/** A bucket before whose first write the folder is filled with something else. */
function editedMeanwhile(files: Readonly<Record<string, string>>): ReturnType<typeof memoryBucket> {
  const bucket = memoryBucket(cloud);
  return {
    ...bucket,
    async put(object, replaces) {
      folder.fill(files);
      return bucket.put(object, replaces);
    },
  };
}

it('uploads a small file as it was examined, and what it has become with the next sync', async () => {
  folder.fill({ 'a.md': 'one' });
  await sync(folder, editedMeanwhile({ 'a.md': 'changed' }), memoryJobs(cloud));
  expect(cloud.contents().get(`${prefix}a.md`)).toBe('one');
  expect(await run()).toMatchObject({ plan: { changed: ['a.md'] } });
  expect(cloud.contents().get(`${prefix}a.md`)).toBe('changed');
});

it('refuses to upload a large file that changed after it was examined', async () => {
  folder.fill({ 'a.md': 'one '.repeat(20_000) });
  const edited = editedMeanwhile({ 'a.md': 'two '.repeat(20_000) });
  await expect(sync(folder, edited, memoryJobs(cloud))).rejects.toMatchObject({ code: 'FILE_CHANGED' });
  expect(cloud.objects.size).toBe(0);
});

it('says what is the matter with a folder that is not there', async () => {
  folder.remove();
  await expect(run()).rejects.toMatchObject({ code: 'FOLDER_UNREADABLE' });
});
