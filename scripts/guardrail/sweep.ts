import { type Figures, figuresOf } from './figures';
import type { Judged } from './judge';

export interface SweepPoint extends Figures {
  /** A filter's strength, or the threshold of contextual grounding. */
  readonly at: string;
}

/** What each strength still blocks (user guide, guardrails-content-filters). */
const strengths: Readonly<Record<string, readonly string[]>> = {
  LOW: ['HIGH'],
  MEDIUM: ['HIGH', 'MEDIUM'],
  HIGH: ['HIGH', 'MEDIUM', 'LOW'],
};
const thresholds = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/**
 * What precision and recall would be at other strengths and thresholds, from the confidences and scores of one run.
 * A filter that is NONE is not assessed, so nothing is known of it; topics and PII have no such measure.
 */
export function sweep(judged: readonly Judged[]): SweepPoint[] {
  const filters = [...new Set(judged.flatMap(({ confidences }) => Object.keys(confidences)))];
  const checks = [...new Set(judged.flatMap(({ scores }) => Object.keys(scores)))];
  return [
    ...filters.flatMap((policy) => {
      const assessed = judged.filter(({ confidences }) => policy in confidences);
      return Object.entries(strengths).map(([at, confidences]) => ({
        at,
        ...figuresOf(assessed, policy, (one) => confidences.includes(one.confidences[policy] ?? 'NONE')),
      }));
    }),
    ...checks.flatMap((policy) => {
      const assessed = judged.filter(({ scores }) => policy in scores);
      return thresholds.map((at) => ({
        at: String(at),
        ...figuresOf(assessed, policy, (one) => (one.scores[policy] ?? 1) < at),
      }));
    }),
  ];
}
