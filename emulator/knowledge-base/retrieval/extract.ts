import { sentencesOf } from '../chunking/sentences';
import { termsOf } from '../embedding/terms';
import type { Passage } from '../store/library';
import type { Retrieved } from './retrieve';

/** A sentence as it stands in a passage. */
export interface Extract {
  readonly text: string;
  readonly passage: Passage;
  /** How much of the question's weight is in it and in what stands above it, 0 to 1. */
  readonly relevance: number;
}

/**
 * How much of the question's weight a passage must hold before anything is taken from it, and a sentence by
 * itself: below that the words in common are the ones that every question has.
 */
const leastOfPassage = 0.5;
const leastOfSentence = 0.2;
/** How much the best sentence must hold together with what stands above it. */
const leastOfBest = 0.35;
/** What a word counts that stands not in the sentence but in its heading or its table's head. */
const ofContext = 0.5;
/** What the best sentence may be better by, for another to be taken along with it. */
const tolerance = 0.75;
const mostSentences = 3;
/** Characters: a longer sentence is a paragraph that was never divided. */
const longest = 1200;

type Weights = ReadonlyMap<string, number>;

/**
 * The sentences of retrieved passages that answer a question best, word for word. It understands nothing: it
 * counts the question's words. Empty when nothing relevant was found.
 */
export function extract({ passages, weights, parts = [weights] }: Retrieved): Extract[] {
  const candidates = parts.map((part) => candidatesFor(part, passages));
  const taken = new Map<string, Extract>();
  // The best of every part before the second best of any.
  for (let place = 0; place < mostSentences; place++) {
    for (const found of candidates) {
      const candidate = found[place];
      if (candidate && taken.size < mostSentences) taken.set(candidate.text, candidate);
    }
  }
  return [...taken.values()];
}

function candidatesFor(weights: Weights, passages: readonly Passage[]): Extract[] {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return [];
  const shareOf = (terms: ReadonlySet<string>, factor: (term: string) => number = () => 1) => {
    let found = 0;
    for (const [term, weight] of weights) if (terms.has(term)) found += weight * factor(term);
    return found / total;
  };
  const candidates = passages
    .filter(({ text }) => shareOf(new Set(termsOf(text))) >= leastOfPassage)
    .flatMap((passage) =>
      sentencesIn(passage.text).flatMap(({ text, context }): Extract[] => {
        const own = new Set(termsOf(text));
        if (text.length > longest || shareOf(own) < leastOfSentence) return [];
        const around = new Set([...own, ...termsOf(context)]);
        const relevance = shareOf(around, (term) => (own.has(term) ? 1 : ofContext));
        return [{ text, passage, relevance }];
      }),
    )
    // Passages come with the best first, which is kept among equals.
    .sort((a, b) => b.relevance - a.relevance);
  const best = candidates[0]?.relevance ?? 0;
  if (best < leastOfBest) return [];
  const distinct = new Map<string, Extract>();
  for (const candidate of candidates) {
    if (candidate.relevance >= best * tolerance && !distinct.has(candidate.text)) {
      distinct.set(candidate.text, candidate);
    }
  }
  return [...distinct.values()];
}

/** Sentences and rows with what stands above them: headings, and the head of their table. */
function sentencesIn(passage: string): { readonly text: string; readonly context: string }[] {
  const headings: string[] = [];
  let head = '';
  const found: { text: string; context: string }[] = [];
  for (const { start, end } of sentencesOf(passage)) {
    const text = passage.slice(start, end);
    const level = /^(#{1,6})\s/.exec(text)?.[1]?.length;
    if (level !== undefined) {
      headings.length = Math.min(headings.length, level - 1);
      headings[level - 1] = text;
    }
    const isRow = text.startsWith('|');
    if (!isRow) head = '';
    const isHead = isRow && head === '';
    if (isHead) head = text;
    // A heading, the head of a table and its rule answer nothing.
    if (level === undefined && !isHead && /[^\s|:-]/.test(text) && /\s/.test(text)) {
      found.push({ text, context: `${headings.filter(Boolean).join('\n')}\n${head}` });
    }
  }
  return found;
}
