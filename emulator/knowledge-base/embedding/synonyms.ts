import { stemOf } from './stems';
import { termsOf } from './terms';

/** Everyday English words that stand for each other, whatever a text is about. */
const groups = `
deliver ship send dispatch|parcel package packet shipment|item article product goods|buy purchase|price cost charge fee|
phone telephone call ring|reach contact|email mailbox|fall drop decrease sink lower reduce|damage break defect fault|
lose miss disappear vanish|wrong incorrect mistaken|shoe footwear|clothes clothing garment apparel|child kid|
holiday vacation|bill invoice|voucher coupon|discount rebate reduction|expire lapse valid|late delay overdue|
fast quick speed soon|fix repair mend|company business firm|join register enrol subscribe member membership|
keep hold retain|complaint complain|guarantee warranty|customs duty tariff|collect pickup fetch|shop store branch|
present gift|refund reimburse|swap exchange|redeem spend|erase delete remove|stop end cancel quit|
unsubscribe cancel|begin start|big large|small little|cheap low|answer reply respond|choose select pick|
address destination|autumn fall|car vehicle|allow permit|forbid prohibit ban|job vacancy|owner own|
trousers pants|error mistake|finish complete end|help assist|hurt injure|ill sick|illness disease|
letter mail|limit maximum|minimum least|money amount|password passcode|photo photograph picture|
rent hire lease|site website|storage store|tax vat|tell inform notify|trash rubbish waste|worth value|
wheelchair disabled|wash clean|way method|year annual|open opening|near nearby|size fit|courier carrier|cash money|scheme programme`
  .split('|')
  .map((group) => group.trim().split(/\s+/));

const alternatives = new Map<string, Set<string>>();
/** The words of a stem's groups, as they are written. */
const written = new Map<string, string[]>();
for (const group of groups) {
  const stems = group.map(stemOf);
  for (const one of stems) written.set(one, [...(written.get(one) ?? []), ...group]);
  for (const one of stems) {
    const others = alternatives.get(one) ?? new Set();
    for (const other of stems) if (other !== one) others.add(other);
    alternatives.set(one, others);
  }
}
/** Short forms that people type, with a word of the long one. */
for (const [short, long] of [
  ['uk', 'kingdom'],
  ['gb', 'britain'],
  ['usa', 'states'],
  ['eu', 'european'],
] as const) {
  alternatives.set(short, new Set([stemOf(long)]));
}

/** Terms that say nearly the same as a term; none for most. */
export const alternativesOf = (term: string): ReadonlySet<string> => alternatives.get(term) ?? none;

const none: ReadonlySet<string> = new Set();

/** What people say in several words, and documents in one. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\b(?:(?:get|have|want|receive) )?(?:my|the|your|their)? ?money back\b/gi, 'refund'],
  [/\b(?:send|sending|give|giving|bring|bringing|take) (\S+ )?back\b/gi, 'return $1'],
  [/\bsent (\S+ )?back\b/gi, 'returned $1'],
  [/\bpick(?:ed|ing)? (\S+ (?:\S+ )?)?up\b/gi, 'collect $1'],
  [/\bpick-?up\b/gi, 'collection'],
  [/\b(?:get|getting|be) in touch\b/gi, 'contact'],
  [/\bsign(?:ed|ing)? up\b/gi, 'register'],
  [/\b(?:log|sign)(?:ged|ging|ed|ing)? ?-?in\b/gi, 'sign-in'],
  [/\bget rid of\b/gi, 'delete'],
  [/\bhow much (?=(?:is|are|was|were|do|does|did|will|would|for|to|extra|more)\b)/gi, 'cost '],
  [/\bhow (?:much|many|old|often|fast|soon|quick(?:ly)?)\b/gi, ' '],
  [/\bdifferent\b/gi, 'another'],
  [/\b(?:not|never) arrived?\b/gi, 'not arrive lost'],
];

/** A question with its turns of phrase in the one word that documents use for them. */
export const inOneWord = (question: string): string =>
  phrases.reduce((text, [phrase, word]) => text.replace(phrase, word), question);

/** The terms of a question beside other words for them; undefined where there are none. */
export function inOtherWords(question: string): string | undefined {
  let isOther = false;
  const words = askedTerms(question).flatMap((term) => {
    const others = written.get(term)?.filter((word) => stemOf(word) !== term) ?? [];
    isOther ||= others.length > 0;
    return [term, ...others];
  });
  return isOther ? [...new Set(words)].join(' ') : undefined;
}

/** The terms of a question, each in the first other word for it; undefined where there are none. */
export function inAnotherWord(question: string): string | undefined {
  let isOther = false;
  const words = askedTerms(question).map((term) => {
    const other = written.get(term)?.find((word) => stemOf(word) !== term);
    isOther ||= other !== undefined;
    return other ?? term;
  });
  return isOther ? words.join(' ') : undefined;
}

/** Words of asking: documents hold them by chance. */
const asking = new Set(
  termsOf(
    'get need want like know tell show see give find let take please actually exactly happen mean still yet already ever maybe something anything someone somebody anyone policy policies rules information info details',
  ),
);

/** The terms that a question is asked in. */
export function askedTerms(question: string): string[] {
  const terms = [...new Set(termsOf(inOneWord(question).replace(/\bhow long\b/gi, ' ')))];
  const telling = terms.filter((term) => !asking.has(term));
  return telling.length > 0 ? telling : terms;
}
