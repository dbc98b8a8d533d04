export const checkKinds = [
  'completes',
  'error',
  'calls',
  'forbidden',
  'confirmations',
  'citations',
  'answer',
  'judge',
  'budget',
] as const;

/** One claim of a scenario, and what became of it. */
export interface Check {
  readonly kind: (typeof checkKinds)[number];
  /** From 1; null for what holds of the whole scenario. */
  readonly turn: number | null;
  /** The step of the turn at which it failed. */
  readonly step?: number;
  readonly result: 'passed' | 'failed' | 'not checked';
  /** For people: what is claimed, for example `the answer contains "shipped"`. */
  readonly claim: string;
  /** What was expected and what was found, of a failure. */
  readonly expected?: string;
  readonly actual?: string;
  /** Why it was not checked, or what a judge says. */
  readonly why?: string;
}
