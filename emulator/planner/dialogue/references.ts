import { carries } from '../contract/identifier';
import type { Operation } from '../contract/operations';
import type { Parameter } from '../contract/parameter';
import { articles, auxiliaries, pluralPronouns } from '../language/lexicon';
import { numberOf, positionOf } from '../language/quantities';
import type { Word } from '../language/words';
import { choicesIn } from '../slots/choices';
import { type Call, isUnknown, itemsOf, type Turn } from './conversation';

/** How a clause points at something without naming it. */
export type Reference =
  | { readonly kind: 'it' }
  | { readonly kind: 'them' }
  | { readonly kind: 'position'; readonly at: number }
  /** `fresh`: "my newest loan" means of all, "the newest one" means of those shown. */
  | { readonly kind: 'newest' | 'oldest'; readonly fresh: boolean }
  | { readonly kind: 'with'; readonly value: string; readonly property: string }
  /** "The one before that": of all, by date. */
  | { readonly kind: 'before' };

export interface Entity {
  readonly id: string;
  readonly item?: Readonly<Record<string, unknown>>;
}

const newest = new Set(['newest', 'latest', 'recent']);
/** "Did that work?" */
const outcome = /^(?:work(?:ed)?|go(?:ne)?|went|happen(?:ed)?|succeed(?:ed)?|done|through)$/;
const tail = new Set('possible okay true fine takes'.split(' '));

/** What a clause without an identifier points at, if anything. */
export function referenceIn(words: readonly Word[], operation: Operation): Reference | undefined {
  const isNoun = (word: Word | undefined) => word !== undefined && operation.nounStems.has(word.stem);
  const single = (word: Word | undefined) =>
    word?.lower === 'one' || (isNoun(word) && !/s$/.test(word?.lower ?? ''));
  for (let i = 0; i < words.length; i++) {
    const { lower } = words[i] as Word;
    const [before, after, later] = [words[i - 1], words[i + 1], words[i + 2]];
    const object = single(after) ? after : single(later) && !numberOf(after?.lower ?? '') ? later : undefined;
    if (lower === 'previous' && single(after) && /^(?:the|my)$/.test(before?.lower ?? '') && !later)
      return { kind: 'before' };
    if (single(words[i]) && after?.lower === 'before' && /^(?:that|this|it)?$/.test(later?.lower ?? ''))
      return { kind: 'before' };
    if (newest.has(lower) || lower === 'oldest' || (lower === 'last' && object && object.lower !== 'one')) {
      if (object) return { kind: lower === 'oldest' ? 'oldest' : 'newest', fresh: object.lower !== 'one' };
      const ofThem = after?.lower === 'of' && pluralPronouns.has(later?.lower ?? '');
      if (!after || ofThem) return { kind: lower === 'oldest' ? 'oldest' : 'newest', fresh: false };
      continue;
    }
    const position = positionOf(lower);
    const leads = /^(?:the|and|number)$/.test(before?.lower ?? '');
    const isEnd =
      leads && (!after || /^(?:for|because|please|with|and|too|now|instead|by)$/.test(after.lower));
    // "When does the first arrive?"
    const isSubject =
      leads && auxiliaries.has(words[i - 2]?.lower ?? '') && later === undefined && !isNoun(after);
    if (position !== undefined && (single(after) || isEnd || isSubject))
      return { kind: 'position', at: position };
    if (pluralPronouns.has(lower) && !(isNoun(after) && lower !== 'both')) return { kind: 'them' };
    if (/^(?:it|its)$/.test(lower) && !tail.has(after?.lower ?? '')) return { kind: 'it' };
    if (/^(?:this|that|the|same)$/.test(lower)) {
      // "The loan of reader 7" is described, and none that was shown.
      if (lower === 'the' && isNoun(after) && later?.lower === 'of') continue;
      if (single(after) && !(after?.lower === 'one' && later?.lower === 'with')) {
        if (lower !== 'the' || after?.lower !== 'one') return { kind: 'it' };
      }
      if (!after && lower !== 'the' && i > 0) return { kind: 'it' };
      if (
        /^(?:this|that)$/.test(lower) &&
        auxiliaries.has(before?.lower ?? '') &&
        outcome.test(after?.lower ?? '')
      )
        return { kind: 'it' };
    }
  }
  return describedOne(words, operation);
}

/** "the delivered one" */
function describedOne(words: readonly Word[], { answer }: Operation): Reference | undefined {
  const one = words.findIndex(({ lower }, i) => lower === 'one' && i > 1);
  if (one < 0 || !articles.has(words[one - 2]?.lower ?? '')) return undefined;
  for (const { name, choices } of answer.properties) {
    const [mention] = choicesIn(words.slice(0, one), choices);
    if (mention) return { kind: 'with', property: name, value: mention.value };
  }
  return undefined;
}

/** The entities that a turn's calls named or returned, as they were shown. */
export function entitiesOf(calls: readonly Call[], parameter: string): Entity[] {
  const entities = new Map<string, Entity>();
  for (const call of calls) {
    const items = itemsOf(call);
    for (const item of items ?? []) {
      const [, id] = Object.entries(item).find(([name]) => carries(name, parameter)) ?? [];
      if (typeof id === 'string') entities.set(id, { id, item });
    }
    const named = call.input[parameter];
    if (typeof named === 'string') entities.set(named, { id: named });
  }
  return [...entities.values()];
}

/** The entities that a reference means among those shown; more than one for "it" is for the person to settle. */
export function resolve(
  reference: Reference,
  shown: readonly Entity[],
  list: Operation | undefined,
): Entity[] {
  switch (reference.kind) {
    case 'it':
    case 'them':
    case 'before':
      return [...shown];
    case 'position': {
      const one = shown.at(reference.at);
      return one ? [one] : [];
    }
    case 'with':
      return shown.filter(({ item }) => item?.[reference.property] === reference.value);
    default:
      return byDate(shown, reference.kind, list);
  }
}

/** By the first date that the items carry; a list without dates is taken to be newest first. */
function byDate(shown: readonly Entity[], which: 'newest' | 'oldest', list: Operation | undefined): Entity[] {
  const sorted = newestFirst(shown, list);
  const one = which === 'newest' ? sorted[0] : sorted.at(-1);
  return one ? [one] : [];
}

export function newestFirst(shown: readonly Entity[], list: Operation | undefined): readonly Entity[] {
  const dated = list?.answer.properties.find(({ schema }) => /^date/.test(schema.format ?? ''))?.name;
  return dated
    ? [...shown].sort((a, b) => String(b.item?.[dated] ?? '').localeCompare(String(a.item?.[dated] ?? '')))
    : shown;
}

/** How many must have been shown for a reference to be to some of them. */
export const leastFor = (reference: Reference | undefined): number => {
  if (reference?.kind !== 'position') return 1;
  return reference.at < 0 ? 2 : Math.max(2, reference.at + 1);
};

/** Without a list that was read only to know which thing is the newest: one of its items was read after it. */
const answering = (calls: readonly Call[], parameter: string): Call[] =>
  calls.filter((call, at) => {
    const listed = new Set(itemsOf(call) && entitiesOf([call], parameter).map(({ id }) => id));
    return !calls.slice(at + 1).some(({ input }) => listed.has(String(input[parameter])));
  });

/** Of many that were read, those that the answer named; a list that was only counted was shown all the same. */
function toldOf(
  entities: readonly Entity[],
  answer: string | undefined,
  named: (text: string) => readonly string[],
): readonly Entity[] {
  if (answer === undefined || entities.length < 2) return entities;
  const ids = new Set(named(answer));
  const told = entities.filter(({ id }) => ids.has(id));
  return told.length > 0 || entities.every(({ item }) => !item) ? told : entities;
}

/** The last turn that showed or named something that the parameter can take. */
export function lastShown(
  turns: readonly Turn[],
  named: (text: string) => readonly string[],
  parameter: Parameter,
  least: number,
) {
  for (const turn of [...turns].reverse().slice(0, 20)) {
    const calls = answering(turn.calls, parameter.name);
    const there = calls.filter((call) => !isUnknown(call));
    const shown = toldOf(entitiesOf(there.length > 0 ? there : calls, parameter.name), turn.answer, named);
    if (shown.length >= least) return { shown, list: turn.calls.find((call) => itemsOf(call))?.operation };
    const ids = named(turn.text);
    if (ids.length >= least) return { shown: [...new Set(ids)].map((id) => ({ id })), list: undefined };
  }
  return { shown: [], list: undefined };
}
