export interface Writer {
  /** A number from 0 to 1. */
  random(): number;
  sentence(): string;
}

const vocabularySize = 30_000;
const letters = 'etaoinshrdlucmfwypvbgkqjxz';

/** Writes the same words for the same seed; the nth word of the vocabulary comes about 1/n as often as the first. */
export function writer(seed: number): Writer {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const invented = () =>
    Array.from(
      { length: 3 + Math.floor(random() * 8) },
      () => letters[Math.floor(random() ** 1.7 * 26)],
    ).join('');
  const vocabulary = Array.from({ length: vocabularySize }, invented);
  const word = () => vocabulary[Math.floor(vocabularySize ** random()) - 1] ?? '';
  return {
    random,
    sentence: () => `${Array.from({ length: 8 + Math.floor(random() * 12) }, word).join(' ')}.`,
  };
}

/** A document of so many paragraphs, each about as long as a chunk, and one of its sentences. */
export function bookOf({ random, sentence }: Writer, pages: number) {
  const paragraphs = Array.from({ length: pages }, () => Array.from({ length: 10 }, sentence));
  const page = paragraphs[Math.floor(random() * pages)] ?? [];
  return {
    text: paragraphs.map((sentences) => sentences.join(' ')).join('\n\n'),
    sentence: page[Math.floor(random() * page.length)] ?? '',
  };
}
