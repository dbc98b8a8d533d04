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
    const choice = choices.find((one) => one.stems.every((stem, i) => isMention(words, at + i, stem, one)));
    if (choice && !mentions.some(({ value }) => value === choice.value)) {
      mentions.push({ value: choice.value, negated: isNegated(words, at), at });
    }
  }
  return mentions;
}

function isMention(words: readonly Word[], at: number, stem: string, choice: Choice): boolean {
  const word = words[at];
  if (!word || word.lower.length < 2) return false;
  if (choice.bases.has(word.lower)) return /^(?:in|under)$/.test(words[at - 1]?.lower ?? '');
  if (word.stem === stem) return true;
  const whole = choice.value.toLowerCase();
  return choice.stems.length === 1 && word.lower.length > 5 && isSlipOf(word.lower, whole);
}

const isNegated = (words: readonly Word[], at: number) =>
  words.slice(Math.max(0, at - 3), at).some(({ lower }) => negators.has(lower));
