import { distance } from 'fastest-levenshtein';
import { stem } from 'porter2';

export interface Word {
  readonly lower: string;
  readonly stem: string;
  /** Where it stands in the text; both halves of a contraction share one span. */
  readonly start: number;
  readonly end: number;
}

const contractions: Readonly<Record<string, string>> = {
  dont: 'do not',
  doesnt: 'does not',
  didnt: 'did not',
  cant: 'can not',
  cannot: 'can not',
  wont: 'will not',
  isnt: 'is not',
  arent: 'are not',
  wasnt: 'was not',
  havent: 'have not',
  hasnt: 'has not',
  wheres: 'where is',
  whats: 'what is',
  whens: 'when is',
  whos: 'who is',
  hows: 'how is',
  im: 'i am',
  ive: 'i have',
  id: 'id',
  wanna: 'want to',
  gonna: 'going to',
  "can't": 'can not',
  "won't": 'will not',
  "let's": 'let us',
};
const endings: readonly (readonly [RegExp, string])[] = [
  [/n't$/, ' not'],
  [/'m$/, ' am'],
  [/'re$/, ' are'],
  [/'ve$/, ' have'],
  [/'d$/, ' would'],
  [/'ll$/, ' will'],
];
const contractedIs = /^(?:where|what|when|who|how|it|that|there|here|he|she)'s$/;

/** Typographic quotes and hyphens as plain ones; the length stays, so that positions hold in the original. */
export const plain = (text: string): string =>
  text
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/\u00a0/g, ' ');

function expand(lower: string): string {
  const known = Object.hasOwn(contractions, lower) ? contractions[lower] : undefined;
  if (known) return known;
  if (!lower.includes("'")) return lower;
  if (contractedIs.test(lower)) return `${lower.slice(0, -2)} is`;
  for (const [ending, expansion] of endings) {
    if (ending.test(lower)) return lower.replace(ending, expansion);
  }
  return lower.replace(/'s?$/, '');
}

/** The words of a text that went through `plain`, contractions taken apart. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+(?:[-_.:'][\p{L}\p{N}]+)*/gu)) {
    const start = match.index;
    const end = start + match[0].length;
    for (const lower of expand(match[0].toLowerCase()).split(' ')) {
      words.push({ lower, stem: stemOf(lower), start, end });
    }
  }
  return words;
}

/** Porter2 leaves other letters than a to z alone; so do we. */
export function stemOf(lower: string): string {
  const known = stems.get(lower);
  if (known !== undefined) return known;
  const found = /^[a-z]{3,40}$/.test(lower) ? stem(lower) : lower;
  if (stems.size >= mostStems) stems.clear();
  stems.set(lower, found);
  return found;
}

/** A plan is made anew at each step, from the same words. Strangers' words shall not fill the memory. */
const stems = new Map<string, string>();
const mostStems = 5000;

/** The words of a name in camelCase, snake_case or UPPER_CASE. */
export const nameWords = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());

/** One slip of the finger: two letters swapped, one missing, doubled or wrong, in a word long enough to be sure. */
export function isSlipOf(typed: string, meant: string): boolean {
  if (typed[0] !== meant[0] || typed === meant) return false;
  const longest = Math.max(typed.length, meant.length);
  if (longest < 5 || Math.abs(typed.length - meant.length) > 1) return false;
  if (longest >= 6 && distance(typed, meant) === 1) return true;
  if (typed.length !== meant.length) return false;
  const at = [...typed].findIndex((letter, i) => letter !== meant[i]);
  return (
    typed[at] === meant[at + 1] && typed[at + 1] === meant[at] && typed.slice(at + 2) === meant.slice(at + 2)
  );
}
