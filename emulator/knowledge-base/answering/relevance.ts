import { termsOf } from '../embedding/terms';
import { type Aspect, holdsAlternative, tellingOf } from './asked';
import { isKindTerm } from './kinds';
import type { Statement } from './statements';

/** How much a term tells passages apart. */
export type Weight = (term: string) => number;

/** What a term counts by where it stands. */
const places = { own: 1, lead: 0.9, column: 0.85, heading: 0.8, title: 0.65, around: 0.25 };
/** What it counts where another stands that says nearly the same. */
const ofAlternative = 0.85;

/** What a word weighs that says what sort of answer is asked for, beside those that say of what. */
const ofKindTerm = 0.5;

/** What words weigh of what a person tells before asking. */
const ofTold = 0.6;

/** A statement's terms by where they stand. */
export interface Placed {
  readonly own: ReadonlySet<string>;
  readonly lead: ReadonlySet<string>;
  readonly column: ReadonlySet<string>;
  readonly heading: ReadonlySet<string>;
  readonly title: ReadonlySet<string>;
  readonly around: ReadonlySet<string>;
}

/** A cell that says that there is none. */
const isNothing = (cell: string): boolean => /^[–—-]?$/.test(cell);

const setOf = (text: string): ReadonlySet<string> => new Set(termsOf(text));

export function placed(statement: Statement, title: string, around: ReadonlySet<string>): Placed {
  const { text, lead = '', row, heading, path } = statement;
  const columns = row
    ? [row.named, ...row.cells.flatMap(({ name, text: cell }) => (isNothing(cell) ? [] : [name]))].join(' ')
    : '';
  return {
    own: setOf(row ? [row.subject, ...row.cells.map((cell) => cell.text)].join(' ') : text),
    lead: setOf(lead),
    column: setOf(columns),
    heading: setOf(heading),
    title: setOf([title, ...path].join(' ')),
    around,
  };
}

const nearest = ['own', 'lead', 'column', 'heading', 'title', 'around'] as const;

/** How well a term is held, from 0 to 1. */
export function held(term: string, terms: Placed): number {
  let best = 0;
  for (const place of nearest) {
    if (places[place] <= best) break;
    if (terms[place].has(term)) best = Math.max(best, places[place]);
    else if (holdsAlternative(terms[place], term)) best = Math.max(best, places[place] * ofAlternative);
  }
  return best;
}

/** Whether it says so itself, or what stands right above it. */
export const isNear = (level: number): boolean => level >= places.title * ofAlternative;

/** The terms of an aspect with their weights, in the light of the others. */
export function weighted(
  aspect: Aspect,
  aspects: readonly Aspect[],
  weight: Weight,
  factor: number,
): ReadonlyMap<string, number> {
  const worth = (term: string) => weight(term) * tellingOf(term) * (isKindTerm(term) ? ofKindTerm : 1);
  const own = new Set(aspect.terms);
  const others = aspects.flatMap(({ terms, isTold }) =>
    terms.flatMap((term): [string, number][] =>
      own.has(term) || isKindTerm(term)
        ? []
        : [[term, worth(term) * (isTold ? Math.max(ofTold, factor) : factor)]],
    ),
  );
  return new Map([...others, ...aspect.terms.map((term): [string, number] => [term, worth(term)])]);
}

/** How much of the weight is held, from 0 to 1. */
export function share(weights: ReadonlyMap<string, number>, level: (term: string) => number): number {
  let total = 0;
  let found = 0;
  for (const [term, worth] of weights) {
    total += worth;
    found += worth * level(term);
  }
  return total === 0 ? 0 : found / total;
}

/** How much of what a title names was asked for, from 0 to 1. */
export function named(title: ReadonlySet<string>, asked: ReadonlyMap<string, number>): number {
  if (title.size === 0) return 0;
  const terms = new Set(asked.keys());
  let found = 0;
  for (const term of title) found += terms.has(term) ? 1 : holdsAlternative(terms, term) ? ofAlternative : 0;
  return found / title.size;
}
