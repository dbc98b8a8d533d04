import type { Clause } from './clauses';
import { auxiliaries, fillers, readVerbs, stativeVerbs, whWords } from './lexicon';
import { asksForOtherWork, hasNegator, type Known, trailingVerb, wishedVerb, writeVerbOf } from './verbs';
import type { Word } from './words';

/** What a clause does. */
export interface Act {
  readonly kind: 'command' | 'question' | 'statement' | 'fragment';
  /** The verb that a command asks for, in base form. */
  readonly verb?: string;
  /** Index of that verb among the clause's words. */
  readonly verbAt?: number;
  /** The verb belongs to an operation that changes state. */
  readonly writes: boolean;
  /** The command is for work that no operation of that verb does. */
  readonly unknown: boolean;
  /** "Don't": the verb is named to be left alone. */
  readonly negated: boolean;
  /** "How do I": asks for the way, not for the deed. */
  readonly howTo: boolean;
}

const request =
  /^(?:(?:can|could|would|will) you(?: mind)?|do you mind|(?:i|we) (?:(?:do|did|would|will) )?(?:not |never )?(?:want|need|like|love|wish|have|wanted|prefer|asked?)(?: you)?(?: not)? to|(?:i|we) would (?:like|love) to|(?:i|we) am (?:trying|going|here) to|go ahead|help me(?: to)?|let (?:me|us)|try to|remember to|be so kind(?: to)?|(?:may|can|could) (?:i|we) ask(?: you)?(?: to)?|(?:is it|are you|would it be) able to) /;
const prohibition =
  /^(?:(?:i|we|you) )?(?:(?:do|must|should|shall|may|can|will|would|did) )?(?:not|never) (?:ever )?|^no need to /;
const permission = /^(?:can|could|may|might|shall|should|must) (?:i|we) /;
const howToAsk =
  /^(?:how (?:do|can|could|would|should|to|does)|what (?:do|must|should) (?:i|we) (?:do|need) to)\b/;

/** Reads what a clause does: asks, tells to do or to leave alone, states, or merely mentions. */
export function actOf(clause: Clause, known: Known): Act {
  const kept: number[] = [];
  clause.words.forEach((word, i) => {
    const emphatic = word.lower === 'no' && kept.length === 0;
    if (!emphatic && !(fillers.has(word.lower) && !(word.lower === 'thank'))) kept.push(i);
  });
  const words = kept.map((i) => clause.words[i] as Word);
  const base = { writes: false, unknown: false, negated: false, howTo: false } as const;
  if (words.length === 0) return { ...base, kind: 'fragment' };

  let rest = `${words.map(({ lower }) => lower).join(' ')} `;
  let at = 0;
  let requested = false;
  let negated = false;
  const strip = (pattern: RegExp) => {
    const match = pattern.exec(rest)?.[0];
    if (!match) return false;
    at += match.trim().split(' ').length;
    rest = rest.slice(match.length);
    return match.includes('not ') || match.includes('never ') || match.startsWith('no need') ? 'not' : 'yes';
  };
  const conditional = words[0]?.lower === 'if';
  if (howToAsk.test(rest)) {
    const write = words.find((word) => writeVerbOf(word, known.writeVerbs));
    const verb = write && writeVerbOf(write, known.writeVerbs);
    if (verb && !words.some(known.isIdentifier)) return { ...base, kind: 'question', verb, howTo: true };
  }
  for (let round = 0; round < 3; round++) {
    const asked = strip(request);
    if (asked) requested = true;
    if (asked === 'not') negated = true;
    // "Can't sign in" tells of oneself, too.
    const own = /^(?:(?:i|we) |can not )/.test(rest);
    if (!negated && strip(prohibition)) {
      negated = true;
      // "I don't need it any more" states; only of a change does it forbid.
      if (own && !requested && !writeVerbOf(words[at] ?? noWord, known.writeVerbs)) {
        return { ...base, kind: clause.asks ? 'question' : 'statement' };
      }
    } else if (!asked) break;
  }
  if (permission.test(rest)) {
    const verb = words[at + 2];
    if (verb && (readVerbs.has(verb.lower) || stativeVerbs.has(verb.lower))) {
      return { ...base, kind: 'command', verb: verb.lower, verbAt: kept[at + 2], negated };
    }
    return { ...base, kind: 'question', negated: false };
  }
  const head = words[at];
  if (!head) return { ...base, kind: 'fragment', negated };
  const wished = wishedVerb(words, known);
  if (wished && !conditional)
    return { ...base, kind: 'command', verb: wished, writes: true, negated: negated || hasNegator(words) };
  if (conditional) return { ...base, kind: 'question' };
  if (whWords.has(head.lower)) return { ...base, kind: 'question', negated: false };
  if (auxiliaries.has(head.lower) && words.length > at + 1 && !requested)
    return { ...base, kind: 'question' };

  const gerund = requested && head.lower.endsWith('ing');
  const write = writeVerbOf(head, known.writeVerbs, gerund);
  if (write) return { ...base, kind: 'command', verb: write, verbAt: kept[at], writes: true, negated };
  if (negated && !requested) {
    const forbidden = words
      .slice(at)
      .map((word) => writeVerbOf(word, known.writeVerbs))
      .find(Boolean);
    if (forbidden) return { ...base, kind: 'command', verb: forbidden, writes: true, negated };
  }
  // "I don't want to wait" says why; only what can be shown can be asked not to be.
  if (negated && requested && !readVerbs.has(head.lower)) return { ...base, kind: 'statement' };
  if (asksForMoney.test(clause.text))
    return { ...base, kind: 'command', verb: head.lower, verbAt: kept[at], unknown: true, negated };
  if (readVerbs.has(head.lower) || (requested && stativeVerbs.has(head.lower))) {
    return { ...base, kind: 'command', verb: head.lower, verbAt: kept[at], negated };
  }
  if (asksForOtherWork(words, at, requested, known)) {
    return { ...base, kind: 'command', verb: head.lower, verbAt: kept[at], unknown: true, negated };
  }
  if (states(words.slice(at))) return { ...base, kind: clause.asks ? 'question' : 'statement', negated };
  const trailing = trailingVerb(words, known);
  if (trailing) return { ...base, kind: 'command', verb: trailing, writes: true, negated };
  return { ...base, kind: clause.asks ? 'question' : 'fragment', negated };
}

/** "Give me 20 % off": no information. */
export const asksForMoney =
  /\b(?:give|gimme|get|grant|take)(?: (?:me|us|him|her|them))?(?: (?:an?|another|some|the))? (?:\d+(?:[.,]\d+)? ?(?:%|percent\b|[€$£¥]|euros?\b|dollars?\b|pounds?\b)|[€$£¥] ?\d)/i;

/** A subject with something said of it; "the delivered ones" has no verb and says nothing. */
function states([head, ...rest]: readonly Word[]): boolean {
  if (!head || rest.length === 0) return false;
  if (/^(?:i|we|it|they|he|she|you|there)$/.test(head.lower)) return true;
  if (!/^(?:my|our|the|this|that|these|those)$/.test(head.lower)) return false;
  // "the ones being processed" is a thing, not a sentence.
  if (rest[0]?.lower === 'ones' || rest[0]?.lower === 'one') return false;
  return rest.some(({ lower }) => auxiliaries.has(lower)) || /ed$/.test(rest.at(-1)?.lower ?? '');
}

const noWord: Word = { lower: '', stem: '', start: 0, end: 0 };
