import type { Operation } from '../contract/operations';
import type { Parameter } from '../contract/parameter';
import type { Entity } from '../dialogue/references';
import type { Problem } from './fill';
import type { Inquiry } from './inquiry';
import type { Seek } from './seek';
import type { View } from './view';
import type { Window } from './window';

/** One call that a text asks for, as far as its arguments are known. */
export interface Goal {
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
  /** Required parameters without a value. */
  readonly missing: readonly Parameter[];
  readonly problems: readonly Problem[];
  /** Where "it" could be several. */
  readonly which?: readonly Entity[];
  /** A list that must be read before this goal's identifier is known. */
  readonly after?: { readonly operation: Operation; readonly input: Readonly<Record<string, unknown>> };
  readonly window?: Window;
  /** Read with others of its sort, to find what they hold. */
  readonly seek?: Seek;
  /** What was asked for and cannot be expressed. */
  readonly ignored: readonly string[];
  /** The words that speak for it. */
  readonly evidence: readonly string[];
  readonly view?: View;
  /** Other clauses of the text that ask for the same call. */
  readonly alsoFor?: readonly View[];
}

/** What a text calls for beside, or instead of, an operation. */
export type Remark =
  | { readonly kind: 'greeting' | 'thanks' | 'farewell' | 'help' | 'idle' | 'dropped' | 'nothing-fits' }
  | { readonly kind: 'left'; readonly operation?: Operation }
  | { readonly kind: 'how-to' | 'no-more' | 'conditional' | 'none-listed'; readonly operation: Operation }
  | { readonly kind: 'either'; readonly operations: readonly Operation[] };

/** What one clause asks for. */
export interface Reading {
  readonly goals: readonly Goal[];
  readonly remarks: readonly Remark[];
  /** States something by the way: no reason to call anything when the text asks for something else. */
  readonly aside: boolean;
}

export const nothing: Reading = { goals: [], remarks: [{ kind: 'nothing-fits' }], aside: false };

export interface Plan {
  readonly goals: readonly Goal[];
  readonly remarks: readonly Remark[];
  /** What documents may answer, where there are any to ask. */
  readonly inquiries?: readonly Inquiry[];
}

export const isComplete = ({ missing, problems, which, after }: Goal): boolean =>
  missing.length === 0 && problems.length === 0 && !which && !after;
