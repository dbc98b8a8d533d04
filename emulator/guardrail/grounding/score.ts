import { termsOf } from '../text/terms';

const isNumber = (term: string) => /^\p{N}/u.test(term);

/**
 * How much of an answer stands in its source, from 0 to 1: of each sentence the share of meaningful words that the
 * source has, weighted by the sentence's length. A number that the source has not halves its sentence.
 */
export function groundingScore(answer: string, source: string): number {
  const known = new Set(termsOf(source));
  const sentences = answer
    .split(/(?<=[.!?])\s+|\n+/)
    .map(termsOf)
    .filter((terms) => terms.length > 0);
  const total = sentences.reduce((sum, terms) => sum + terms.length, 0);
  if (total === 0) return 1;
  const supported = sentences.reduce((sum, terms) => {
    const found = terms.filter((term) => known.has(term)).length;
    const wrongNumber = terms.some((term) => isNumber(term) && !known.has(term));
    return sum + (wrongNumber ? found / 2 : found);
  }, 0);
  return supported / total;
}

/** The share of the question's meaningful words that the answer takes up, from 0 to 1. */
export function relevanceScore(answer: string, query: string): number {
  const asked = [...new Set(termsOf(query))];
  if (asked.length === 0) return 1;
  const answered = new Set(termsOf(answer));
  return asked.filter((term) => answered.has(term)).length / asked.length;
}
