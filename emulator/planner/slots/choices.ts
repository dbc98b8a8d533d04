import type { Choice } from '../contract/parameter';
import { negators } from '../language/lexicon';
import { isSlipOf, type Word } from '../language/words';

export interface Mention {
  readonly value: string;
  readonly negated: boolean;
  /** Index of its first word. */
  readonly at: number;
}

/** The allowed values that words mention, inflected ("still processing") or with a slip, as they are listed. */
export function choicesIn(words: readonly Word[], choices: readonly Choice[], verbAt?: number): Mention[] {
  const mentions: Mention[] = [];
  for (let at = 0; at < words.length; at++) {
    if (at === verbAt) continue;
    const choice =
      choices.find((one) => one.stems.every((stem, i) => isMention(words, at + i, stem, one))) ??
      choices.find(({ meanings }) => meanings.some((phrase) => standsAt(words, at, phrase)));
    if (choice && !mentions.some(({ value }) => value === choice.value)) {
      mentions.push({ value: choice.value, negated: isNegated(words, at), at });
    }
  }
  return mentions;
}

function isMention(words: readonly Word[], at: number, stem: string, choice: Choice): boolean {
  const word = words[at];
  if (!word || word.lower.length < 2) return false;
  if (choice.bases.has(word.lower)) {
    return /^(?:in|under)$/.test(words[at - 1]?.lower ?? '') || isPast(words.slice(0, at));
  }
  if (word.stem === stem) return !(/ing$/.test(word.lower) && isPriced(words, at));
  const whole = choice.value.toLowerCase();
  return choice.stems.length === 1 && word.lower.length > 5 && isSlipOf(word.lower, whole);
}

/** "How much is mailing?" asks about the deed, and not for what is mailed. */
const isPriced = (words: readonly Word[], at: number): boolean =>
  words.slice(0, at).some(({ lower }) => /^(?:much|costs?|prices?|charges?|fees?)$/.test(lower)) ||
  /^(?:costs?|prices?|charges?|fees?)$/.test(words[at + 1]?.lower ?? '');

/** A single word in its very form: "open" means a status, and "opening hours" nothing of the kind. */
function standsAt(words: readonly Word[], at: number, phrase: readonly Word[]): boolean {
  const [only, ...more] = phrase;
  if (!only) return false;
  if (more.length === 0) return words[at]?.lower === only.lower;
  return phrase.every(({ stem }, i) => sameWord(words[at + i]?.stem ?? '', stem));
}

const possessives = new Set('the it their my our'.split(' '));
/** "On their way" as well as "on its way"; the stem of "its" is "it". */
const sameWord = (said: string, meant: string): boolean =>
  said === meant || (possessives.has(said) && possessives.has(meant));

/** "Did I ever cancel …": asks for what is cancelled. */
const isPast = (before: readonly Word[]): boolean =>
  /\bdid (?:i|we)(?: (?:ever|already|once))?$/.test(before.map(({ lower }) => lower).join(' '));

const isNegated = (words: readonly Word[], at: number) =>
  words.slice(Math.max(0, at - 3), at).some(({ lower }) => negators.has(lower));
