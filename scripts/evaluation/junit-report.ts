import { runPassed, type ScenarioOutcome } from '../../evaluation/outcome';
import { escaped } from '../recording/junit';
import { failureLines, notChecked } from './text-report';

/** The outcomes in JUnit's XML: a case for each scenario, skipped when nothing of it was checked. */
export function junitReport(all: readonly ScenarioOutcome[], target: string): string {
  const count = (...results: readonly string[]) =>
    all.filter(({ result }) => results.includes(result)).length;
  const counts = `tests="${all.length}" failures="${count('failed')}" skipped="${count('not run', 'not checked')}"`;
  const time = all.reduce((sum, outcome) => sum + durationOf(outcome), 0).toFixed(3);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts} time="${time}">`,
    `  <testsuite name="${escaped(`scenarios on ${target}`)}" ${counts} time="${time}">`,
    ...all.flatMap(testcase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testcase(outcome: ScenarioOutcome): string[] {
  const { name, result, why, runs, atLeast, scenario } = outcome;
  const failures = runs.flatMap(({ checks }, index) =>
    checks
      .filter((check) => check.result === 'failed')
      .map((check) => [
        ...(runs.length > 1 ? [`run ${index + 1}`] : []),
        ...failureLines(check, scenario.turns),
      ]),
  );
  const text = failures.map((lines) => lines.join('\n')).join('\n');
  const passed = runs.filter(runPassed).length;
  const open = notChecked(runs);
  const notes = [...(result !== 'failed' && text !== '' ? [text] : []), ...open];
  const inside = [
    ...(result === 'failed'
      ? [
          `<failure message="${escaped(`${passed} of ${runs.length} runs passed, ${atLeast} needed`)}">${escaped(text)}</failure>`,
        ]
      : []),
    ...(result === 'not run' || result === 'not checked'
      ? [`<skipped message="${escaped(why ?? open.join('; '))}"/>`]
      : []),
    ...(notes.length > 0 ? [`<system-out>${escaped(notes.join('\n'))}</system-out>`] : []),
  ];
  const start = `    <testcase classname="scenarios" name="${escaped(name)}" time="${durationOf(outcome).toFixed(3)}"`;
  if (inside.length === 0) return [`${start}/>`];
  return [`${start}>`, ...inside.map((one) => `      ${one}`), '    </testcase>'];
}

/** Seconds. */
const durationOf = ({ runs }: ScenarioOutcome): number =>
  runs.reduce((sum, { duration }) => sum + duration, 0) / 1000;
