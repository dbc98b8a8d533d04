import fc from 'fast-check';
import { lexicalEmbedder } from '../../../emulator/knowledge-base/embedding/lexical-embedder';
import { htmlView } from '../../../scripts/chunks/html-view';
import { estimateNotice, preview } from '../../../scripts/chunks/preview';
import { chunkingOf } from '../../../scripts/chunks/strategy';
import { terminalView } from '../../../scripts/chunks/terminal-view';

const sentence = (at: number) => `Sentence number ${at} says something short.`;
const text = Array.from({ length: 40 }, (_, at) => sentence(at)).join(' ');
const previewOf = (strategy: string, ...texts: string[]) =>
  preview(texts.length > 0 ? texts : [text], chunkingOf(strategy, undefined), lexicalEmbedder());

it('puts strategies side by side where there is room, and one below the other where there is none', async () => {
  const previews = [await previewOf('FIXED_SIZE:50,20'), await previewOf('NONE')];
  const wide = terminalView(previews, 120).split('\n');
  expect(wide[0]).toMatch(/^FIXED_SIZE maxTokens 50, overlapPercentage 20 +│ NONE$/);
  expect(Math.max(...wide.map((line) => line.length))).toBeLessThanOrEqual(120);
  const narrow = terminalView(previews, 60);
  expect(narrow).not.toContain('│');
  expect(narrow.indexOf('NONE')).toBeGreaterThan(narrow.indexOf('#2'));
  for (const view of [wide.join('\n'), narrow]) expect(view).toContain(estimateNotice);
});

it('says how many tokens each chunk has, and how much of the one before it repeats', async () => {
  const { chunks } = await previewOf('FIXED_SIZE:50,20');
  const [first, second] = chunks;
  expect(first?.repeated).toBe(0);
  expect(second?.repeated).toBeGreaterThan(0);
  expect(first?.text.endsWith(second?.text.slice(0, second.repeated) ?? '?')).toBe(true);
  expect(terminalView([await previewOf('FIXED_SIZE:50,20')], 100)).toMatch(
    /#2, \d+ tokens, \d+ % repeated\n/,
  );
});

it('numbers parents through all sections, and shows children within theirs', async () => {
  const made = await previewOf('HIERARCHICAL:100,40,5', text, text);
  expect(made.parents.length).toBeGreaterThan(2);
  const last = made.chunks.at(-1)?.parent ?? 0;
  expect(made.parents[last - 1]?.text).toContain(made.chunks.at(-1)?.text ?? '?');
  expect(last).toBe(made.parents.length);
  const page = htmlView('a.md', [made]);
  expect(page.match(/class="parent"/g)).toHaveLength(made.parents.length);
  expect(page.match(/<pre>/g)).toHaveLength(made.chunks.length);
});

it('warns of chunks that no model embeds, and of SEMANTIC without a model of meanings', async () => {
  const long = await previewOf('NONE', 'word '.repeat(9_000));
  expect(long.warnings).toEqual([expect.stringContaining('1 of 1 chunks have more than the 8192 tokens')]);
  expect((await previewOf('SEMANTIC')).warnings).toEqual([expect.stringContaining('by their words')]);
  expect((await previewOf('NONE')).warnings).toEqual([]);
});

it('makes a page of its own that runs nothing of the document', async () => {
  const evil = '<script>alert(1)</script> & "quotes"';
  const page = htmlView('<b>.md', [await previewOf('NONE', evil)]);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;');
  expect(page).not.toMatch(/<script|<b>|https?:|src=|href=/);
  expect(page).toContain('&lt;b&gt;.md');
});

it('never lets a document steer the terminal, and keeps to its width', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
      fc.integer({ min: 40, max: 120 }),
      async (given, columns) => {
        const view = terminalView([await previewOf('NONE', `x \u001b[2J\u009b ${given}`)], columns);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal obeys
        expect(view).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      },
    ),
    { numRuns: 50 },
  );
});
