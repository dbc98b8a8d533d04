import fc from 'fast-check';
import { type Chunk, type Chunking, chunk } from '../../../emulator/knowledge-base/chunking/chunking';
import { sentencesOf } from '../../../emulator/knowledge-base/chunking/sentences';
import { countTokens } from '../../../emulator/knowledge-base/chunking/tokens';
import { lexicalEmbedder } from '../../../emulator/knowledge-base/embedding/lexical-embedder';

const embedder = lexicalEmbedder(64);

const words = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('jacket', 'returns', 'within', '30', 'days', '€3.95', 'naïve') },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
    { weight: 1, arbitrary: fc.constantFrom('東京', '🧥🧥', 'x'.repeat(90), '\u200d', 'e\u0301') },
  ),
  { maxLength: 40 },
);
const line = fc
  .tuple(fc.constantFrom('', '# ', '- ', '| ', '1. ', '> '), words, fc.constantFrom('.', '!', '', ' |'))
  .map(([lead, parts, end]) => `${lead}${parts.join(' ')}${end}`);
const documents = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\n\n', '\r\n', ' ')), { maxLength: 25 })
  .map((lines) => lines.flat().join(''));

const strategies: fc.Arbitrary<Chunking> = fc.oneof(
  fc.constantFrom<Chunking>({ strategy: 'NONE' }, { strategy: 'DEFAULT' }),
  fc.record({
    strategy: fc.constant('FIXED_SIZE' as const),
    maxTokens: fc.integer({ min: 1, max: 60 }),
    overlapPercentage: fc.integer({ min: 1, max: 99 }),
  }),
  fc.record({
    strategy: fc.constant('HIERARCHICAL' as const),
    parentMaxTokens: fc.integer({ min: 20, max: 120 }),
    childMaxTokens: fc.integer({ min: 1, max: 20 }),
    overlapTokens: fc.integer({ min: 1, max: 30 }),
  }),
  fc.record({
    strategy: fc.constant('SEMANTIC' as const),
    maxTokens: fc.integer({ min: 1, max: 80 }),
    bufferSize: fc.integer({ min: 0, max: 1 }),
    breakpointPercentileThreshold: fc.integer({ min: 50, max: 99 }),
  }),
);

const limitOf = (chunking: Chunking) => {
  switch (chunking.strategy) {
    case 'NONE':
      return Number.POSITIVE_INFINITY;
    case 'DEFAULT':
      return 300;
    case 'HIERARCHICAL':
      return chunking.childMaxTokens;
    default:
      return chunking.maxTokens;
  }
};

/** What stands between the chunks must be white space. */
function expectCovered(text: string, chunks: readonly Chunk[]): void {
  let covered = 0;
  for (const { start, end } of chunks) {
    if (start > covered) expect(text.slice(covered, start).trim()).toBe('');
    covered = Math.max(covered, end);
  }
  expect(text.slice(covered).trim()).toBe('');
}

it('every strategy keeps to the text, its sequence and its limits, and loses nothing', async () => {
  await fc.assert(
    fc.asyncProperty(documents, strategies, async (text, chunking) => {
      const { chunks, parents } = await chunk(text, chunking, embedder);
      for (const level of [chunks, parents]) {
        for (const one of level) {
          expect(text.slice(one.start, one.end)).toBe(one.text);
          expect(one.text).toBe(one.text.trim());
          expect(countTokens(one.text)).toBe(one.tokens);
        }
      }
      for (const level of [chunks, ...(chunking.strategy === 'HIERARCHICAL' ? [parents] : [])]) {
        expectCovered(text, level);
      }
      const starts = chunks.map(({ start, parent = 0 }) => parent * 1e7 + start);
      expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      for (const { tokens, parent, start, end } of chunks) {
        expect(tokens).toBeLessThanOrEqual(limitOf(chunking));
        if (chunking.strategy !== 'HIERARCHICAL') continue;
        const within = parents[parent ?? -1];
        expect(within && within.start <= start && end <= within.end).toBe(true);
        expect(within?.tokens).toBeLessThanOrEqual(chunking.parentMaxTokens);
      }
    }),
    { numRuns: 400 },
  );
});

it('a chunk repeats no more of the one before than it may', async () => {
  await fc.assert(
    fc.asyncProperty(
      documents,
      fc.integer({ min: 2, max: 60 }),
      fc.integer({ min: 1, max: 99 }),
      async (text, maxTokens, overlapPercentage) => {
        const { chunks } = await chunk(
          text,
          { strategy: 'FIXED_SIZE', maxTokens, overlapPercentage },
          embedder,
        );
        for (const [at, { start }] of chunks.slice(1).entries()) {
          const repeated = text.slice(start, chunks[at]?.end ?? start);
          expect(countTokens(repeated)).toBeLessThanOrEqual(
            Math.floor((maxTokens * overlapPercentage) / 100),
          );
        }
      },
    ),
    { numRuns: 200 },
  );
});

it('divides a paragraph into the same sentences, however long it is', () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  const sentence = fc
    .tuple(
      fc.array(fc.constantFrom('jacket', 'e.g.', '3.95', 'Dr.', 'naïve', '🧥', '東京'), { minLength: 1 }),
      fc.constantFrom('.', '!', '?', '…', ''),
    )
    .map(([parts, end]) => `${parts.join(' ')}${end}`);
  fc.assert(
    fc.property(
      fc.array(sentence, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 60 }),
      (some, times) => {
        const text = Array.from({ length: times }, () => some.join(' ')).join(' ');
        const expected = [...segmenter.segment(text)].map(({ segment }) => segment.trim()).filter(Boolean);
        expect(sentencesOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});
