import type { Check } from '../../evaluation/check';
import { type Run, runPassed, type ScenarioOutcome, totalUsage } from '../../evaluation/outcome';
import { costOf, type Price, type Usage } from '../../evaluation/usage';
import { counted } from '../cli/counted';
import { printable } from '../conversation/printable';

const longest = 400;

/** The report for a terminal: one line for each scenario, and of a failed one the step with what was expected. */
export function textReport(all: readonly ScenarioOutcome[], target: string, price?: Price): string {
  const lines = all.flatMap((outcome) => [headline(outcome), ...details(outcome)]);
  return [...lines, '', summary(all, target), usageLine(totalUsage(all), price)].join('\n');
}

const words = {
  passed: 'passed',
  failed: 'FAILED',
  'not checked': 'unchecked',
  'not run': 'not run',
} as const;

function headline({ name, result, runs, why, atLeast }: ScenarioOutcome): string {
  const notes = [
    ...(why === undefined ? [] : [why]),
    ...(runs.length > 1
      ? [`${runs.filter(runPassed).length} of ${runs.length} runs, ${atLeast} needed`]
      : []),
    ...notChecked(runs),
  ];
  return `${words[result].padEnd(10)}${name}${notes.length > 0 ? `  (${notes.join('; ')})` : ''}`;
}

/** How many claims of a scenario nobody checked, by kind. */
export function notChecked(runs: readonly Run[]): string[] {
  const open = (runs[0]?.checks ?? []).filter(({ result }) => result === 'not checked');
  const kinds = new Set(open.map(({ kind }) => kind));
  return [...kinds].map((kind) => {
    const count = open.filter((check) => check.kind === kind).length;
    return `${count} ${kind === 'judge' ? 'not judged' : `${kind} not checked`}`;
  });
}

/** Of runs that failed alike, one is shown. */
function details({ scenario, runs }: ScenarioOutcome): string[] {
  const shown = new Set<string>();
  return runs.flatMap((run, index) => {
    const failures = run.checks.filter(({ result }) => result === 'failed');
    const text = failures.flatMap((check) => failureLines(check, scenario.turns)).join('\n');
    if (failures.length === 0 || shown.has(text)) return [];
    shown.add(text);
    return [...(runs.length > 1 ? [`  run ${index + 1}`] : []), text];
  });
}

/** A failure with its turn, its step, what was expected and what was found. */
export function failureLines(
  { turn, step, claim, expected, actual }: Check,
  turns: readonly { readonly inputText: string }[],
): string[] {
  const asked = turn === null ? undefined : turns[turn - 1]?.inputText;
  const place = turn === null ? 'all turns' : `turn ${turn}${step === undefined ? '' : `, step ${step}`}`;
  return [
    `  ${place}: ${line(claim)}`,
    ...(asked === undefined ? [] : [`    asked     ${line(asked)}`]),
    `    expected  ${line(expected ?? '')}`,
    `    actual    ${line(actual ?? '')}`,
  ];
}

function summary(all: readonly ScenarioOutcome[], target: string): string {
  const count = (wanted: ScenarioOutcome['result']) => all.filter(({ result }) => result === wanted).length;
  const counts = (['passed', 'failed', 'not checked', 'not run'] as const).map(
    (result) => [count(result), result] as const,
  );
  const listed = counts.filter(([number]) => number > 0).map(([number, result]) => `${number} ${result}`);
  const notRun = count('not run');
  return [
    `${counted(all.length, 'scenario')} on ${target}: ${listed.join(', ')}`,
    ...(notRun > 0
      ? [
          `Of ${notRun} of ${all.length} nothing is known, as ${notRun === 1 ? 'it was' : 'they were'} not run`,
        ]
      : []),
  ].join('\n');
}

/** Tokens and money, as far as anybody counted them. */
export function usageLine(usage: Usage, price?: Price): string {
  const { inputTokens, outputTokens, invocations, unmeasured } = usage;
  const times = counted(invocations, 'model invocation');
  if (invocations === 0) return 'No model invocation';
  if (unmeasured === invocations) return `${times}; tokens and money unmeasured: the model does not count`;
  const open = unmeasured > 0 ? `, and those of ${counted(unmeasured, 'invocation')}, unmeasured` : '';
  const money = price ? `; USD ${costOf(usage, price).toFixed(4)}` : '; money unmeasured: no price is given';
  return `${times}; ${inputTokens} input and ${outputTokens} output tokens${open}${money}`;
}

const line = (text: string): string => {
  const flat = printable(text.replace(/\s+/g, ' '), { isTTY: true });
  return flat.length > longest ? `${flat.slice(0, longest)}…` : flat;
};
