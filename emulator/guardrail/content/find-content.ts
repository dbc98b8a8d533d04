import { actionOf, type GuardrailProperties, isEnabled, type Source } from '../definition/properties';
import { type Category, lexicon } from './lexicon';

export type Confidence = 'NONE' | 'LOW' | 'MEDIUM' | 'HIGH';

export interface ContentMatch {
  readonly type: keyof typeof lexicon;
  readonly confidence: Confidence;
  readonly filterStrength: Confidence;
  readonly action: 'BLOCKED' | 'NONE';
  readonly detected: boolean;
}

/** The least confidence that a filter of each strength blocks (user guide, guardrails-content-filters). */
const leastConfidence = { LOW: 3, MEDIUM: 2, HIGH: 1, NONE: Number.POSITIVE_INFINITY } as const;
const levels: readonly Confidence[] = ['NONE', 'LOW', 'MEDIUM', 'HIGH'];
const levelOf = (score: number): number => (score >= 0.8 ? 3 : score >= 0.55 ? 2 : score >= 0.3 ? 1 : 0);

/**
 * The configured categories with the emulator's confidence in each, by lists of words and how near they stand, in a
 * text without disguises.
 */
export function findContent(properties: GuardrailProperties, source: Source, text: string): ContentMatch[] {
  const filters = properties.ContentPolicyConfig?.FiltersConfig ?? [];
  const words = text.replace(/['’]/g, ' ').match(/[\p{L}\p{N}]+/gu);
  return filters
    .filter((filter) => isEnabled(filter, source))
    .map((filter) => ({
      filter,
      strength: source === 'INPUT' ? filter.InputStrength : filter.OutputStrength,
    }))
    .filter(({ strength }) => strength !== 'NONE')
    .map(({ filter, strength }) => {
      const level = levelOf(scoreOf(lexicon[filter.Type], words ?? []));
      const detected = level >= leastConfidence[strength];
      const blocks = detected && actionOf(filter, source, 'BLOCK') === 'BLOCK';
      return {
        type: filter.Type,
        confidence: levels[level] ?? 'NONE',
        filterStrength: strength,
        action: blocks ? 'BLOCKED' : 'NONE',
        detected,
      };
    });
}

function scoreOf(category: Category, words: readonly string[]): number {
  const places = placesOf(category, words);
  return Math.max(
    0,
    ...category.signs
      .filter(({ of, within = 0 }) =>
        near(
          of.map((name) => places.get(name) ?? []),
          within,
        ),
      )
      .map(({ score }) => score),
  );
}

interface Place {
  readonly from: number;
  readonly to: number;
}

/** Whether one place of each concept lie within so many words; the same word does not count twice. */
function near(
  concepts: readonly (readonly Place[])[],
  within: number,
  chosen: readonly Place[] = [],
): boolean {
  const [first, ...rest] = concepts;
  if (!first) {
    const from = Math.min(...chosen.map((place) => place.from));
    const to = Math.max(...chosen.map((place) => place.to));
    return chosen.length === 1 || to - from <= within;
  }
  const [anchor] = chosen;
  const begin = anchor ? firstFrom(first, anchor.from - within) : 0;
  for (let at = begin; at < first.length; at++) {
    const place = first[at];
    if (!place || (anchor && place.from > anchor.from + within)) return false;
    const fits = chosen.every(({ from, to }) => place.to < from || place.from > to);
    if (fits && near(rest, within, [...chosen, place])) return true;
  }
  return false;
}

/** Where the places begin that are not before a word: a long text has many, and most are far away. */
function firstFrom(sorted: readonly Place[], word: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.from ?? 0) < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Phrase {
  readonly concept: string;
  readonly words: readonly RegExp[];
}

/** Phrases by how their first word begins: most words of a text begin none, and are looked at once. */
type Phrases = ReadonlyMap<string, readonly Phrase[]>;
const compiled = new WeakMap<Category, Phrases>();
const beginningOf = (word: string): string => word.slice(0, 2);

function placesOf(category: Category, words: readonly string[]): Map<string, Place[]> {
  const phrases = compiled.get(category) ?? compile(category);
  compiled.set(category, phrases);
  const places = new Map<string, Place[]>();
  for (const [from, first] of words.entries()) {
    for (const phrase of phrases.get(beginningOf(first)) ?? []) {
      if (!phrase.words.every((word, offset) => word.test(words[from + offset] ?? ''))) continue;
      const found = places.get(phrase.concept) ?? [];
      found.push({ from, to: from + phrase.words.length - 1 });
      places.set(phrase.concept, found);
    }
  }
  return places;
}

function compile({ concepts }: Category): Phrases {
  const phrases = new Map<string, Phrase[]>();
  for (const [concept, list] of Object.entries(concepts)) {
    for (const phrase of list.split(',')) {
      const words = phrase.trim().split(/\s+/);
      const [first = ''] = words;
      if (/^.?\*/u.test(first)) throw new Error(`${phrase}: two letters have to stand before a star`);
      const beginning = beginningOf(first);
      const others = phrases.get(beginning) ?? [];
      others.push({ concept, words: words.map(patternOf) });
      phrases.set(beginning, others);
    }
  }
  return phrases;
}

const patternOf = (word: string): RegExp => new RegExp(`^${word.replace('*', '\\p{L}*')}$`, 'u');
