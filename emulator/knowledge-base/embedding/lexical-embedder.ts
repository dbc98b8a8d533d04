import { Growing } from '../index/growing';
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

/** Hashes of a text's features of one kind, each as often as it occurs. Used again for the next text. */
const words = new Growing((length) => new Uint32Array(length));
const pairs = new Growing((length) => new Uint32Array(length));
const grams = new Growing((length) => new Uint32Array(length));

function vectorOf(text: string, dimensions: number): Float32Array {
  for (const kind of [words, pairs, grams]) kind.length = 0;
  let before = '';
  for (const term of termsOf(text)) {
    words.push(mixed(hashOf(term)));
    if (before) pairs.push(mixed(hashOf(term, hashOf(' ', hashOf(before)))));
    if (term.length > gramLength) {
      for (let at = 0; at + gramLength <= term.length; at++) {
        grams.push(mixed(hashOf(term, gramSeed, at, at + gramLength)));
      }
    }
    before = term;
  }
  const vector = new Float32Array(dimensions);
  count(words, weights.word, vector);
  count(pairs, weights.pair, vector);
  count(grams, weights.gram, vector);
  let squared = 0;
  for (const value of vector) squared += value * value;
  const length = Math.sqrt(squared);
  if (length > 0) for (let at = 0; at < dimensions; at++) vector[at] = (vector[at] ?? 0) / length;
  return vector;
}

/** Adds the root of each feature's weight times its number to the place that its hash says. */
function count(features: Growing<Uint32Array>, weight: number, vector: Float32Array): void {
  const sorted = features.all.slice().sort();
  for (let from = 0; from < sorted.length; ) {
    const hash = sorted[from] ?? 0;
    let to = from + 1;
    while (sorted[to] === hash) to++;
    // Half of the features count negative, so that those which share a place cancel out on average.
    const place = (hash >>> 1) % vector.length;
    vector[place] = (vector[place] ?? 0) + (hash & 1 ? 1 : -1) * Math.sqrt(weight * (to - from));
    from = to;
  }
}

/** FNV-1a, which goes on from any hash. */
function hashOf(text: string, seed = 0x811c9dc5, from = 0, to = text.length): number {
  let hash = seed;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** Pieces of words are no words. */
const gramSeed = hashOf('#');

/** The low bits alone choose place and sign. */
function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (half ^ (half >>> 16)) >>> 0;
}
