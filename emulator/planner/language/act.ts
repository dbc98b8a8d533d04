import type { Clause } from './clauses';
import {
  articles,
  auxiliaries,
  fillers,
  negators,
  otherVerbs,
  readVerbs,
  stativeVerbs,
  whWords,
} from './lexicon';
import { isSlipOf, type Word } from './words';

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

export interface Known {
  readonly writeVerbs: ReadonlySet<string>;
  /** Whether the documents use the word. */
  readonly isDomain: (word: Word) => boolean;
  /** Whether the word is the verb behind an allowed value: `deliver` of DELIVERED. */
  readonly isBase: (word: Word) => boolean;
  /** Whether an identifier stands at this word. */
  readonly isIdentifier: (word: Word) => boolean;
}

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
    if (!negated && strip(prohibition)) negated = true;
    else if (!asked) break;
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

/** "AB-7 cancel": the thing first, then the verb and nothing else. */
function trailingVerb(
  words: readonly Word[],
  { writeVerbs, isIdentifier, isDomain }: Known,
): string | undefined {
  const others = words.filter(({ lower }) => !writeVerbs.has(lower));
  if (others.length !== words.length - 1 || !others.some(isIdentifier)) return undefined;
  const only = others.every((word) => isIdentifier(word) || articles.has(word.lower) || isDomain(word));
  return only && others.length <= 3 ? words.find(({ lower }) => writeVerbs.has(lower))?.lower : undefined;
}

/** A subject with something said of it; "the delivered ones" has no verb and says nothing. */
function states([head, ...rest]: readonly Word[]): boolean {
  if (!head || rest.length === 0) return false;
  if (/^(?:i|we|it|they|he|she|you|there)$/.test(head.lower)) return true;
  if (!/^(?:my|our|the|this|that|these|those)$/.test(head.lower)) return false;
  return rest.some(({ lower }) => auxiliaries.has(lower)) || /ed$/.test(rest.at(-1)?.lower ?? '');
}

/** The verb of a state-changing operation that a word is, in base form or by a slip of the finger. */
function writeVerbOf(word: Word, verbs: ReadonlySet<string>, gerund = false): string | undefined {
  if (verbs.has(word.lower)) return word.lower;
  if (gerund) return [...verbs].find((verb) => word.lower.startsWith(verb.replace(/e$/, '')));
  if (/(?:ed|ing|s)$/.test(word.lower)) return undefined;
  return [...verbs].find((verb) => isSlipOf(word.lower, verb));
}

const wish = new Set('want need like get have must should needs wants'.split(' '));

/** "I want it cancelled", "it needs to be renewed", "I need a cancellation": a command in another form. */
function wishedVerb(
  words: readonly Word[],
  { writeVerbs, isIdentifier, isDomain }: Known,
): string | undefined {
  const from = words.findIndex(({ lower }) => wish.has(lower));
  if (from < 0 || from > 3 || whWords.has(words[0]?.lower ?? '') || auxiliaries.has(words[0]?.lower ?? ''))
    return;
  for (let i = from + 1; i < words.length; i++) {
    const word = words[i] as Word;
    const verb = [...writeVerbs].find((one) => word.lower !== one && sharesStem(word.lower, one));
    if (!verb) continue;
    const before = words.slice(from + 1, i);
    const named = before.some((one) => isIdentifier(one) || /^(?:it|this|that|them|both)$/.test(one.lower));
    const passive = words[i - 1]?.lower === 'be';
    const last = i === words.length - 1 && before.some(isDomain);
    if (/ed$/.test(word.lower) && (named || passive || last)) return verb;
    if (/(?:ation|al|ment)$/.test(word.lower) && articles.has(words[i - 1]?.lower ?? '')) return verb;
  }
  return undefined;
}

/** `verb` with an ending, its last letter doubled or dropped: cancelled, renewal, removed. */
const sharesStem = (word: string, verb: string) =>
  new RegExp(`^${verb.replace(/e$/, 'e?')}${verb.at(-1)}?(?:ed|d|al|ation|ment)$`).test(word);

const hasNegator = (words: readonly Word[]) => words.some(({ lower }) => negators.has(lower));

function asksForOtherWork(words: readonly Word[], at: number, requested: boolean, known: Known): boolean {
  const [head, next] = [words[at], words[at + 1]];
  if (!head || known.isIdentifier(head) || /\d|(?:ed|ing)$/.test(head.lower)) return false;
  const after = next?.lower ?? '';
  if (otherVerbs.has(head.lower)) return true;
  // "track" is a verb and "tracking number" a mention; so is "book me a table" against "book status".
  const objectFollows =
    articles.has(after) || after === 'me' || after === 'us' || (next && known.isIdentifier(next));
  if (requested) return !articles.has(head.lower);
  if (!known.isDomain(head)) return objectFollows === true;
  return /^(?:me|a|an|some|another)$/.test(after) || (objectFollows === true && known.isBase(head));
}
