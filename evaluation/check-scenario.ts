import type { Scenario } from '../recording/scenario';
import type { Check } from './check';
import { checkAnswer, checkCitations } from './check-answer';
import { checkBudget } from './check-budget';
import { checkForbidden, checkSequence } from './check-calls';
import type { Evidence, EvidenceTurn } from './evidence';
import type { Price } from './usage';

/** Holds what happened against a scenario. Criteria for a judge come out as not checked. */
export function checkScenario(scenario: Scenario, evidence: Evidence, price?: Price): Check[] {
  const { unknowable = () => false } = evidence;
  const checks = scenario.turns.flatMap(({ expect = {} }, index): Check[] => {
    const turn = index + 1;
    const found = evidence.turns[index];
    const completes = checkEnd(turn, expect.error, found);
    if (!found) return [completes];
    const { steps } = found;
    const forbidden = [...(scenario.forbidden ?? []), ...(expect.forbidden ?? [])];
    return [
      completes,
      ...(expect.calls ? [checkSequence('calls', turn, expect.calls, steps, unknowable)] : []),
      ...(expect.confirmations
        ? [checkSequence('confirmations', turn, expect.confirmations, steps, unknowable)]
        : []),
      ...(forbidden.length > 0 ? [checkForbidden(turn, forbidden, steps, unknowable)] : []),
      ...(expect.citations ? [checkCitations(turn, expect.citations, found)] : []),
      ...(expect.answer ? checkAnswer(turn, expect.answer, found, unknowable) : []),
      ...(expect.judge ?? []).map(
        (criterion): Check => ({
          kind: 'judge',
          turn,
          result: 'not checked',
          claim: criterion,
          why: 'No judge was asked: --judge MODEL_ID',
        }),
      ),
    ];
  });
  return scenario.budget ? [...checks, ...checkBudget(scenario.budget, evidence.usage, price)] : checks;
}

/** A turn ends well, or with the exception that is expected. */
function checkEnd(turn: number, expected: string | undefined, found: EvidenceTurn | undefined): Check {
  const kind = expected === undefined ? ('completes' as const) : ('error' as const);
  const check = {
    kind,
    turn,
    claim: expected === undefined ? 'the turn ends well' : `it fails with ${expected}`,
  };
  if (!found)
    return { ...check, result: 'failed', expected: check.claim, actual: 'the turn was never asked' };
  const { error, steps } = found;
  if (error?.name === expected) return { ...check, result: 'passed' };
  const step = steps.findLast(({ kind }) => kind === 'failure' || kind === 'answer')?.number;
  const actual = error ? `${error.name}: ${error.message}` : 'the turn ended well';
  return { ...check, result: 'failed', ...(step && { step }), expected: check.claim, actual };
}
