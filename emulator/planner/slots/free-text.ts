import type { Parameter } from '../contract/parameter';
import { type Clause, trimmed } from '../language/clauses';

/** A clause and what it was taken for, as far as free text is concerned. */
export interface Remark {
  readonly clause: Clause;
  /** States or merely mentions: may be the reason for what stands beside it. */
  readonly remarks: boolean;
}

/**
 * Free text for a parameter of the operation that `at` asks for: what follows "because", else what stands in
 * quotation marks, else the remark after it, else the remark before it.
 */
export function freeTextFor(original: string, clauses: readonly Remark[], at: number): string | undefined {
  const own = clauses[at]?.clause;
  const around = clauses.slice(at + 1).concat(clauses.slice(0, at).reverse());
  const because = own?.because ?? clauses.slice(at + 1).find(({ clause }) => clause.because)?.clause.because;
  if (because) return because;
  const quote =
    own?.quotes[0] ?? around.find(({ remarks, clause }) => remarks && clause.quotes[0])?.clause.quotes[0];
  if (quote) return quote;
  const after = clauses[at + 1];
  const before = clauses[at - 1];
  const remark = after?.remarks
    ? after
    : before?.remarks && before.clause.words.length > 2
      ? before
      : undefined;
  return remark && ownWords(original, remark.clause);
}

/** The clause in the person's own words, without the conjunction that joined it. */
export const ownWords = (original: string, { start, text }: Pick<Clause, 'start' | 'text'>): string =>
  trimmed(original.slice(start, start + text.length)).replace(
    /^(?:and|but|so|because|since|as)\s+(?=\S)/i,
    '',
  );

/** Why a text cannot be the value; undefined when it can. */
export function brokenLength({ schema }: Parameter, value: string): string | undefined {
  const { minLength = 1, maxLength } = schema;
  const length = [...value].length;
  if (length < minLength) return `at least ${minLength} characters`;
  return maxLength !== undefined && length > maxLength ? `at most ${maxLength} characters` : undefined;
}
