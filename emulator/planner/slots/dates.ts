import * as chrono from 'chrono-node/en';
import { dateCue, month } from '../language/lexicon';

export interface MentionedDate {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The first instant of what was named: a day, week, month, year or moment. */
  readonly from: Date;
  /** The instant at which what was named is over. */
  readonly until: Date;
  /** Whether the words before it bound what is wanted from below, from above, or to this very time. */
  readonly side: 'from' | 'until' | 'within';
  /** Whether it ends as well as begins: a period, or a day alone. */
  readonly ends: boolean;
}

export interface UnclearDate {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly unclear: true;
}

const day = 86_400_000;
const utc = (year: number, month0: number, date = 1) => new Date(Date.UTC(year, month0, date));
const before = /\b(?:before|until|till|by|up to|prior to|earlier than|to|ended?|ending)\s+(?:the\s+)?$/i;
const after =
  /\b(?:since|after|from|starting|beginning|later than|newer than|start(?:ing)? (?:on|in))\s+(?:the\s+)?$/i;

/**
 * The dates that a text names, in UTC and seen from `now`. Chrono understands the words; what people mean by a
 * period is decided here: a week begins on Monday, and a date that can be past is past when `past` says so.
 */
export function datesIn(text: string, now: Date, past: boolean): (MentionedDate | UnclearDate)[] {
  if (!dateCue.test(text)) return [];
  const numeric = numericDate(text);
  if (numeric) return [numeric];
  const found = chrono.casual.parse(inDates(text), { instant: now, timezone: 0 }).flatMap((result) => {
    const one = mentioned(result, inDates(text), now, past);
    return one ? [one] : [];
  });
  return found.length > 0 ? joinedIn(text, found) : bareYear(text);
}

/** "between 1 March and 31 May": two dates that are the ends of one period. */
function joinedIn(text: string, [first, second, ...others]: MentionedDate[]): MentionedDate[] {
  if (!first || !second) return first ? [first] : [];
  const [lead, between] = [text.slice(0, first.start), text.slice(first.end, second.start)];
  const joined = /\bbetween\s+(?:the\s+)?$/i.test(lead) && /^\s+and\s+(?:the\s+)?$/i.test(between);
  if (!joined || second.from < first.from) return [first, second, ...others];
  return [{ ...first, end: second.end, until: second.until, side: 'within', ends: true }, ...others];
}

/** "older than 3 months" in words that the parser knows. */
const inDates = (text: string) =>
  text.replace(
    /\b(older|newer|more recent|younger) than (\S+ (?:day|week|month|year)s?)\b(?! ago)/i,
    (_, age: string, span: string) => `${/older/i.test(age) ? 'before' : 'after'} ${span} ago`,
  );

function mentioned(
  { start, end, index, text: words }: chrono.ParsedResult,
  text: string,
  now: Date,
  past: boolean,
): MentionedDate | undefined {
  const certain = (unit: chrono.Component) => start.isCertain(unit);
  const units = ['day', 'month', 'weekday', 'year'] as const;
  if (!units.some(certain) && !/\bweek\b/i.test(words)) return undefined;
  const [year, month1, date] = [start.get('year') ?? 0, start.get('month') ?? 1, start.get('day') ?? 1];
  const lead = text.slice(0, index);
  let from = utc(year, month1 - 1, date);
  let until = new Date(from.getTime() + day);
  if (/\bweek\b/i.test(words) && /^(?:last|this|next|previous)/i.test(words)) {
    [from, until] = weekOf(now, words);
  } else if (/\byear\b/i.test(words) && /^(?:last|this|next|previous)/i.test(words)) {
    [from, until] = [utc(year, 0), utc(year + 1, 0)];
  } else if (/\d|\b(?:past|few|couple)\b/i.test(words) && /\b(?:past|last)\b/i.test(words)) {
    until = now;
  } else if (!certain('day') && !certain('weekday') && !/\bago\b/i.test(words)) {
    [from, until] = [utc(year, month1 - 1), utc(year, month1)];
  } else if (certain('hour')) {
    from = start.date();
    until = from;
  }
  const first = /\bbetween (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? (?:and|to) $/i.exec(lead)?.[1];
  if (first && Number(first) <= date) from = utc(year, month1 - 1, Number(first));
  if (end && !end.isCertain('day')) until = utc(end.get('year') ?? 0, end.get('month') ?? 1);
  else if (end)
    until = new Date(Date.UTC(end.get('year') ?? 0, (end.get('month') ?? 1) - 1, end.get('day') ?? 1) + day);
  if (past && from > now) {
    const back = certain('weekday') && !certain('month') ? 'week' : certain('year') ? undefined : 'year';
    if (back === 'week')
      [from, until] = [from, until].map((time) => new Date(time.getTime() - 7 * day)) as [Date, Date];
    if (back === 'year') [from, until] = [from, until].map(yearBefore) as [Date, Date];
  }
  const isPeriod = until.getTime() - from.getTime() > day;
  // "from September" means in it, "from 1 September" means since.
  const side = isPeriod && !end && /\bfrom\s+(?:the\s+)?$/i.test(lead) ? 'within' : sideOf(lead, words);
  const ends = side === 'within' || end !== null || first !== undefined;
  return { text: words, start: index, end: index + words.length, from, until, side, ends };
}

/** From Monday on; chrono's week begins on Sunday. */
function weekOf(now: Date, words: string): [Date, Date] {
  const offset = /^this/i.test(words) ? 0 : /^next/i.test(words) ? 7 : -7;
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const monday = today + (offset - ((now.getUTCDay() + 6) % 7)) * day;
  return [new Date(monday), new Date(monday + 7 * day)];
}

const yearBefore = (time: Date) => utc(time.getUTCFullYear() - 1, time.getUTCMonth(), time.getUTCDate());

function sideOf(lead: string, words: string): MentionedDate['side'] {
  if (after.test(lead) || /^(?:since|after|from)\b/i.test(words)) return 'from';
  if (before.test(lead) || /^(?:before|until|by)\b/i.test(words)) return 'until';
  return 'within';
}

/** 1.10.2026 is day first; 1/10/2026 is day first or month first, and nobody can know which. */
function numericDate(text: string): MentionedDate | UnclearDate | undefined {
  const match = /(?<![\d./-])(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])/.exec(text);
  if (!match) return undefined;
  const [words, one, separator, two, years] = match;
  const [a, b] = [Number(one), Number(two)];
  const unclear = {
    text: words,
    start: match.index,
    end: match.index + words.length,
    unclear: true,
  } as const;
  if (separator === '/' && a <= 12 && b <= 12 && a !== b) return unclear;
  const [date, month1] = separator === '/' && b > 12 ? [b, a] : [a, b];
  const year = Number(years) + (Number(years) < 100 ? 2000 : 0);
  const from = utc(year, month1 - 1, date);
  if (from.getUTCMonth() !== month1 - 1 || from.getUTCDate() !== date) return unclear;
  const { index } = match;
  return {
    text: words,
    start: index,
    end: index + words.length,
    from,
    until: new Date(from.getTime() + day),
    side: sideOf(text.slice(0, index), words),
    ends: false,
  };
}

function bareYear(text: string): MentionedDate[] {
  const match = /\b(?:in|since|from|after|before|until|of|during)\s+((?:19|20)\d\d)\b(?![-/])/i.exec(text);
  if (!match || new RegExp(`\\b(?:${month})`, 'i').test(match[0])) return [];
  const year = Number(match[1]);
  const start = match.index + match[0].length - 4;
  const side = sideOf(text.slice(0, start), match[1] ?? '');
  return [
    {
      text: match[1] ?? '',
      start,
      end: start + 4,
      from: utc(year, 0),
      until: utc(year + 1, 0),
      side,
      ends: side === 'within',
    },
  ];
}
