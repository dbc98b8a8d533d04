import type { Operation } from '../contract/operations';
import type { Parameter } from '../contract/parameter';
import { numberOf } from '../language/quantities';
import type { Word } from '../language/words';

const counting = /\b(?:most|maximum|limit|how many|number of|at a time|per page|results)\b/i;
const ranking = new Set('last first top newest latest recent most up next oldest previous'.split(' '));
const units = new Set('day week month year hour minute second'.split(' '));

/**
 * The number that words give for a parameter: beside a word of its name or its unit, or, for a parameter that
 * says how many to return, in front of what is counted.
 */
export function numberFor(
  parameter: Parameter,
  words: readonly Word[],
  { nounStems: counted, answer }: Operation,
  isTaken: (word: Word) => boolean,
): number | undefined {
  const counts =
    answer.listKey !== undefined &&
    (counting.test(parameter.description) || parameter.nameStems.has('limit'));
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as Word;
    const value = numberOf(word.lower);
    if (value === undefined || isTaken(word)) continue;
    if (parameter.kind === 'whole' && !Number.isInteger(value)) continue;
    const [before, earlier, after, later] = [words[at - 1], words[at - 2], words[at + 1], words[at + 2]];
    const named = [before, earlier].some((one) => one && parameter.nameStems.has(one.stem));
    if (named || (after && parameter.stems.has(after.stem) && !counts)) return value;
    if (!counts || (after && units.has(after.stem))) continue;
    const noun = [after, later, words[at + 3]].some(
      (one) => one && (counted.has(one.stem) || one.lower === 'ones'),
    );
    const ranked = before && ranking.has(before.lower) && before.lower !== 'most';
    const bounded =
      after && (/^(?:at|max|maximum|tops|newest|latest)$/.test(after.lower) || after.lower === 'most');
    const upTo = before?.lower === 'to' && earlier?.lower === 'up';
    const atMost = before?.lower === 'most' && earlier?.lower === 'at';
    const only =
      words.length <= 3 &&
      !/^[a-z]/.test(word.lower) &&
      /^(?:show|list|only|just|more)$/.test(before?.lower ?? after?.lower ?? '');
    if (noun || ranked || bounded || upTo || atMost || only) return value;
  }
  return undefined;
}

/** The bounds of a number as a sentence says them; undefined when the value keeps them. */
export function brokenBound({ schema }: Parameter, value: number): string | undefined {
  const { minimum, maximum } = schema;
  if ((minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum))
    return undefined;
  if (minimum !== undefined && maximum !== undefined) return `from ${minimum} to ${maximum}`;
  return minimum !== undefined ? `at least ${minimum}` : `at most ${maximum}`;
}
