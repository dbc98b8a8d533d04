import type { Operation } from '../contract/operations';
import type { Parameter } from '../contract/parameter';
import { vagueNameWords } from '../language/lexicon';
import type { Word } from '../language/words';
import { choicesIn } from '../slots/choices';
import { datesIn, type MentionedDate } from '../slots/dates';
import { brokenLength } from '../slots/free-text';
import { brokenBound, numberFor } from '../slots/integers';
import { nameIn } from '../slots/names';
import type { View } from './view';
import { holdsDates, sideOf, takesDate, type Window, windowOf } from './window';

/** Why a value cannot be passed on. */
export type Problem = { readonly parameter: Parameter; readonly typed: string } & (
  | { readonly kind: 'malformed' | 'unclear-date' }
  | { readonly kind: 'bound' | 'length'; readonly bound: string }
);

/** What a clause says for the parameters of one operation, identifiers and free text apart. */
export interface Filled {
  readonly input: Readonly<Record<string, unknown>>;
  /** Further values of one choice ("shipped or delivered"): the operation is called once for each. */
  readonly alternatives: readonly Readonly<Record<string, unknown>>[];
  readonly problems: readonly Problem[];
  readonly window?: Window;
  /** What was asked for and no parameter can express. */
  readonly ignored: readonly string[];
  /** The words used up, as evidence for the operation. */
  readonly evidence: readonly string[];
}

/** A list is read once for each value that is left. */
const mostChoices = 5;

export function fill(
  operation: Operation,
  { clause, words, act, found, malformed }: View,
  now: Date,
): Filled {
  const input: Record<string, unknown> = {};
  const alternatives: Record<string, unknown>[] = [];
  const problems: Problem[] = [];
  const ignored: string[] = [];
  const evidence: string[] = [];

  const spans = [...found.values()].flat().map(({ start, end }) => ({ start, end }));
  const masked = spans.reduce(
    (text, { start, end }) => text.slice(0, start) + ' '.repeat(Math.max(0, end - start)) + text.slice(end),
    clause.text.slice(0, (words.at(-1)?.end ?? clause.start) - clause.start),
  );
  const dates =
    holdsDates(operation) && malformed.size === 0
      ? datesIn(masked, now, !operation.writes && operation.parameters.some(takesDate))
      : [];
  const known = dates.filter((one): one is MentionedDate => 'from' in one);
  const isTaken = (word: Word) => {
    const at = word.start - clause.start;
    return [...spans, ...dates].some(({ start, end }) => start <= at && at < end);
  };
  const used = new Set<MentionedDate>();

  for (const parameter of operation.parameters) {
    const { name, kind } = parameter;
    if (kind === 'choice') {
      const all = choicesIn(words, parameter.choices, act.verbAt);
      const [first, ...others] = all.filter(({ negated }) => !negated);
      const denied = all.filter(({ negated }) => negated);
      if (
        !first &&
        denied.length > 0 &&
        operation.answer.listKey &&
        parameter.choices.length <= mostChoices
      ) {
        // "Not yet delivered": all that is anything else.
        const left = parameter.choices.filter(({ value }) => denied.every((one) => one.value !== value));
        const [one, ...more] = left.map(({ value }) => value);
        if (one !== undefined) input[name] = one;
        alternatives.push(...more.map((value) => ({ [name]: value })));
        evidence.push(...denied.map(({ at }) => words[at]?.lower ?? ''));
      } else for (const { at } of denied) ignored.push(`not ${words[at]?.lower}`);
      if (first) {
        input[name] = first.value;
        evidence.push(words[first.at]?.lower ?? '');
        alternatives.push(...others.map(({ value }) => ({ [name]: value })));
      }
    } else if (kind === 'whole' || kind === 'number') {
      const value = numberFor(parameter, words, operation, isTaken);
      if (value === undefined) continue;
      const bound = brokenBound(parameter, value);
      if (bound) problems.push({ kind: 'bound', parameter, typed: String(value), bound });
      else input[name] = value;
      evidence.push(String(value));
    } else if (kind === 'boolean') {
      const value = flagIn(parameter, words);
      if (value !== undefined) input[name] = value;
    } else if (kind === 'text' && parameter.required && !operation.writes) {
      const value = nameIn(clause, words, operation, isTaken);
      if (value === undefined || brokenLength(parameter, value)) continue;
      input[name] = value;
      evidence.push(value);
    } else if (kind === 'date' || kind === 'date-time') {
      const unclear = dates.find((one) => 'unclear' in one);
      if (unclear) problems.push({ kind: 'unclear-date', parameter, typed: unclear.text });
      const mention = known.find((one) => fits(parameter, one, operation));
      if (!mention) continue;
      used.add(mention);
      input[name] = written(instantFor(parameter, mention), kind);
      evidence.push(mention.text);
    }
  }
  const window = windowOf(operation, words, known, now);
  for (const one of known) {
    if (used.has(one)) continue;
    const words = `${one.side === 'until' ? 'before ' : ''}${one.text}`;
    if (window && (one.side === 'until' || used.size === 0)) evidence.push(words);
    else ignored.push(words);
  }
  return { input, alternatives, problems, ...(window && { window }), ignored, evidence };
}

/** "before October" says nothing for a parameter that bounds from below. */
function fits(parameter: Parameter, { side }: MentionedDate, { parameters }: Operation): boolean {
  const own = sideOf(parameter);
  const opposite = parameters.some(
    (one) => one !== parameter && /^date/.test(one.kind) && sideOf(one) === 'until',
  );
  if (own === 'from') return side !== 'until';
  if (own === 'until') return side === 'until' || (side === 'within' && opposite === false);
  return true;
}

const instantFor = (parameter: Parameter, { from, until, side }: MentionedDate) =>
  sideOf(parameter) === 'until' && side === 'within' ? until : from;

const written = (time: Date, kind: 'date' | 'date-time') =>
  kind === 'date' ? time.toISOString().slice(0, 10) : time.toISOString().replace('.000Z', 'Z');

/** True when all words of the name stand in the text, false when they are denied. */
function flagIn({ nameStems }: Parameter, words: readonly Word[]): boolean | undefined {
  const telling = [...nameStems].filter(
    (stem) => !vagueNameWords.has(stem) && !/^(?:only|includ|with)$/.test(stem),
  );
  if (telling.length === 0 || !telling.every((stem) => words.some((word) => word.stem === stem)))
    return undefined;
  const at = words.findIndex(({ stem }) => telling.includes(stem));
  return !words.slice(Math.max(0, at - 3), at).some(({ lower }) => /^(?:not|no|without|never)$/.test(lower));
}
