import type { Evidence } from '../../evaluation/evidence';
import type { Scenario } from '../../recording/scenario';

export interface Observed {
  readonly evidence: Evidence;
  /** Milliseconds. */
  readonly duration: number;
  /** The recording that was replayed. */
  readonly recording?: string;
}

/** Runs of a scenario that are to be made, or why there can be none. */
export type Plan =
  | { readonly attempts: readonly (() => Promise<Observed>)[]; readonly atLeast: number }
  | { readonly why: string };

/** Where scenarios run. */
export interface EvaluationTarget {
  /** For people: what runs where, and with which model. */
  readonly name: string;
  plan(scenario: Scenario): Plan;
  close(): Promise<void>;
}
