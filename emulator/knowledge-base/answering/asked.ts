import { stopWords } from '../../planner/language/lexicon';
import { alternativesOf, askedTerms, inOneWord } from '../embedding/synonyms';
import { termsOf } from '../embedding/terms';
import { isKindTerm, type Kind, kindOf } from './kinds';

/** One thing that a question wants to know. */
export interface Aspect {
  readonly terms: readonly string[];
  readonly kind?: Kind;
  /** Speaks of "it": of what the part before it was about. */
  readonly continues: boolean;
  /** Terms of names: an answer about something else of the same sort is none. */
  readonly names: readonly string[];
  /** Asks nothing: says what the question beside it is about. */
  readonly isTold: boolean;
}

/** What the parts of a question want to know; of each, the words that tell. */
export function aspectsOf(parts: readonly string[]): Aspect[] {
  const clauses = withAdvice(parts);
  // "I live in Bonn. Do you deliver?" asks about Bonn.
  const told = clauses.filter(isStatement).flatMap(namesIn);
  const asks = clauses.some((clause) => !isStatement(clause));
  let before: readonly string[] = [];
  return clauses.flatMap((clause, at): Aspect[] => {
    const kind = kindOf(clause);
    const terms = [...new Set(termsOf(tellingWords(clause)))];
    // "And what is the fee?": of what was asked about before.
    const isBare = kind?.isStrict === true && terms.every(isKindTerm);
    const continues = at > 0 && (isBare || /\b(?:it|its|this|that|they|them|one)\b/i.test(clause));
    const own = namesIn(clause).filter((name) => terms.includes(name));
    // "What does delivery to Bonn cost, and how long does it take?" asks twice about Bonn.
    const names = [...told, ...(own.length === 0 && continues ? before : own)];
    before = own.length > 0 ? own : before;
    const isTold = asks && isStatement(clause);
    return terms.length > 0 || kind?.isStrict
      ? [{ terms, ...(kind && { kind }), continues, names, isTold }]
      : [];
  });
}

/** "It came broken, what do I do?": what says nothing by itself asks about what was said before it. */
function withAdvice(parts: readonly string[]): string[] {
  const clauses: string[] = [];
  for (const part of parts) {
    const before = clauses.at(-1);
    const isEmpty = termsOf(tellingWords(part)).every(isVague) && !kindOf(part)?.isStrict;
    if (before !== undefined && isEmpty) clauses[clauses.length - 1] = `${before} ${part}`;
    else clauses.push(part);
  }
  return clauses;
}

const isStatement = (clause: string): boolean =>
  /^\W*(?:i|we|my|our|the|an?|some(?:body|one|thing)|there|it|this)\b/i.test(clause) &&
  !/\?\s*$/.test(clause);

/** Words for a document as such: a question with them asks what it says, and it does not call itself so. */
const documentWords = /\b(?:polic(?:y|ies)|rules?|terms|conditions|information|info|details|guidelines?)\b/gi;

/** Words that tell no operation from another, and yet say what a question wants to know. */
const telling = new Set(
  'today morning afternoon evening day first last latest newest recent oldest next previous current new open'.split(
    ' ',
  ),
);
/** "Can't", "I've", "what's" */
const contraction = /n['’]t$|^(?:i|you|we|they|he|she|it|that|there|what|where|when|who|how)['’]\p{L}+$/u;
const saysNothing = (word: string): boolean =>
  (stopWords.has(word) && !telling.has(word)) || contraction.test(word);

/** A question without the words that every question has. */
export const tellingWords = (question: string): string =>
  inOneWord(question)
    .replace(documentWords, ' ')
    .replace(/[\p{L}\p{N}'’]+/gu, (word) => (saysNothing(word.toLowerCase()) ? ' ' : word))
    .replace(/\s+/g, ' ')
    .trim();

/** Names are written large within a sentence. Who writes every word large names nothing. */
export function namesIn(clause: string): string[] {
  const words = clause.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
  const large = words.slice(1).filter((word) => /^\p{Lu}/u.test(word) && !/^I\b/.test(word));
  return large.length * 2 > words.length ? [] : large.flatMap(askedTerms);
}

/** Words that a question may use for nearly anything. */
const vague = new Set(
  termsOf(
    'item thing article product stuff something anything somebody anyone person way kind sort type happen use work take try mean buy please possible actually exactly need offer long send new regard consider think believe suppose point usually normally',
  ),
);
const ofVague = 0.4;

export const isVague = (term: string): boolean => vague.has(term) || /^[€$£¥%]$/.test(term);

/** How much less a term of a question tells than the index makes of it, 0 to 1. */
export const tellingOf = (term: string): number => (vague.has(term) ? ofVague : 1);

/** Whether terms hold one that says nearly the same. */
export const holdsAlternative = (terms: ReadonlySet<string>, term: string): boolean => {
  for (const other of alternativesOf(term)) if (terms.has(other)) return true;
  return false;
};
