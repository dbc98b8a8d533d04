import { textReport } from '../../../scripts/evaluation/text-report';

const outcome = (name: string, result: 'passed' | 'not run') => ({
  name,
  result,
  scenario: { name, turns: [] },
  runs: [],
  atLeast: 1,
});
const summary = (...results: ('passed' | 'not run')[]) =>
  textReport(results.map((result, at) => outcome(`s${at}`, result)) as never, 'the emulator')
    .split('\n\n')
    .at(-1);

it('counts one as one', () => {
  expect(summary('passed')).toBe('1 scenario on the emulator: 1 passed\nNo model invocation');
});

it('says that nothing is known of what was not run', () => {
  expect(summary('passed', 'not run', 'not run')).toBe(
    [
      '3 scenarios on the emulator: 1 passed, 2 not run',
      'Of 2 of 3 nothing is known, as they were not run',
      'No model invocation',
    ].join('\n'),
  );
});
