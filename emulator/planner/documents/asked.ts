import { termsOf } from '../../knowledge-base/embedding/terms';
import { stopWords } from '../language/lexicon';

/** One thing that a question wants to know. */
export interface Aspect {
  readonly terms: readonly string[];
  readonly kind?: Kind;
  /** Speaks of "it": of what the part before it was about. */
  readonly continues: boolean;
}

/** What sort of answer a question calls for. */
interface Kind {
  readonly asked: RegExp;
  /** What such an answer holds. */
  readonly answer: RegExp;
}

const number = '(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)';
const kinds: readonly Kind[] = [
  {
    asked:
      /\b(?:how (?:long|soon|often)|how many (?:\w+ )?(?:minutes|hours|days|weeks|months|years)|until when)\b/i,
    answer: new RegExp(
      `\\b${number}(?:\\s*(?:–|-|to|or)\\s*${number})?\\s+(?:\\w+ )?(?:minute|hour|day|week|month|year)s?\\b|\\bevery\\b`,
      'i',
    ),
  },
  {
    asked: /\b(?:how much|costs?|prices?|charges?|fees?|surcharges?|worth)\b/i,
    answer: /[€$£¥]\s?\d|\b[A-Z]{3}\s?\d|\d\s?(?:€|[A-Z]{3}\b)|\bfree of charge\b/,
  },
  {
    asked: /\b(?:when|what time|which (?:day|date))\b/i,
    answer: /\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day/i,
  },
  {
    asked: /\b(?:how (?:many|old|far|high|heavy)|what (?:percentage|number|rate|temperature|size|height))\b/i,
    answer: /\d/,
  },
];

/** What the parts of a question want to know; of each, the words that tell. */
export const aspectsOf = (clauses: readonly string[]): Aspect[] =>
  clauses.flatMap((clause, at): Aspect[] => {
    const kind = kinds.find(({ asked }) => asked.test(clause));
    const terms = [...new Set(termsOf(tellingWords(clause)))];
    const continues = at > 0 && /\b(?:it|its|this|that|they|them|one)\b/i.test(clause);
    return terms.length > 0 || kind ? [{ terms, ...(kind && { kind }), continues }] : [];
  });

/** Words for a document as such: a question with them asks what it says, and it does not call itself so. */
const documentWords = /\b(?:polic(?:y|ies)|rules?|terms|conditions|information|info|details|guidelines?)\b/gi;

/** Words that tell no operation from another, and yet say what a question wants to know. */
const telling = new Set(
  'today morning afternoon evening day first last latest newest recent oldest next previous current new'.split(
    ' ',
  ),
);
const saysNothing = (word: string): boolean => stopWords.has(word) && !telling.has(word);

/** A question without the words that every question has. */
export const tellingWords = (question: string): string =>
  question
    .replace(documentWords, ' ')
    .replace(/[\p{L}\p{N}'’]+/gu, (word) => (saysNothing(word.toLowerCase()) ? ' ' : word))
    .replace(/\s+/g, ' ')
    .trim();

/** Terms by which a question says what sort of answer it wants; an answer of that sort need not repeat them. */
const kindTerms = new Set(
  termsOf(
    'long soon often many much cost price charge fee surcharge worth minutes hours days weeks months years time',
  ),
);

export const isKindTerm = (term: string): boolean => kindTerms.has(term);
