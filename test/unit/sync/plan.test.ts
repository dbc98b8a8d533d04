import fc from 'fast-check';
import { digestOf, emptyManifest, parseManifest } from '../../../scripts/sync/bucket/manifest';
import { isMassDelete, planSync, undecided } from '../../../scripts/sync/bucket/plan';
import type { PreparedObject } from '../../../scripts/sync/content/prepared-object';

const prepared = (key: string, text: string): PreparedObject => ({
  key,
  file: key,
  bytes: text.length,
  sha256: `sha ${text}`,
  md5: `md5 ${text}`,
  contentType: 'text/markdown',
  read: async () => Buffer.from(text),
});
const listed = (key: string, text: string, etag = `md5 ${text}`) => ({ key, etag, bytes: text.length });
const nothing = {
  desired: [],
  listed: [],
  manifest: emptyManifest,
  described: new Map<string, string>(),
  held: new Set<string>(),
};

it('tells new, changed, unchanged and deleted documents apart, metadata counted with its document', () => {
  const plan = planSync({
    ...nothing,
    desired: [
      prepared('new.md', 'x'),
      prepared('text.md', 'after'),
      prepared('same.md', 'x'),
      prepared('same.md.metadata.json', '{}'),
      prepared('attributes.md', 'x'),
      prepared('attributes.md.metadata.json', 'after'),
      prepared('bare.md', 'x'),
    ],
    listed: [
      listed('text.md', 'before'),
      listed('same.md', 'x'),
      listed('same.md.metadata.json', '{}'),
      listed('attributes.md', 'x'),
      listed('attributes.md.metadata.json', 'before'),
      listed('bare.md', 'x'),
      listed('bare.md.metadata.json', '{}'),
      listed('gone.md', 'x'),
      listed('gone.md.metadata.json', '{}'),
      listed('folder/', ''),
    ],
  });
  expect(plan.documents).toEqual([
    { key: 'attributes.md', change: 'changed', metadataOnly: true },
    { key: 'bare.md', change: 'changed', metadataOnly: true },
    { key: 'gone.md', change: 'deleted', metadataOnly: false },
    { key: 'new.md', change: 'new', metadataOnly: false },
    { key: 'same.md', change: 'unchanged', metadataOnly: false },
    { key: 'text.md', change: 'changed', metadataOnly: false },
  ]);
  expect(plan.uploads.map(({ object, replaces }) => [object.key, replaces])).toEqual([
    ['new.md', undefined],
    ['text.md', 'md5 before'],
    ['attributes.md.metadata.json', 'md5 before'],
  ]);
  expect(plan.removals.map(({ key }) => key)).toEqual([
    'bare.md.metadata.json',
    'gone.md',
    'gone.md.metadata.json',
  ]);
  expect(plan.existing).toBe(5);
});

it('neither writes nor removes what is held', () => {
  const held = new Set(['bad.md', 'bad.md.metadata.json']);
  const there = [listed('bad.md', 'x'), listed('bad.md.metadata.json', '{}')];
  expect(planSync({ ...nothing, listed: there, held })).toMatchObject({ uploads: [], removals: [] });
});

describe('with ETags that tell nothing, as KMS makes them', () => {
  const desired = [prepared('a.md', 'one'), prepared('b.md', 'two'), prepared('c.md', 'three')];
  const there = [listed('a.md', 'one', 'e1'), listed('b.md', 'TWO', 'e2'), listed('c.md', 'longer', 'e3')];

  it('asks for nothing that the manifest vouches for, or that differs in size', () => {
    expect(undecided({ desired, listed: there, manifest: emptyManifest })).toEqual(['a.md', 'b.md']);
    const manifest = {
      version: 1 as const,
      objects: { 'a.md': { etag: 'e1', sha256: 'sha one' }, 'b.md': { etag: 'e2', sha256: 'sha TWO' } },
    };
    expect(undecided({ desired, listed: there, manifest })).toEqual([]);
    const plan = planSync({ ...nothing, desired, listed: there, manifest });
    expect(plan.uploads.map(({ object }) => object.key)).toEqual(['b.md', 'c.md']);
  });

  it('does not believe a manifest of another version of the object', () => {
    const manifest = { version: 1 as const, objects: { 'a.md': { etag: 'e0', sha256: 'sha one' } } };
    expect(undecided({ desired, listed: there, manifest })).toContain('a.md');
    const described = new Map([['a.md', 'sha one']]);
    const plan = planSync({ ...nothing, desired, listed: there, manifest, described });
    expect(plan.unchanged.map(({ key }) => key)).toEqual(['a.md']);
  });
});

it.each([
  [20, 100, false],
  [21, 100, true],
  [50, 1_000, false],
  [51, 1_000, true],
  [1, 5, false],
  [1, 4, true],
  [0, 0, false],
])('deleting %d of %d documents is a mass delete: %s', (deletions, existing, expected) => {
  const removals = Array.from({ length: deletions }, (_, at) => [
    listed(`${at}.md`, 'x'),
    listed(`${at}.md.metadata.json`, '{}'),
  ]).flat();
  expect(isMassDelete({ removals, existing })).toBe(expected);
});

it('leads from any bucket to any folder, and then plans nothing', () => {
  const objects = fc.dictionary(fc.constantFrom('a.md', 'a.md.metadata.json', 'b.md', 'c.md'), fc.string());
  fc.assert(
    fc.property(objects, objects, (before, after) => {
      const desired = Object.entries(after).map(([key, text]) => prepared(key, text));
      const there = Object.entries(before).map(([key, text]) => listed(key, text));
      const plan = planSync({ ...nothing, desired, listed: there });
      const bucket = new Map(there.map((object) => [object.key, object]));
      for (const { object, replaces } of plan.uploads) {
        expect(bucket.get(object.key)?.etag).toBe(replaces);
        bucket.set(object.key, { key: object.key, etag: object.md5, bytes: object.bytes });
      }
      for (const { key } of plan.removals) bucket.delete(key);
      expect([...bucket.keys()].sort()).toEqual(Object.keys(after).sort());
      const again = planSync({ ...nothing, desired, listed: [...bucket.values()] });
      expect(again).toMatchObject({ uploads: [], removals: [] });
      const sum = Object.keys({ ...before, ...after }).map((key) => key.replace('.metadata.json', ''));
      expect(plan.documents.map(({ key }) => key)).toEqual([...new Set(sum)].sort());
    }),
  );
});

it('digests a listing by what is in it, not by its sequence', () => {
  const [a, b] = [listed('a', 'x'), listed('b', 'y')];
  expect(digestOf([a, b])).toBe(digestOf([b, a]));
  expect(digestOf([a, b])).not.toBe(digestOf([a]));
  expect(digestOf([a])).not.toBe(digestOf([{ ...a, etag: 'other' }]));
});

it.each(['', '{', 'null', '[]', '{"version":2,"objects":{}}', '{"version":1}'])(
  'takes %j for no manifest',
  (text) => {
    expect(parseManifest(text)).toEqual(emptyManifest);
  },
);
