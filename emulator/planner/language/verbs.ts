import { articles, auxiliaries, negators, otherVerbs, whWords } from './lexicon';
import { isSlipOf, type Word } from './words';

/** What the documents know of words. */
export interface Known {
  readonly writeVerbs: ReadonlySet<string>;
  /** Whether the documents use the word. */
  readonly isDomain: (word: Word) => boolean;
  /** Whether the word is the verb behind an allowed value: `deliver` of DELIVERED. */
  readonly isBase: (word: Word) => boolean;
  /** Whether an identifier stands at this word. */
  readonly isIdentifier: (word: Word) => boolean;
}

/** The verb of a state-changing operation that a word is, in base form or by a slip of the finger. */
export function writeVerbOf(word: Word, verbs: ReadonlySet<string>, gerund = false): string | undefined {
  if (verbs.has(word.lower)) return word.lower;
  if (gerund) return [...verbs].find((verb) => word.lower.startsWith(verb.replace(/e$/, '')));
  if (/(?:ed|ing|s)$/.test(word.lower)) return undefined;
  return [...verbs].find((verb) => isSlipOf(word.lower, verb));
}

const wish = new Set('want need like get have must should needs wants'.split(' '));

/** "I want it cancelled", "it needs to be renewed", "I need a cancellation": a command in another form. */
export function wishedVerb(
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

export const hasNegator = (words: readonly Word[]) => words.some(({ lower }) => negators.has(lower));

export function asksForOtherWork(
  words: readonly Word[],
  at: number,
  requested: boolean,
  known: Known,
): boolean {
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

/** "AB-7 cancel": the thing first, then the verb and nothing else. */
export function trailingVerb(
  words: readonly Word[],
  { writeVerbs, isIdentifier, isDomain }: Known,
): string | undefined {
  const others = words.filter(({ lower }) => !writeVerbs.has(lower));
  if (others.length !== words.length - 1 || !others.some(isIdentifier)) return undefined;
  const only = others.every((word) => isIdentifier(word) || articles.has(word.lower) || isDomain(word));
  return only && others.length <= 3 ? words.find(({ lower }) => writeVerbs.has(lower))?.lower : undefined;
}
