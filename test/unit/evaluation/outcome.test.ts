import type { Check } from '../../../evaluation/check';
import { outcomeOf, type Run, ratesOf } from '../../../evaluation/outcome';
import { parseScenario } from '../../../recording/scenario';

const scenario = parseScenario('{ description: A, turns: [{ inputText: Hello }] }', 'a.yaml');
const check = (kind: Check['kind'], result: Check['result']): Check => ({ kind, result, turn: 1, claim: '' });
const run = (...checks: Check[]): Run => ({
  checks,
  turns: [],
  usage: { inputTokens: 0, outputTokens: 0, invocations: 0, unmeasured: 0 },
  duration: 1,
});
const completes = check('completes', 'passed');

describe('a rate', () => {
  it.each([
    [undefined, undefined, { runs: 1, atLeast: 1 }],
    [undefined, 5, { runs: 5, atLeast: 5 }],
    [{ runs: 3, atLeast: 2 }, undefined, { runs: 3, atLeast: 2 }],
    [{ runs: 3, atLeast: 2 }, 1, { runs: 1, atLeast: 1 }],
    [{ runs: 3, atLeast: 2 }, 6, { runs: 6, atLeast: 4 }],
    [{ runs: 3, atLeast: 2 }, 10, { runs: 10, atLeast: 7 }],
    [{ runs: 100, atLeast: 29 }, 100, { runs: 100, atLeast: 29 }],
  ])('%j with %s runs', (passRate, given, rates) => {
    expect(ratesOf({ passRate }, given)).toEqual(rates);
  });
});

describe('runs come to', () => {
  const [good, bad] = [run(completes, check('calls', 'passed')), run(completes, check('calls', 'failed'))];
  const open = run(completes, check('judge', 'not checked'));
  it.each<[string, Run[], number, string]>([
    ['enough that passed', [good, bad, good], 2, 'passed'],
    ['too few that passed', [good, bad, bad], 2, 'failed'],
    ['nothing that could be checked', [open], 1, 'not checked'],
    ['something checked beside what was not', [run(...open.checks, check('answer', 'passed'))], 1, 'passed'],
    ['turns that end well, where no more is expected', [run(completes)], 1, 'passed'],
    [
      'a turn that broke, beside what was not checked',
      [run(check('completes', 'failed'), ...open.checks)],
      1,
      'failed',
    ],
  ])('%s', (_, runs, atLeast, result) => {
    expect(outcomeOf(scenario, runs, atLeast)).toMatchObject({ result });
  });
});
