import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { prepare } from '../../../scripts/sync/content/prepare';
import { readFolder } from '../../../scripts/sync/content/read-folder';
import { type SyncFolder, syncFolder } from '../../kit/sync/sync-folder';

let folder: SyncFolder;
let state: string;
let known: string;
beforeEach(() => {
  folder = syncFolder();
  state = mkdtempSync(path.join(tmpdir(), 'known-'));
  known = path.join(state, 'sync', 'known.json');
});
afterEach(() => {
  folder.remove();
  rmSync(state, { recursive: true, force: true });
});

/** As if the files had been left alone for a while before they were read. */
const later = () => Date.now() + 60_000;
const prepared = async (now = later) => prepare(await readFolder(folder.path), '', known, now);
const digests = async (now = later) =>
  Object.fromEntries((await prepared(now)).objects.map(({ key, sha256 }) => [key, sha256]));

/** Gives every digest that is written down a mark: whoever has it did not read the file. */
function mark(): void {
  const text = readFileSync(known, 'utf8');
  writeFileSync(known, text.replace(/"[^"]{43}="(?=,"[0-9a-f]{32}")/g, '"marked"'));
}

const files = { 'a.md': '---\ntitle: A\n---\none', 'b.csv': 'a;b\n', 'c.md': 'three' };

it('does not read again what is as it was, and makes the same objects of it', async () => {
  folder.fill(files);
  const first = await prepared();
  const again = await prepared();
  const shown = ({ objects }: typeof first) =>
    objects.map(({ key, file, bytes, sha256, md5, contentType }) => [
      key,
      file,
      bytes,
      sha256,
      md5,
      contentType,
    ]);
  expect(shown(again)).toEqual(shown(first));
  for (const [at, object] of again.objects.entries()) {
    expect(await object.read()).toEqual(await first.objects[at]?.read());
  }
  mark();
  expect(Object.values(await digests())).toEqual(['marked', 'marked', 'marked', 'marked']);
});

it('reads what was edited, also with the same size, and what has another sidecar', async () => {
  folder.fill({ ...files, 'b.csv.metadata.json': '{"metadataAttributes":{"a":1}}' });
  const first = await digests();
  mark();
  writeFileSync(path.join(folder.path, 'c.md'), 'seven');
  writeFileSync(path.join(folder.path, 'b.csv.metadata.json'), '{"metadataAttributes":{"a":2}}');
  const again = await digests();
  expect(again).toMatchObject({ 'a.md': 'marked', 'b.csv': first['b.csv'] });
  for (const edited of ['c.md', 'b.csv.metadata.json']) {
    expect(again[edited]).not.toBe('marked');
    expect(again[edited]).not.toBe(first[edited]);
  }
});

it('reads again what changed so shortly before that another change might not show', async () => {
  folder.fill(files);
  const first = await digests(Date.now);
  expect(JSON.parse(readFileSync(known, 'utf8')).files).toEqual({});
  expect(await digests()).toEqual(first);
  expect(Object.keys(JSON.parse(readFileSync(known, 'utf8')).files)).toEqual(['a.md', 'b.csv', 'c.md']);
});

it('reads everything when the rules are others, or what was written down is damaged', async () => {
  folder.fill(files);
  const first = await digests();
  mark();
  const text = readFileSync(known, 'utf8');
  for (const damaged of [text.replace(/"rules":"./, '"rules":"!'), text.slice(0, 50)]) {
    writeFileSync(known, damaged);
    expect(await digests()).toEqual(first);
  }
});

it('warns and refuses every time', async () => {
  folder.fill({ 'a.txt': 'größer', 'b.md': '---\nx: [\n---\none' });
  const { findings } = await prepared();
  expect(findings.map(({ level }) => level)).toEqual(['warning', 'refused']);
  expect((await prepared()).findings).toEqual(findings);
});

it('forgets files that are gone, and does without a place to write to', async () => {
  folder.fill(files);
  await prepared();
  folder.fill({ 'c.md': 'three' });
  await prepared();
  expect(Object.keys(JSON.parse(readFileSync(known, 'utf8')).files)).toEqual(['c.md']);
  known = path.join(folder.path, 'c.md', 'known.json');
  expect(Object.keys(await digests())).toEqual(['c.md']);
  expect(existsSync(known)).toBe(false);
});

it('holds both of two files whose names are one key', async () => {
  folder.fill({ 'a.md': 'one', 'b.md': 'two', 'c.md': 'three' });
  const { files } = await readFolder(folder.path);
  const alike = files.map((one) => (one.file === 'b.md' ? { ...one, file: 'a.md' } : one));
  const { objects, findings, held } = await prepare({ files: alike, unreadable: [] }, 'docs/');
  expect(objects.map(({ key }) => key)).toEqual(['docs/c.md']);
  expect(findings).toMatchObject([{ file: 'a.md', level: 'refused' }]);
  expect([...held]).toEqual(['docs/a.md', 'docs/a.md.metadata.json']);
});

it('leaves nothing half written behind where it cannot be written', async () => {
  folder.fill(files);
  mkdirSync(known, { recursive: true });
  expect((await prepared()).objects).toHaveLength(4);
  expect(readdirSync(path.dirname(known))).toEqual(['known.json']);
});
