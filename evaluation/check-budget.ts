import type { Scenario } from '../recording/scenario';
import type { Check } from './check';
import { costOf, type Price, type Usage } from './usage';

type Budget = NonNullable<Scenario['budget']>;

/** Holds what the model used against a budget. What was not measured is never within it. */
export function checkBudget(budget: Budget, usage: Usage, price: Price | undefined = budget.price): Check[] {
  const checks: Check[] = [];
  const check = (most: number | undefined, unit: string, used: number | undefined) => {
    if (most === undefined) return;
    const claim = { kind: 'budget' as const, turn: null, claim: `at most ${most} ${unit}` };
    if (used === undefined) {
      const why = 'No price is given: --input-price and --output-price, or budget.price';
      checks.push({ ...claim, result: 'not checked', why });
    } else if (used > most) {
      const actual = `${usage.unmeasured > 0 ? 'at least ' : ''}${used} ${unit}`;
      checks.push({ ...claim, result: 'failed', expected: claim.claim, actual });
    } else if (usage.unmeasured > 0) {
      checks.push({ ...claim, result: 'not checked', why: unmeasured(usage) });
    } else checks.push({ ...claim, result: 'passed' });
  };
  check(budget.inputTokens, 'input tokens', usage.inputTokens);
  check(budget.outputTokens, 'output tokens', usage.outputTokens);
  check(budget.usd, 'USD', price && rounded(costOf(usage, price)));
  return checks;
}

const unmeasured = ({ unmeasured: some, invocations }: Usage): string =>
  some === invocations
    ? 'The model does not count its tokens'
    : `${some} of ${invocations} invocations of the model did not count their tokens`;

/** Sums of binary fractions end in noise. */
const rounded = (usd: number): number => Number(usd.toPrecision(12));
