import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { guardrail } from '../../../scripts/guardrail';
import { runCommand } from '../../kit/commands/run-command';
import { runHere, setEnvironment } from '../../kit/commands/run-here';

let folder: string;
let restore: () => void;
const env = () => ({ OUTCROP_STATE: path.join(folder, 'state') });
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'guardrail-'));
  restore = setEnvironment(env());
});
afterEach(() => {
  restore();
  rmSync(folder, { recursive: true, force: true });
});

const line = (id: string, text: string, action: string, policies: readonly string[], masked?: string) =>
  JSON.stringify({ id, source: 'INPUT', language: 'en', text, expect: { action, policies, masked } });
const write = (part: string, ...lines: readonly string[]) =>
  writeFileSync(path.join(folder, `${part}.jsonl`), lines.join('\n'));

it('measures the inputs of the project, in two parts', async () => {
  const { stdout, stderr, exitCode } = await runCommand('guardrail', ['test', '--sweep', '--json'], {
    env: env(),
  });
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  const { result } = JSON.parse(stdout);
  const { tuning, 'held-out': heldOut } = result.parts;
  expect(tuning.cases + heldOut.cases).toBeGreaterThanOrEqual(120);
  expect(heldOut.cases / (tuning.cases + heldOut.cases)).toBeGreaterThanOrEqual(1 / 3);
  // What the README says, less a few inputs: rules may not become worse unnoticed.
  expect(tuning.all.precision).toBeGreaterThan(0.95);
  expect(tuning.all.recall).toBeGreaterThan(0.95);
  expect(heldOut.all.precision).toBeGreaterThan(0.85);
  expect(heldOut.all.recall).toBeGreaterThan(0.77);
  expect(tuning.masked.right).toBe(tuning.masked.of);
  expect(result.judgedBy).toContain('approximates');
  const violence = result.sweep.tuning.filter(({ policy }: { policy: string }) => policy === 'VIOLENCE');
  expect(violence.map(({ at }: { at: string }) => at)).toEqual(['LOW', 'MEDIUM', 'HIGH']);
});

it('counts hits, false alarms and misses, and names the wrong inputs of the tuning part alone', async () => {
  write(
    'tuning',
    line('hit', 'my card is 4111 1111 1111 1111', 'BLOCK', ['CREDIT_DEBIT_CARD_NUMBER']),
    line('false-alarm', 'and 5555 5555 5555 4444', 'PASS', []),
    line('miss', 'four one one one', 'BLOCK', ['CREDIT_DEBIT_CARD_NUMBER']),
    line('mask', 'to kim@example.com', 'MASK', ['EMAIL'], 'to {EMAIL}'),
  );
  write('held-out', line('held-out-miss', 'where is it?', 'BLOCK', ['VIOLENCE']));
  const args = ['test', '--cases', folder, '--at-least', '0.5', '--json'];
  const { stdout, exitCode } = await runHere(guardrail, args);
  const { ok, result } = JSON.parse(stdout);
  expect([ok, exitCode]).toEqual([false, 1]);
  const [card] = result.parts.tuning.policies;
  expect(card).toEqual({
    policy: 'CREDIT_DEBIT_CARD_NUMBER',
    cases: 2,
    truePositives: 1,
    falsePositives: 1,
    falseNegatives: 1,
    precision: 0.5,
    recall: 0.5,
  });
  expect(result.parts.tuning.masked).toEqual({ right: 1, of: 1 });
  expect(result.wrong.map(({ id }: { id: string }) => id)).toEqual(['false-alarm', 'miss']);
  expect(result.parts['held-out'].all).toMatchObject({ precision: null, recall: 0 });
});

it('names the line that is broken', async () => {
  write('tuning', line('fine', 'hello', 'PASS', []), '{"id":"broken"}');
  write('held-out');
  const { stdout, stderr, exitCode } = await runHere(guardrail, ['test', '--cases', folder]);
  expect([stdout, exitCode]).toEqual(['', 1]);
  expect(stderr).toMatch(/tuning\.jsonl:2: /);
  expect(stderr).toContain('guardrail/README.md');
});

it.each([
  [[], /What to do is missing/],
  [['tests'], /There is no guardrail tests; all it does is test/],
  [['test', '--at-least', '80'], /--at-least 80: write a share from 0 to 1/],
])('refuses %j', async (args, message) => {
  const { stdout, stderr, exitCode } = await runHere(guardrail, args);
  expect([stdout, exitCode]).toEqual(['', 2]);
  expect(stderr).toMatch(message);
});
