import { sentencesOf } from '../chunking/sentences';
import { termsOf } from '../embedding/terms';
import type { Passage } from '../store/library';
import type { Retrieved } from './retrieve';

/** A sentence as it stands in a passage. */
export interface Extract {
  readonly text: string;
  readonly passage: Passage;
  /** How much of the question's weight is in it, 0 to 1. */
  readonly relevance: number;
}

/**
 * How much of the question's weight a passage must hold before anything is taken from it, and a sentence by
 * itself: below that the words in common are the ones that every question has.
 */
const leastOfPassage = 0.5;
const leastOfSentence = 0.25;
/** What the best sentence may be better by, for another to be taken along with it. */
const tolerance = 0.75;
const mostSentences = 3;
/** Characters: a longer sentence is a paragraph that was never divided. */
const longest = 1200;

/**
 * The sentences of retrieved passages that answer a question best, word for word. It understands nothing: it
 * counts the question's words. Empty when nothing relevant was found.
 */
export function extract({ passages, weights }: Retrieved): Extract[] {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return [];
  const shareOf = (text: string) => {
    const terms = new Set(termsOf(text));
    let found = 0;
    for (const [term, weight] of weights) if (terms.has(term)) found += weight;
    return found / total;
  };
  const candidates = passages
    .filter(({ text }) => shareOf(text) >= leastOfPassage)
    .flatMap((passage) =>
      sentencesOf(passage.text).flatMap(({ start, end }): Extract[] => {
        const text = passage.text.slice(start, end);
        if (text.length > longest || isHeading(text)) return [];
        return [{ text, passage, relevance: shareOf(text) }];
      }),
    )
    .filter(({ relevance }) => relevance >= leastOfSentence)
    // Passages come with the best first, which is kept among equals.
    .sort((a, b) => b.relevance - a.relevance);
  const best = candidates[0]?.relevance ?? 0;
  const taken = new Map<string, Extract>();
  for (const candidate of candidates) {
    if (taken.size === mostSentences || candidate.relevance < best * tolerance) break;
    if (!taken.has(candidate.text)) taken.set(candidate.text, candidate);
  }
  return [...taken.values()];
}

const isHeading = (text: string): boolean => /^#{1,6}\s/.test(text) || !/\s/.test(text);
