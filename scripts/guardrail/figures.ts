import type { Judged } from './judge';

/** How well one policy does. A figure without anything to count is null. */
export interface Figures {
  readonly policy: string;
  /** Cases in which it should detect something. */
  readonly cases: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly precision: number | null;
  readonly recall: number | null;
}

/** What a policy detected in a case, by the strength or threshold that is looked at. */
type Detects = (judged: Judged, policy: string) => boolean;

const asConfigured: Detects = ({ detected }, policy) => detected.includes(policy);

export function figuresOf(judged: readonly Judged[], policy: string, detects = asConfigured): Figures {
  const counted = judged.filter(({ case: { expect } }) => !expect.either?.includes(policy));
  const expected = (one: Judged) => one.case.expect.policies.includes(policy);
  const count = (test: (one: Judged) => boolean) => counted.filter(test).length;
  const truePositives = count((one) => expected(one) && detects(one, policy));
  const falsePositives = count((one) => !expected(one) && detects(one, policy));
  const falseNegatives = count((one) => expected(one) && !detects(one, policy));
  return {
    policy,
    cases: count(expected),
    ...withRates({ truePositives, falsePositives, falseNegatives }),
  };
}

type Counts = Pick<Figures, 'truePositives' | 'falsePositives' | 'falseNegatives'>;

const withRates = (counts: Counts) => ({
  ...counts,
  precision: rate(counts.truePositives, counts.falsePositives),
  recall: rate(counts.truePositives, counts.falseNegatives),
});

const rate = (right: number, wrong: number): number | null =>
  right + wrong === 0 ? null : Math.round((right / (right + wrong)) * 1000) / 1000;

/** All detections of all policies together. */
function total(figures: readonly Figures[]): Figures {
  const sum = (key: keyof Counts | 'cases') => figures.reduce((all, one) => all + one[key], 0);
  return {
    policy: 'all',
    cases: sum('cases'),
    ...withRates({
      truePositives: sum('truePositives'),
      falsePositives: sum('falsePositives'),
      falseNegatives: sum('falseNegatives'),
    }),
  };
}

export interface PartFigures {
  readonly cases: number;
  readonly policies: readonly Figures[];
  readonly all: Figures;
  /** Cases that were blocked, masked or let pass as they should be. */
  readonly rightActions: number;
  /** Of the cases to mask, those whose text is left exactly as it should be. */
  readonly masked: { readonly right: number; readonly of: number };
}

export function figuresOfPart(judged: readonly Judged[], policies: readonly string[]): PartFigures {
  const figures = policies.map((policy) => figuresOf(judged, policy));
  const toMask = judged.filter((one) => one.case.expect.masked !== undefined);
  return {
    cases: judged.length,
    policies: figures,
    all: total(figures),
    rightActions: judged.filter((one) => one.action === one.case.expect.action).length,
    masked: {
      right: toMask.filter((one) => one.output === one.case.expect.masked).length,
      of: toMask.length,
    },
  };
}

/** Every policy that should detect something, or did. */
export const policiesIn = (judged: readonly Judged[]): string[] => [
  ...new Set(judged.flatMap((one) => [...one.case.expect.policies, ...one.detected])),
];
