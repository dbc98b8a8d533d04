import { termsOf } from '../embedding/terms';
import type { Statement } from './statements';

/** What sort of answer a question calls for. */
export interface Kind {
  readonly name:
    | 'frequency'
    | 'duration'
    | 'money'
    | 'time'
    | 'age'
    | 'number'
    | 'way'
    | 'manner'
    | 'consent';
  /** What such an answer holds. */
  readonly answer: RegExp;
  /** What does not hold it is hardly an answer. */
  readonly isStrict: boolean;
  /** How much it speaks for a statement to be of this kind. */
  readonly bonus: number;
}

const number = '(?:\\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)';
const unit = '(?:minute|hour|day|week|month|year)s?';

const period = new RegExp(
  `\\b${number}(?:\\s*(?:–|-|to|or)\\s*${number})?\\s+(?:\\w+ ){0,2}?${unit}\\b|\\b(?:same|next|following) (?:\\w+ )?day\\b|\\b(?:do(?:es)? not|never) (?:expire|end)|\\bat once\\b|\\bimmediately\\b`,
  'i',
);

/** Verbs with which an instruction begins. */
const instruction =
  /^(?:(?:please|first|then|or|to \w+),? )?(?:add|apply|ask|begin|bring|call|cancel|check|choose|clean|click|contact|copy|download|enter|fetch|fill|follow|give|go|hand|keep|let|log|look|make|measure|note|open|pack|pay|pick|place|print|press|put|read|register|remove|report|rinse|select|send|set|show|sign|start|stop|switch|take|tell|telephone|tick|try|turn|type|use|visit|wait|wash|wear|write)\b(?!-)/i;

const kinds: readonly (Kind & { readonly asked: RegExp })[] = [
  {
    name: 'frequency',
    asked: /\bhow often\b/i,
    answer:
      /\bevery\b|\b(?:once|twice|\w+ times) an?\b|\b(?:daily|weekly|monthly|yearly)\b|\bafter (?:each|\d)/i,
    isStrict: true,
    bonus: 0.3,
  },
  {
    name: 'duration',
    asked:
      /\b(?:how (?:long|soon|fast|quick(?:ly)?)|how many (?:\w+ )?(?:minutes|hours|days|weeks|months|years)|until when)\b/i,
    answer: period,
    isStrict: true,
    bonus: 0.3,
  },
  {
    name: 'money',
    asked: /\b(?:how much|costs?|prices?|charges?|fees?|surcharges?|worth|free)\b/i,
    answer:
      /[€$£¥]\s?\d|\b[A-Z]{3}\s?\d|\d\s?(?:€|[A-Z]{3}\b)|\bfree of (?:charge|postage)\b|\b(?:is|are|stays?) free\b(?! of (?!charge|postage))|\bcosts? nothing\b|\bsurcharge: \d|\d %|\bno (?:fee|charge|surcharge|cost)s?\b/,
    isStrict: true,
    bonus: 0.3,
  },
  {
    name: 'age',
    asked: /\bhow old\b/i,
    answer: /\b(?:\d+ years|must be \d+|aged? \d+|age of \d+|from \d+|\d+ or over|over \d+|under \d+)\b/i,
    isStrict: true,
    bonus: 0.3,
  },
  {
    name: 'time',
    asked: /\b(?:when|what time|which (?:day|date)|opening hours)\b/i,
    answer:
      /\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:as soon as|once|after|before|until|when|at once|immediately)\b/i,
    isStrict: false,
    bonus: 0.25,
  },
  {
    name: 'number',
    asked:
      /\b(?:how (?:many|far|high|heavy|big|large)|(?:what|which) (?:\w+ ){0,2}(?:percentage|number|rate|temperature|size|height))\b/i,
    answer: /\d/,
    isStrict: false,
    bonus: 0.15,
  },
  {
    name: 'way',
    asked:
      /\bhow (?:do|can|could|should|would|to|must) |\bwhat (?:do|should|can|must|shall) (?:i|we) do\b|\bwhat (?:now|then|next)\b|\bwhat if\b|\bwhat happens\b|\bwhere (?:do|can|should) (?:i|we)\b/i,
    answer: new RegExp(
      `${instruction.source}|\\bby (?:\\w+ing|e-?mail|link|app)\\b|\\byou (?:can|may)\\b`,
      'i',
    ),
    isStrict: false,
    bonus: 0.25,
  },
  {
    // "How is it done": told by a sentence rather than by a row of a table.
    name: 'manner',
    asked: /\bhow (?:is|are|was|were|does|did)\b/i,
    answer: /[.!?]["”)]?$/,
    isStrict: false,
    bonus: 0.25,
  },
  {
    name: 'consent',
    asked: /^\W*(?:and |or |but )?(?:can|could|may|do|does|did|is|are|will|must|should|shall|have|has|am)\b/i,
    answer:
      /\b(?:can|cannot|may|must|not|never|only|possible|impossible|accepted|allowed|free|yes|no|none|nor|neither|excluded|without)\b/i,
    isStrict: false,
    bonus: 0.12,
  },
];

export const kindOf = (clause: string): Kind | undefined => kinds.find(({ asked }) => asked.test(clause));

/** Terms by which a question says what sort of answer it wants; an answer of that sort need not repeat them. */
const terms = new Set(
  termsOf(
    'long soon often fast quick quickly many much old cost price charge fee surcharge worth minutes hours days weeks months years time size',
  ),
);

export const isKindTerm = (term: string): boolean => terms.has(term);

const unitNamed = new RegExp(`\\bin (?:\\w+ )?(${unit})(?![\\w-])`, 'i');

/** Whether a statement is of the kind; a cell's unit may stand in the name of its column: "Time in days". */
export const isOfKind = ({ answer }: Kind, { text, row }: Statement): boolean =>
  answer.test(text) ||
  (row?.cells.some(({ name, text: cell }) => {
    const named = /\d/.test(cell) ? unitNamed.exec(name)?.[1] : undefined;
    return named !== undefined && answer.test(`${cell} ${named}`);
  }) ??
    false);

/** Kinds whose answers hold a measure, which stands for the words that ask for it. */
export const isMeasured = ({ name }: Kind): boolean => /^(?:frequency|duration|money|age|number)$/.test(name);
