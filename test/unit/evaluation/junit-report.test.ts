import type { Check } from '../../../evaluation/check';
import { notRun, outcomeOf, type Run } from '../../../evaluation/outcome';
import { parseScenario } from '../../../recording/scenario';
import { junitReport } from '../../../scripts/evaluation/junit-report';
import { escaped } from '../../../scripts/recording/junit';

const check = (kind: Check['kind'], result: Check['result']): Check => ({
  kind,
  result,
  turn: 1,
  claim: 'it is <polite>',
});
const run = (...checks: Check[]): Run => ({
  checks,
  turns: [],
  usage: { inputTokens: 0, outputTokens: 0, invocations: 0, unmeasured: 0 },
  duration: 1500,
});

it('has a case for each scenario: what was not run or not checked is skipped, and no success', () => {
  const named = (name: string) =>
    parseScenario('{ description: A, turns: [{ inputText: Hello }] }', `${name}.yaml`);
  const [good, bad, open] = [
    run(check('calls', 'passed')),
    run(check('calls', 'failed')),
    run(check('judge', 'not checked')),
  ];
  const report = junitReport(
    [
      outcomeOf(named('good'), [good], 1),
      outcomeOf(named('mostly'), [good, bad], 1),
      outcomeOf(named('bad'), [bad, bad], 1),
      outcomeOf(named('open'), [open], 1),
      notRun(named('absent'), 'no recording'),
    ],
    'a test',
  );
  expect(report).toContain('<testsuites tests="5" failures="1" skipped="2" time="9.000">');
  const inside = (name: string) =>
    new RegExp(`name="${name}" time="[\\d.]+"(?:/>|>([^]*?)</testcase>)`).exec(report)?.[1];
  expect(inside('good')).toBeUndefined();
  expect(inside('mostly')).toMatch(/^\s*<system-out>run 2\n[^<]*it is &lt;polite&gt;[^<]*<\/system-out>\s*$/);
  expect(inside('bad')).toMatch(/<failure message="0 of 2 runs passed, 1 needed">run 1\n[^<]*run 2\n/);
  expect(inside('open')).toMatch(/<skipped message="1 not judged"\/>/);
  expect(inside('absent')).toMatch(/<skipped message="no recording"\/>/);
});

it('holds nothing that XML has no character for', () => {
  expect(escaped('a\u0001\uffff\ud800<')).toBe('a\ufffd\ufffd\ufffd&lt;');
});
