import fc from 'fast-check';
import { VectorIndex } from '../../../emulator/knowledge-base/index/vector-index';

const dimensions = 21;
const value = fc.integer({ min: -50, max: 50 }).map((hundredths) => hundredths / 100);
const vector = fc
  .array(value, { minLength: dimensions, maxLength: dimensions })
  .map((values) => Float32Array.from(values));

/** A vector's values as whole multiples of its scale, from -127 to 127. */
function whole(values: Float32Array) {
  const largest = Math.max(...values.map(Math.abs));
  return {
    scale: Math.fround(largest / 127),
    values: [...values].map((one) => (largest > 0 ? Math.round((one / largest) * 127) : 0)),
  };
}

it('a score is what was there before, weighed, and the weighed cosine where it is positive', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(vector, fc.float({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 12 }),
      vector,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0, 0, 0, 0, 1, 2),
      (given, question, before, blocks) => {
        const index = new VectorIndex(dimensions);
        // The same vectors on both sides of a block's edge.
        const entries = Array.from({ length: blocks * 4090 + given.length }, (_, at) => at % given.length);
        const vectors = given.map(([one]) => one);
        for (const at of entries) index.add(vectors[at] ?? new Float32Array(dimensions));
        const scores = Float32Array.from(entries, (at) => given[at]?.[1] ?? 0);
        index.score(question, { weight: 1 - before, before }, scores);
        const largest = Math.max(...question.map(Math.abs)) / 127;
        // Divided by the scale, as the index does: a half may be rounded otherwise than by way of the largest.
        const asked = [...question].map((one) => (largest > 0 ? Math.round(one / largest) : 0));
        const expected = given.map(([one, score]) => {
          const kept = whole(one);
          const sum = kept.values.reduce((total, factor, at) => total + factor * (asked[at] ?? 0), 0);
          return score * before + Math.max(0, sum * kept.scale * largest) * (1 - before);
        });
        for (const [at, which] of entries.entries()) {
          const off = Math.abs((scores[at] ?? 0) - (expected[which] ?? 0));
          if (off > 1e-5) throw new Error(`entry ${at} is off by ${off}`);
        }
      },
    ),
    { numRuns: 40 },
  );
});
