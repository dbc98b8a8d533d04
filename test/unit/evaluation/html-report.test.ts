import type { Check } from '../../../evaluation/check';
import type { EvidenceStep } from '../../../evaluation/evidence';
import { notRun, outcomeOf } from '../../../evaluation/outcome';
import { parseScenario } from '../../../recording/scenario';
import { htmlReport } from '../../../scripts/evaluation/html-report';

/** Would load from elsewhere, run, or end the element that it stands in, if it were taken for more than text. */
const hostile = `"><img src=x onerror=alert(1)></pre></li><script>alert(2)</script>&amp;`;

it('takes whatever it shows for text', () => {
  const scenario = parseScenario(
    JSON.stringify({ description: hostile, turns: [{ inputText: hostile }] }),
    `${hostile}.yaml`,
  );
  const step = (number: number, kind: EvidenceStep['kind']): EvidenceStep => ({
    number,
    kind,
    name: hostile,
    arguments: { [hostile]: hostile },
    httpStatusCode: 200,
    body: kind === 'answer' ? hostile : { [hostile]: hostile },
  });
  const kinds = ['call', 'confirmation', 'returned', 'search', 'answer', 'failure'] as const;
  const claims = { turn: 1, claim: hostile, expected: hostile, actual: hostile, why: hostile };
  const checks: Check[] = [
    { ...claims, kind: 'answer', result: 'failed', step: 5 },
    { ...claims, kind: 'judge', result: 'not checked' },
    { ...claims, kind: 'budget', turn: null, result: 'failed' },
  ];
  const run = {
    checks,
    turns: [{ steps: kinds.map((kind, at) => step(at + 1, kind)), answer: hostile, citations: [hostile] }],
    usage: { inputTokens: 0, outputTokens: 0, invocations: 0, unmeasured: 0 },
    duration: 1,
    recording: hostile,
  };
  const html = htmlReport(
    [outcomeOf(scenario, [run, run], 1), notRun(scenario, hostile)],
    hostile,
    undefined,
  );
  expect(html.split('&lt;script&gt;').length).toBeGreaterThan(20);
  expect(html).not.toMatch(/<(img|script)|<\/script|&amp;(?!amp;)/);
  // One step of each run is where it failed.
  expect(html.match(/<li class="here">answer<pre>/g)).toHaveLength(2);
  expect(html.match(/class="here"/g)).toHaveLength(2);
});
