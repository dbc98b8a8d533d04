import type { Embedder } from './embedder';
import { termsOf } from './terms';

/** Weights of what is hashed into a vector. */
const weights = { word: 1, pair: 0.4, gram: 0.25 };
const gramLength = 4;

/**
 * The offline default: a text's words, pairs of words and pieces of words, hashed into a vector. It needs no
 * weights and no network, gives the same vector for the same text everywhere, and knows nothing of meaning: two
 * texts without a word in common are strangers to it.
 */
export const lexicalEmbedder = (dimensions = 512): Embedder => ({
  name: `lexical-${dimensions}`,
  dimensions,
  kind: 'lexical',
  embed: async (texts) => texts.map((text) => vectorOf(text, dimensions)),
});

function vectorOf(text: string, dimensions: number): Float32Array {
  const counts = new Map<string, number>();
  const count = (feature: string, weight: number) => counts.set(feature, (counts.get(feature) ?? 0) + weight);
  let before = '';
  for (const term of termsOf(text)) {
    count(term, weights.word);
    if (before) count(`${before} ${term}`, weights.pair);
    for (let at = 0; at + gramLength < term.length + 1 && term.length > gramLength; at++) {
      count(`#${term.slice(at, at + gramLength)}`, weights.gram);
    }
    before = term;
  }
  const vector = new Float32Array(dimensions);
  for (const [feature, weight] of counts) {
    const hash = hashOf(feature);
    // Half of the features count negative, so that those which share a place cancel out on average.
    const place = (hash >>> 1) % dimensions;
    vector[place] = (vector[place] ?? 0) + (hash & 1 ? 1 : -1) * Math.sqrt(weight);
  }
  let squared = 0;
  for (const value of vector) squared += value * value;
  const length = Math.sqrt(squared);
  if (length > 0) for (let at = 0; at < dimensions; at++) vector[at] = (vector[at] ?? 0) / length;
  return vector;
}

/** FNV-1a with a final mix: the low bits alone choose place and sign. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
