import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import fc from 'fast-check';
import type { Embedder } from '../../../emulator/knowledge-base/embedding/embedder';
import { lexicalEmbedder } from '../../../emulator/knowledge-base/embedding/lexical-embedder';
import { DocumentStore } from '../../../emulator/knowledge-base/store/document-store';
import { Library } from '../../../emulator/knowledge-base/store/library';
import { openState } from '../../../emulator/state/state';

let folder: string;
const opened: Library[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kept-index-'));
});
afterEach(async () => {
  for (const library of opened.splice(0)) await library.close();
  rmSync(folder, { recursive: true, force: true });
});

const words = ['gate', 'well', 'wall', 'tower', 'bridge', 'stairs', 'zwölf', '12.5', 'river', 'mill'];
const chunks = fc.array(
  fc.record(
    {
      text: fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((found) => found.join(' ')),
      page: fc.integer({ min: 1, max: 9 }),
    },
    { requiredKeys: ['text'] },
  ),
  { maxLength: 6 },
);
const id = fc.constantFrom('a', 'b', 'c', 'd');
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('put' as const), id, chunks }) },
  fc.record({ do: fc.constant('remove' as const), id }),
  fc.record({ do: fc.constant('fail' as const), id }),
  fc.record({ do: fc.constant('restart' as const) }),
  // Without the last of what was written, as when a process ended while it wrote, or with another byte in it.
  fc.record({ do: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ do: fc.constant('damage' as const), at: fc.double({ min: 0, max: 0.99, noNaN: true }) }),
);

async function shelf(file: string) {
  const store = new DocumentStore((await openState()).collection('library'));
  const texts: string[] = [];
  const told: string[] = [];
  const plain = lexicalEmbedder(32);
  const embedder: Embedder = {
    ...plain,
    embed(given) {
      texts.push(...given);
      return plain.embed(given);
    },
  };
  const open = async () => {
    const library = await Library.open(store, embedder, { file, tell: (text) => told.push(text) });
    opened.push(library);
    return library;
  };
  const without = () => Library.open(store, plain);
  return { open, without, texts, told };
}

const key = (name: string) => ({ dataSourceId: 'SOURCE', type: 'CUSTOM' as const, id: name });
const record = { updatedAt: 0, fingerprint: '1', attributes: { floor: 2 }, preamble: 'From the castle.\n' };
let contents = 0;
const indexed = (name: string) => ({
  ...key(name),
  ...record,
  status: 'INDEXED' as const,
  contentId: `content-${contents++}`,
});

const everything = async (library: Library) =>
  (await library.search(`castle ${words.join(' ')}`, { limit: 100, by: 'both' }))
    .map(({ text, score, attributes }) => JSON.stringify([text, score, attributes]))
    .sort();

it('whatever happens to its file, an index that was opened again is the one that the documents make', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const file = path.join(folder, `${contents}`, 'library.index');
      const { open, without } = await shelf(file);
      let library = await open();
      for (const one of steps) {
        if (one.do === 'put') await library.put(indexed(one.id), { chunks: one.chunks, parents: [] });
        else if (one.do === 'remove') await library.remove(key(one.id));
        else if (one.do === 'fail') await library.fail({ ...key(one.id), ...record, status: 'FAILED' });
        else {
          await library.close();
          const bytes = readFileSync(file);
          if (one.do === 'cut') truncateSync(file, Math.floor(bytes.length * one.at));
          if (one.do === 'damage') {
            const at = Math.floor(bytes.length * one.at);
            bytes[at] = (bytes[at] ?? 0) ^ 0x55;
            writeFileSync(file, bytes);
          }
          library = await open();
          expect(await everything(library)).toEqual(await everything(await without()));
        }
      }
      // What was changed and removed since the start has left nothing behind.
      expect(await everything(library)).toEqual(await everything(await without()));
      await library.close();
      expect(await everything(await open())).toEqual(await everything(await without()));
      for (const one of opened.splice(0)) await one.close();
    }),
    { numRuns: 150 },
  );
});

describe('opened again', () => {
  const texts = (name: string) => ({
    chunks: [{ text: `${name} of the mill` }, { text: `${name}'s river` }],
  });
  const filled = async () => {
    const file = path.join(folder, 'library.index');
    const made = await shelf(file);
    const library = await made.open();
    for (const name of ['gate', 'well', 'wall']) {
      await library.put(indexed(name), { ...texts(name), parents: [] });
    }
    await library.close();
    made.texts.length = 0;
    return { ...made, file };
  };
  const embedded = (given: readonly string[]) => given.filter((text) => text.startsWith('From the castle.'));

  it('an index embeds nothing that it has, and tells nothing', async () => {
    const { open, texts, told } = await filled();
    expect(await everything(await open())).toHaveLength(6);
    expect(embedded(texts)).toEqual([]);
    expect(told).toEqual([]);
  });

  it('an index whose file ends in the middle of a document embeds that one, and says so', async () => {
    const { open, texts, told, file } = await filled();
    truncateSync(file, readFileSync(file).length - 1);
    expect(await everything(await open())).toHaveLength(6);
    expect(embedded(texts)).toEqual(['From the castle.\nwall of the mill', "From the castle.\nwall's river"]);
    expect(told).toEqual([
      'its index on disk was not whole (its end is missing): 1 documents were embedded anew',
    ]);
  });

  it('an index with one byte that is not what was written embeds that document anew', async () => {
    const { open, told, file } = await filled();
    const bytes = readFileSync(file);
    bytes.writeInt8(-bytes.readInt8(bytes.length - 1) - 1, bytes.length - 1);
    writeFileSync(file, bytes);
    expect(await everything(await open())).toHaveLength(6);
    expect(told).toEqual([
      'its index on disk was not whole (a checksum does not fit): 1 documents were embedded anew',
    ]);
  });

  it('an index that was made by other rules is made anew, and says so', async () => {
    const { open, told, file } = await filled();
    const bytes = readFileSync(file);
    const other = bytes.toString('latin1').replace(/lexical-32 [0-9a-f]{16}/, 'lexical-32 0123456789abcdef');
    // The checksum of what was written, too, as if another version had written it.
    const { crc32 } = await import('node:zlib');
    const changed = Buffer.from(other, 'latin1');
    changed.writeUInt32LE(crc32(changed.subarray(8, 8 + changed.readUInt32LE(0))), 4);
    writeFileSync(file, changed);
    expect(await everything(await open())).toHaveLength(6);
    expect(told).toEqual([
      'its index on disk was not whole (it was made by another version): 3 documents were embedded anew',
    ]);
    expect(await everything(await open())).toHaveLength(6);
    expect(told).toHaveLength(1);
  });

  it('an index without most of what it had leaves a file without it', async () => {
    const { open, file } = await filled();
    const library = await open();
    for (let n = 0; n < 200; n++) await library.put(indexed('gate'), { ...texts('gate'), parents: [] });
    await library.close();
    expect(readFileSync(file).length).toBeLessThan(130 * 200);
    expect(await everything(await open())).toHaveLength(6);
  });

  it('a folder that cannot be written costs nothing but the next start', async () => {
    writeFileSync(path.join(folder, 'no-folder'), '');
    const { open, without, told } = await shelf(path.join(folder, 'no-folder', 'library.index'));
    const library = await open();
    await library.put(indexed('gate'), { ...texts('gate'), parents: [] });
    expect(await everything(library)).toEqual(await everything(await without()));
    expect(told.join()).toMatch(/E\w+/);
    expect(told.join()).not.toContain(folder);
  });
});
