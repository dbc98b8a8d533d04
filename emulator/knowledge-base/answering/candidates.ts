import { termsOf } from '../embedding/terms';
import { type Aspect, holdsAlternative, isVague, tellingWords } from './asked';
import { isKindTerm, isMeasured, isOfKind } from './kinds';
import { held, isNear, named, type Placed, placed, share, type Weight, weighted } from './relevance';
import {
  outlineOf,
  partBefore,
  type Row,
  referredTo,
  refersBack,
  type Statement,
  statementsOf,
} from './statements';

/** A passage that a search found. */
export interface FoundPassage {
  /** No other passage has it. */
  readonly source: string;
  /** The name of its document. */
  readonly document: string;
  readonly text: string;
  /** Headings above it and the names of its table's columns, as far as they are known. */
  readonly before: string;
}

export interface Question {
  /** The parts of what is asked. */
  readonly clauses: readonly string[];
  /** What these words stand for must be in the answer: the new ones of a question that goes on from another. */
  readonly required?: string;
  /** A sort of things that is asked about: a row for another is no answer, whatever else it holds. */
  readonly sort?: string;
  /** The state of the thing that is asked about, and the others that it could be in: their rules are not its own. */
  readonly state?: { readonly is: string; readonly others: readonly string[] };
}

/** Of the weight of all that was asked, what a statement and what stands above it must hold. */
const leastAbout = 0.5;
/** The same with the rest of its passage. */
const leastRelevance = 0.5;
/** Different words of the question: one alone may be there by chance. */
const leastWords = 2;
/**
 * What a word tells that every fifth passage has. A question of one such word is for the documents about it; in a
 * section of another it is said for something that nobody asked about.
 */
const ofCommon = Math.log(5);
/** What the other parts of a question weigh beside the one that a statement is chosen for. */
const otherParts = 0.4;
/** What relevance counts beside what a statement gains by standing in the right place. */
const ofRelevance = 1.3;
const bonuses = {
  title: 0.35,
  heading: 0.3,
  opens: 0.05,
  subject: 0.1,
  howTo: 0.25,
  topic: 0.3,
  amount: 0.25,
  about: 0.3,
  table: 0.15,
  exactly: 0.2,
};
/** What a heading counts in a document about something else. */
const ofOtherTitle = 0.7;
/** What a rule gains that names the state of the thing that is asked about, or another state. */
const ofState = { same: 0.25, other: 0.2 };
const howTo = /^how (?:to|it works)\b/i;
/** What a sentence loses that refers to another. */
const ofReference = 0.02;
/** What a statement loses that is not of the sort that was asked for, and what it must hold all the same. */
const ofOtherKind = 0.25;
const leastOfOtherKind = 0.7;

/** What a share of a price loses where a price is asked for. */
const ofShare = 0.2;

/** Of money, in any currency. */
export const amount = /[€$£¥]\s?\d|\b[A-Z]{3}\s\d/;

export const isShare = (text: string): boolean => !amount.test(text) && /\d %/.test(text);

/** A statement that could be told, and how well it answers. */
export interface Candidate {
  readonly statement: Statement;
  readonly passage: FoundPassage;
  readonly score: number;
  readonly ofKind: boolean;
  readonly relevance: number;
  /** Holds all that is required itself, not in a heading above it. */
  readonly exact: boolean;
  /** The question was one common word. */
  readonly isBroad: boolean;
  /** Its document is by its title about all that was asked. */
  readonly isAbout: boolean;
  /** What it says nothing without. */
  readonly referred: readonly Statement[];
}

interface CandidatesProps {
  readonly aspect: Aspect;
  readonly aspects: readonly Aspect[];
  readonly question: Question;
  readonly passages: readonly FoundPassage[];
  readonly weight: Weight;
  /** What the part before was answered from, for one that speaks of "it". */
  readonly document: string | undefined;
  /** Also what is of another sort than was asked for. */
  readonly isLenient: boolean;
}

/** What passages say to one part of a question, the best first; empty if nothing is relevant. */
export function candidatesFor({
  aspect,
  aspects,
  question: { required = '', sort, state },
  passages,
  weight,
  document,
  isLenient,
}: CandidatesProps): Candidate[] {
  const weights = weighted(aspect, aspects, weight, aspect.continues ? 1 : otherParts);
  const telling = [...weights.keys()].filter((term) => !isKindTerm(term));
  const words = telling.some((term) => !isVague(term)) ? telling.filter((term) => !isVague(term)) : telling;
  const needed = termsOf(tellingWords(required));
  const names = needed.length > 0 ? [] : aspect.names;
  const { kind } = aspect;
  const [only = ''] = words;
  const isBroad =
    kind?.isStrict === true && document === undefined && words.length === 1 && weight(only) < ofCommon;
  const spoken = [only, ...aspect.terms.filter(isKindTerm)];
  const candidates = passages.flatMap((passage, rank) => {
    if (document !== undefined && passage.document !== document) return [];
    const around = new Set(termsOf(passage.text));
    const above = beforeOf(passage, passages);
    return statementsOf(passage.text, above).flatMap((statement, at, all): Candidate[] => {
      const title = statement.path[0] ?? titleOf(passage.document);
      const terms = placed(statement, title, around);
      if (sort && statement.row && !isOfSort(statement, sort)) return [];
      if (state && statement.row && !isOfThing(statement.row, state, weights)) return [];
      const isHere = (term: string) => isNear(held(term, terms));
      if (!needed.every(isHere) || !names.every(isHere)) return [];
      if (isBroad && !(holds(terms.title, only) && spoken.some((term) => isSaid(term, terms)))) return [];
      const near = words.filter(isHere).length;
      if (document === undefined && near < Math.min(leastWords, words.length)) return [];
      const ofKind = kind === undefined || isOfKind(kind, statement);
      const level = (term: string) =>
        kind && isMeasured(kind) && ofKind && isKindTerm(term)
          ? Math.max(0.8, held(term, terms))
          : held(term, terms);
      const about = share(weights, (term) => (isNear(level(term)) ? level(term) : 0));
      const relevance = share(weights, level);
      if (document === undefined && (about < leastAbout || relevance < leastRelevance)) return [];
      if (
        (!isLenient || isBroad) &&
        kind?.isStrict &&
        !ofKind &&
        (near < leastWords || relevance < leastOfOtherKind)
      )
        return [];
      const isAbout =
        kind?.isStrict === true && words.length > 1 && words.every((term) => holds(terms.title, term));
      const ofTitle = named(new Set(termsOf(title)), weights);
      const bonus =
        (kind && ofKind ? kind.bonus : kind?.isStrict ? -ofOtherKind : 0) +
        (kind?.name === 'money' && spoken.length > 1 && amount.test(statement.text) ? bonuses.amount : 0) +
        bonuses.title * ofTitle +
        (statement.heading === title
          ? 0
          : bonuses.heading * named(terms.heading, weights) * (ofTitle > 0 ? 1 : ofOtherTitle)) +
        (statement.row ? bonuses.subject * named(new Set(termsOf(statement.row.subject)), weights) : 0) +
        (isAbout
          ? bonuses.about + (statement.row && kind?.name === 'duration' && ofKind ? bonuses.table : 0)
          : 0) -
        (kind?.name === 'money' && ofKind && isShare(statement.text) ? ofShare : 0) +
        (isBroad && statement.row && amount.test(statement.text) ? bonuses.table : 0) +
        (isExactly(statement.row, names) ? bonuses.exactly : 0) +
        (state ? stateBonus(statement, state) : 0) +
        (kind?.name === 'way' && howTo.test(statement.heading) ? bonuses.howTo : 0) +
        (at === 0 && above === '' && words.every((term) => terms.title.has(term) || terms.heading.has(term))
          ? bonuses.topic
          : 0) +
        (statement.opens ? bonuses.opens : 0) -
        (refersBack(statement) ? ofReference : 0);
      // The rank decides among equals only.
      const score = ofRelevance * relevance + bonus - rank * 0.001;
      const exact = needed.every((term) => terms.own.has(term));
      return [
        {
          statement,
          passage,
          score,
          ofKind,
          relevance,
          exact,
          isBroad,
          isAbout,
          referred: referredTo(statement, at, all),
        },
      ];
    });
  });
  const exact = candidates.filter((candidate) => candidate.exact);
  return (exact.length > 0 ? exact : candidates).sort((a, b) => b.score - a.score);
}

const holds = (terms: ReadonlySet<string>, term: string): boolean =>
  terms.has(term) || holdsAlternative(terms, term);

/** "Ireland" is not "Northern Ireland": one of the things that a row is for has no other name. */
const isExactly = (row: Row | undefined, names: readonly string[]): boolean =>
  names.length > 0 &&
  row !== undefined &&
  row.named !== '' &&
  row.subject.split(/,| and /).some((part) => {
    const terms = termsOf(part);
    return terms.length === names.length && names.every((name) => terms.includes(name));
  });

/** Whether it stands in what is said, and not only somewhere above. */
const isSaid = (term: string, { own, lead, column }: Placed): boolean =>
  [own, lead, column].some((terms) => holds(terms, term));

/** A row is for its subject: for the state that a thing is in, or for what else was named. */
const isOfThing = (
  { subject }: Row,
  { is, others }: NonNullable<Question['state']>,
  weights: ReadonlyMap<string, number>,
): boolean => subject === is || (!others.includes(subject) && named(new Set(termsOf(subject)), weights) > 0);

const isOfSort = ({ row, heading, path }: Statement, sort: string): boolean => {
  const terms = new Set(termsOf([row?.subject, heading, ...path].join(' ')));
  return termsOf(sort).every((term) => holds(terms, term));
};

const stateBonus = ({ text }: Statement, { is, others }: NonNullable<Question['state']>): number =>
  text.includes(is) ? ofState.same : others.some((one) => text.includes(one)) ? ofState.other : 0;

/** What stands above a passage, if need be from a neighbour that it overlaps with. */
function beforeOf(passage: FoundPassage, others: readonly FoundPassage[]): string {
  if (passage.before) return passage.before;
  for (const { document, text } of others) {
    const part = document === passage.document ? partBefore(passage.text, text) : undefined;
    if (part !== undefined) return outlineOf(part);
  }
  return '';
}

/** What the name of a document says of it: `gift-cards.md` is about gift cards. */
const titleOf = (document: string): string =>
  (document.split('/').at(-1) ?? '').replace(/\.\w+$/, '').replace(/[-_.]+/g, ' ');
