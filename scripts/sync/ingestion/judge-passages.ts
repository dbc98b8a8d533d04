import { alternativesOf, askedTerms } from '../../../emulator/knowledge-base/embedding/synonyms';
import { termsOf } from '../../../emulator/knowledge-base/embedding/terms';
import type { Passage } from './verify';

export interface Canary {
  readonly question: string;
  /** The document that has to be found, as it is called in the folder, or the end of its path. */
  readonly expected?: string;
}

/**
 * Why passages are not what the question is to find; null if they could be. An index gives its nearest passages
 * however far they are, and what a score means depends on embedder and store. On the laptop words find, so that a
 * passage with none of the question's, nor one that stands for it, was found by chance.
 */
export function lackingIn(
  passages: readonly Passage[],
  { question, expected }: Canary,
  foundByWords: boolean,
): string | null {
  if (passages.length === 0) return `Nothing is found for ${JSON.stringify(question)}`;
  if (expected !== undefined) {
    const isFound = passages.some(({ uri }) => uri.endsWith(`/${expected.replace(/^(?:\.?\/)+/, '')}`));
    return isFound ? null : `${expected} is not among what is found`;
  }
  if (!foundByWords) return null;
  const terms = new Set(askedTerms(question).flatMap((term) => [term, ...alternativesOf(term)]));
  const hasOne = passages.some(({ text }) => termsOf(text).some((term) => terms.has(term)));
  return hasOne
    ? null
    : 'No passage has a word of the question: the laptop finds by words, so this is chance';
}
