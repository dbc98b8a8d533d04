import type { Check } from '../../evaluation/check';
import { describeStep } from '../../evaluation/check-calls';
import type { EvidenceStep } from '../../evaluation/evidence';
import { type Run, runPassed, type ScenarioOutcome, totalUsage } from '../../evaluation/outcome';
import type { Price } from '../../evaluation/usage';
import { escaped } from '../recording/junit';
import { notChecked, usageLine } from './text-report';

const style = `
:root { color-scheme: light dark; --line: #8884; --bad: #c62828; --good: #2e7d32; --open: #9a6700 }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; padding: .4rem .8rem }
summary { cursor: pointer } summary small { opacity: .75 }
.failed > summary b, .bad { color: var(--bad) } .passed > summary b, .good { color: var(--good) }
.open, .not > summary b { color: var(--open) }
ol { padding-left: 2rem } li { margin: .2rem 0; padding: .1rem .5rem; overflow-wrap: anywhere }
li.here { border-left: .3rem solid var(--bad); background: #c6282818 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .2rem 0; font-size: 13px }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .2rem 0 .8rem }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap }
`;

/** The report as one file that loads nothing: every turn and step, open at what failed. */
export function htmlReport(all: readonly ScenarioOutcome[], target: string, price?: Price): string {
  const count = (wanted: ScenarioOutcome['result']) => all.filter(({ result }) => result === wanted).length;
  const counts = (['passed', 'failed', 'not checked', 'not run'] as const)
    .filter((result) => count(result) > 0)
    .map((result) => `${count(result)} ${result}`);
  // What failed comes first: it is what a report is opened for.
  const sorted = [...all].sort((a, b) => Number(b.result === 'failed') - Number(a.result === 'failed'));
  const title = `${all.length} scenarios on ${target}`;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    // What an agent said stands in it: whatever it is, it loads and runs nothing.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(title)}</title><style>${style}</style></head><body>`,
    `<h1>${escaped(title)}</h1>`,
    `<p>${escaped(counts.join(', '))}<br>${escaped(usageLine(totalUsage(all), price))}</p>`,
    ...sorted.map(scenarioPart),
    '</body></html>',
    '',
  ].join('\n');
}

function scenarioPart({ name, scenario, result, why, runs, atLeast }: ScenarioOutcome): string {
  const notes = [
    ...(why === undefined ? [] : [why]),
    ...(runs.length > 1
      ? [`${runs.filter(runPassed).length} of ${runs.length} runs passed, ${atLeast} needed`]
      : []),
    ...notChecked(runs),
  ];
  const failed = result === 'failed';
  return [
    `<details class="${result.split(' ')[0]}"${failed ? ' open' : ''}>`,
    `<summary><b>${result}</b> ${escaped(name)} <small>${escaped([scenario.description, ...notes].join(' · '))}</small></summary>`,
    ...runs.map((run, index) => runPart(run, index, runs.length, scenario)),
    '</details>',
  ].join('\n');
}

function runPart(run: Run, index: number, count: number, scenario: ScenarioOutcome['scenario']): string {
  const title = count > 1 ? `<h3>Run ${index + 1}: ${runPassed(run) ? 'passed' : 'failed'}</h3>` : '';
  const turns = scenario.turns.map(({ inputText, confirm }, at) => {
    const checks = run.checks.filter(({ turn }) => turn === at + 1);
    const answers = confirm ? ` <small>(confirmations: ${escaped(confirm.join(', '))})</small>` : '';
    const steps = (run.turns[at]?.steps ?? []).map((step) => stepPart(step, checks));
    return [
      `<h4>Turn ${at + 1}: ${escaped(inputText)}${answers}</h4>`,
      `<ol>${steps.join('\n')}</ol>`,
      ...checks.map(checkPart),
    ].join('\n');
  });
  const rest = run.checks.filter(({ turn }) => turn === null).map(checkPart);
  const source = run.recording === undefined ? '' : `<p>Replayed: ${escaped(run.recording)}</p>`;
  return [title, source, ...turns, ...rest].filter(Boolean).join('\n');
}

function stepPart(step: EvidenceStep, checks: readonly Check[]): string {
  const { number, kind, name, body } = step;
  const here = checks.some((check) => check.result === 'failed' && check.step === number);
  const open = `<li${here ? ' class="here"' : ''}>`;
  if (kind === 'answer') return `${open}answer<pre>${escaped(String(body))}</pre></li>`;
  if (kind === 'failure') return `${open}failure: ${escaped(name)}</li>`;
  const text = `${kind} ${escaped(describeStep(step))}`;
  if (kind !== 'call' && kind !== 'search') return `${open}${text}</li>`;
  const found = escaped(JSON.stringify(body, null, 2) ?? '');
  return `${open}${text}<details><summary>${kind === 'call' ? 'its answer' : 'what it found'}</summary><pre>${found}</pre></details></li>`;
}

function checkPart({ result, claim, step, expected, actual, why }: Check): string {
  const [mark, kind] =
    result === 'passed' ? ['✓', 'good'] : result === 'failed' ? ['✗', 'bad'] : ['–', 'open'];
  const note = why === undefined || result === 'failed' ? '' : ` <small>(${escaped(why)})</small>`;
  const line = `<div class="${kind}">${mark} ${escaped(claim)}${note}</div>`;
  if (result !== 'failed') return line;
  const place = step === undefined ? '' : `<dt>step</dt><dd>${step}</dd>`;
  return `${line}<dl>${place}<dt>expected</dt><dd>${escaped(expected ?? '')}</dd><dt>actual</dt><dd>${escaped(actual ?? '')}</dd></dl>`;
}
