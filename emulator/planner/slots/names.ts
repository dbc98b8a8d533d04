import type { Operation } from '../contract/operations';
import type { Clause } from '../language/clauses';
import type { Word } from '../language/words';

/** Days and months have capitals, too. */
const calendar =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december)s?$/;
const introducing = /^(?:in|at|near|for|of|from|by|with|called|named)$/;

/**
 * A text to look something up by: what stands in quotation marks, else the only name in the clause. A name is words
 * with capitals in a row, after a word such as "in" or after the operation's own noun.
 */
export function nameIn(
  { text, start, quotes }: Pick<Clause, 'text' | 'start' | 'quotes'>,
  words: readonly Word[],
  { nounStems }: Pick<Operation, 'nounStems'>,
  isTaken: (word: Word) => boolean,
): string | undefined {
  if (quotes[0] !== undefined) return quotes[0];
  const isName = (word: Word): boolean =>
    !isTaken(word) &&
    !calendar.test(word.lower) &&
    /^\p{Lu}\p{Ll}/u.test(text.slice(word.start - start, word.end - start));
  const names = words.flatMap((first, at) => {
    const before = words[at - 1];
    if (!before || !isName(first) || isName(before)) return [];
    if (!introducing.test(before.lower) && !nounStems.has(before.stem)) return [];
    const after = words.slice(at).findIndex((word) => !isName(word));
    const last = words[after < 0 ? words.length - 1 : at + after - 1] ?? first;
    return [text.slice(first.start - start, last.end - start)];
  });
  return names.length === 1 ? names[0] : undefined;
}
