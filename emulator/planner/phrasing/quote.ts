import type { Excerpt } from '../../knowledge-base/answering/excerpts';
import { rowText } from '../../knowledge-base/answering/statements';
import type { Operation } from '../contract/operations';
import type { Inquiry } from '../understanding/inquiry';
import { abilities } from './remarks';

/** A piece of an answer: the planner's own words, or a document's with the search result that they stand in. */
export type Part = string | { readonly text: string; readonly source: string };

/** What documents say: sentences one after the other, steps and rows of a table as a list. */
export function quote(excerpts: readonly Excerpt[]): Part[] {
  const parts: Part[] = [];
  let lead: string | undefined;
  let only: string | undefined;
  let step = 0;
  for (const [at, excerpt] of excerpts.entries()) {
    const before = excerpts[at - 1];
    const { text, source, row } = excerpt;
    const isListed = isInList(excerpt, before) || isInList(excerpt, excerpts[at + 1]);
    const begins = isListed && !isInList(excerpt, before);
    const named = excerpt.only !== undefined && excerpt.only !== only;
    const head = begins && row ? headOf(excerpt) : '';
    if (named && !head.startsWith(excerpt.only ?? '')) parts.push(at > 0 ? '\n' : '', `${excerpt.only}: `);
    only = excerpt.only;
    if (head) {
      parts.push(at > 0 ? '\n\n' : '', head, '\n- ');
      parts.push({ text: rowInList(excerpt), source });
      continue;
    }
    const led = excerpt.lead !== undefined && excerpt.lead !== lead;
    lead = excerpt.lead;
    if (begins) step = 0;
    if (excerpt.steps !== undefined && isListed) step += 1;
    const mark = !isListed ? '' : excerpt.steps === undefined ? '- ' : `${step}. `;
    if (at > 0 && !named) parts.push(isListed || (before && isTold(before)) ? '\n' : ' ');
    if (led && excerpt.lead) parts.push({ text: excerpt.lead, source }, isListed ? '\n' : ' ');
    if (mark) parts.push(mark);
    parts.push({ text: isListed && row ? rowInList(excerpt) : text, source });
  }
  const holding = new Set(excerpts.flatMap((excerpt) => excerpt.only ?? []));
  if (holding.size > 1 || (holding.size > 0 && excerpts.some(({ isOneOfMany }) => isOneOfMany)))
    parts.push('\nThere may be others: tell me which one you mean.');
  return parts.filter((part) => part !== '');
}

/** Rows of one table, steps of one list, or items that complete one sentence. */
const isInList = (one: Excerpt, other: Excerpt | undefined): boolean =>
  other !== undefined &&
  one.source === other.source &&
  ((one.row !== undefined && one.row.table === other.row?.table) ||
    (one.steps !== undefined && one.steps === other.steps) ||
    (one.lead !== undefined && one.lead === other.lead && one.row === undefined));

/** A row is no sentence: what follows begins on a line of its own. */
const isTold = ({ row, text }: Excerpt): boolean => row !== undefined || !/[.!?]["”)]?$/.test(text);

/** `Return label, per country:` above rows that say one thing each, or what they are about. */
function headOf({ row, heading }: Excerpt): string {
  const [only, ...others] = row?.cells ?? [];
  const subject = row?.named.toLowerCase();
  if (only?.name && others.length === 0) return `${only.name}${subject ? ` (by ${subject})` : ''}:`;
  return heading ? `${heading}${subject ? ` (by ${subject})` : ''}:` : 'One line each:';
}

/** Without the name of the column where the list's head has it. */
function rowInList({ row, text }: Excerpt): string {
  const [only, ...others] = row?.cells ?? [];
  return row && only && others.length === 0 ? rowText(row.subject, [{ name: '', text: only.text }]) : text;
}

/** Says plainly that documents have no answer. `alone`: neither has anything else. */
export function nothingFound(
  unanswered: readonly Inquiry[],
  operations: readonly Operation[],
  alone: boolean,
): string {
  if (unanswered.length === 0) return '';
  if (!alone)
    return `About “${unanswered.map(({ text }) => text).join(' ')}” I found nothing in the documents.`;
  const can = operations.length > 0 ? ` I can ${abilities(operations)}.` : '';
  return `I found nothing about that in the documents, and as the offline planner I have no operation that fits.${can}`;
}
