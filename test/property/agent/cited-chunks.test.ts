import fc from 'fast-check';
import { citedAnswer } from '../../../emulator/agent/knowledge-base/cited-answer';
import type { ContentBlock } from '../../../emulator/agent/model';
import { chunks } from '../../../emulator/agent/turn/chunks';

const references = new Map(
  ['a', 'b'].map((source) => [source, { content: { text: `what ${source} says` } }]),
);
const said = fc.string({ unit: 'grapheme', maxLength: 120 });
const block: fc.Arbitrary<ContentBlock> = fc.oneof(
  said.map((text) => ({ text })),
  fc.record({ text: said, sources: fc.subarray(['a', 'b', 'invented']) }).map(({ text, sources }) => ({
    citationsContent: { content: [{ text }], citations: sources.map((source) => ({ source })) },
  })),
);
const answer = fc
  .array(block, { maxLength: 8 })
  .map((content) => citedAnswer({ role: 'assistant', content }, references));
const decoded = (streamed: boolean, of: ReturnType<typeof citedAnswer>) =>
  [...chunks(of, streamed)].map((event) => {
    if (!('chunk' in event)) throw new Error('Only chunks');
    const { bytes, attribution } = event.chunk;
    return { text: new TextDecoder().decode(bytes), citations: attribution?.citations ?? [] };
  });

test('an answer comes whole, every citation once, with the piece that completes its text', () => {
  fc.assert(
    fc.property(answer, fc.boolean(), (given, streamed) => {
      const pieces = decoded(streamed, given);
      expect(pieces.map(({ text }) => text).join('')).toBe(given.text);
      expect(pieces.flatMap(({ citations }) => citations)).toEqual(given.citations);
      let told = 0;
      for (const { text, citations } of pieces) {
        expect(text).not.toBe('');
        const before = told;
        told += text.length;
        for (const { generatedResponsePart } of citations) {
          const { span, text: cited } = generatedResponsePart?.textResponsePart ?? {};
          const [start = -1, end = -1] = [span?.start, span?.end];
          expect(given.text.slice(start, end + 1)).toBe(cited);
          expect(before <= end && end < told).toBe(true);
        }
      }
    }),
  );
});
