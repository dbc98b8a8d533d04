import { actionOf, type GuardrailProperties, isEnabled, type Source } from '../definition/properties';
import { type Category, type Language, lexicon } from './lexicon';

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
  const of = (name: string, language: Language | undefined) =>
    places.filter((place) => place.concept === name && (place.language ?? language) === language);
  const languages = new Set(places.map(({ language }) => language));
  return Math.max(
    0,
    ...[...languages].flatMap((language) => {
      return category.signs
        .filter(({ of: names, within = 0 }) =>
          near(
            names.map((name) => of(name, language)),
            within,
          ),
        )
        .map(({ score }) => score);
    }),
  );
}

interface Place {
  readonly concept: string;
  /** None for a word that is the same in all. */
  readonly language: Language | undefined;
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
  readonly language: Language | undefined;
  readonly words: readonly RegExp[];
}

/** Phrases by how their first word begins: most words of a text begin none, and are looked at once. */
type Phrases = ReadonlyMap<string, readonly Phrase[]>;
const compiled = new WeakMap<Category, Phrases>();
const beginningOf = (word: string): string => word.slice(0, 2);

function placesOf(category: Category, words: readonly string[]): Place[] {
  const phrases = compiled.get(category) ?? compile(category);
  compiled.set(category, phrases);
  const places: Place[] = [];
  for (const [from, first] of words.entries()) {
    for (const { concept, language, words: expected } of phrases.get(beginningOf(first)) ?? []) {
      if (!expected.every((word, offset) => word.test(words[from + offset] ?? ''))) continue;
      places.push({ concept, language, from, to: from + expected.length - 1 });
    }
  }
  return places;
}

function compile({ concepts }: Category): Phrases {
  const phrases = new Map<string, Phrase[]>();
  for (const [concept, lists] of Object.entries(concepts)) {
    const byLanguage: [Language | undefined, string][] =
      typeof lists === 'string' ? [[undefined, lists]] : (Object.entries(lists) as [Language, string][]);
    for (const [language, list] of byLanguage) {
      for (const phrase of list.split(',')) {
        const words = phrase.trim().split(/\s+/);
        const [first = ''] = words;
        if (/^.?\*/u.test(first)) throw new Error(`${phrase}: two letters have to stand before a star`);
        const beginning = beginningOf(first);
        const others = phrases.get(beginning) ?? [];
        others.push({ concept, language, words: words.map(patternOf) });
        phrases.set(beginning, others);
      }
    }
  }
  return phrases;
}

function patternOf(word: string): RegExp {
  const choices = word.replace(/^[!=]/, '').replaceAll('*', '\\p{L}*');
  if (word.startsWith('!')) return new RegExp(`^(?!(?:${choices})$)`, 'u');
  return new RegExp(word.startsWith('=') ? `^(?:${choices})?$` : `^(?:${choices})$`, 'u');
}
