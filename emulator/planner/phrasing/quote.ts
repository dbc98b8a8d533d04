import type { Excerpt } from '../../knowledge-base/answering/excerpts';
import type { Operation } from '../contract/operations';
import type { Inquiry } from '../understanding/inquiry';
import { abilities } from './remarks';

/** A piece of an answer: the planner's own words, or a document's with the search result that they stand in. */
export type Part = string | { readonly text: string; readonly source: string };

/** What documents say; a list where they say more than one thing. */
export function quote(excerpts: readonly Excerpt[]): Part[] {
  const [first] = excerpts;
  if (!first) return [];
  const several = excerpts.length > 1;
  let lead: string | undefined;
  return [
    several ? 'From the documents:' : 'From the documents: ',
    ...excerpts.flatMap(({ text, source, ...excerpt }): Part[] => {
      const led = excerpt.lead !== undefined && excerpt.lead !== lead;
      lead = excerpt.lead;
      const before: Part[] = led && excerpt.lead ? [{ text: excerpt.lead, source }, ' '] : [];
      return [...(several ? ['\n- '] : []), ...before, { text, source }];
    }),
  ];
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
