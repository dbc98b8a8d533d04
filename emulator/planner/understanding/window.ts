import type { Property } from '../contract/answer';
import type { Operation } from '../contract/operations';
import type { Parameter } from '../contract/parameter';
import { vagueNameWords } from '../language/lexicon';
import type { Word } from '../language/words';
import type { MentionedDate } from '../slots/dates';

/** Bounds of a list that no parameter takes: the planner leaves out of the answer what lies beyond. */
export interface Window {
  /** The property of the items that the bounds are for. */
  readonly property: string;
  readonly from?: Date;
  readonly until?: Date;
}

export const takesDate = ({ kind }: Parameter): boolean => kind === 'date' || kind === 'date-time';
const isDate = ({ schema }: Property) => /^date/.test(schema.format ?? '');

export const holdsDates = ({ parameters, answer }: Operation): boolean =>
  parameters.some(takesDate) || (answer.listKey !== undefined && answer.properties.some(isDate));

/** Which end of a period a parameter bounds, by its name and description. */
export function sideOf({ nameStems, stems }: Parameter): 'from' | 'until' | 'at' {
  const has = (...words: string[]) => words.some((word) => nameStems.has(word));
  if (has('after', 'sinc', 'from', 'start', 'begin', 'min')) return 'from';
  if (has('befor', 'until', 'to', 'end', 'max')) return 'until';
  return stems.has('after') ? 'from' : 'at';
}

export function windowOf(
  { parameters, answer }: Operation,
  words: readonly Word[],
  dates: readonly MentionedDate[],
  now: Date,
): Window | undefined {
  if (!answer.listKey || dates.length === 0) return undefined;
  const own = parameters.filter(takesDate);
  const [from] = own;
  if (own.length > 1 || (from && sideOf(from) !== 'from')) return undefined;
  const named = from ? from.nameStems : new Set(words.map(({ stem }) => stem));
  const property = answer.properties.find(
    (one) => isDate(one) && [...one.nameStems].some((stem) => named.has(stem) && !vagueNameWords.has(stem)),
  );
  if (!property) return undefined;
  const ending = dates.find(({ side }) => side === 'until');
  const period = dates.find(({ side, ends }) => ends && side !== 'until');
  const until = ending?.from ?? period?.until;
  const begin = from ? undefined : dates.find(({ side }) => side !== 'until')?.from;
  // What was asked up to now needs no bound: nothing is newer.
  const bound = until && !(from && until >= now) ? until : undefined;
  if (!bound && !begin) return undefined;
  return { property: property.name, ...(begin && { from: begin }), ...(bound && { until: bound }) };
}

/** Whether an item lies within; one without the property does not. */
export function isWithin(
  { property, from, until }: Window,
  item: Readonly<Record<string, unknown>>,
): boolean {
  const time = Date.parse(String(item[property] ?? ''));
  if (Number.isNaN(time)) return false;
  return (!from || time >= from.getTime()) && (!until || time < until.getTime());
}
