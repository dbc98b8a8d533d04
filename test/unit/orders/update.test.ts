import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { readRecording } from '../../../recording/read';
import { updateRecording } from '../../../scripts/recording/update';

const folder = mkdtempSync(path.join(tmpdir(), 'recording-update-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const recorded = path.join(__dirname, '..', '..', 'recordings', 'two-in-one.jsonl');

it('keeps the turn that was cut off and the number of what was redacted', () => {
  const file = path.join(folder, 'open.jsonl');
  const source = path.join(__dirname, '..', '..', 'recordings', 'follow-up.jsonl');
  const whole = readFileSync(source, 'utf8');
  const lines = whole.split('\n');
  const second = lines.findIndex((line) => line.startsWith('{"type":"request","turn":2'));
  // As a replay gives it: the turns that ended, and a close of its own.
  const replayed = [...lines.slice(0, second), '{"type":"close","turns":1,"redacted":0}'];
  const outcome = { mode: 'decisions' as const, result: 'diverged' as const, divergences: [] };
  const update = (text: string, now: readonly string[]) => {
    writeFileSync(file, text);
    updateRecording({ file, outcomes: [{ ...outcome, lines: now.map((line) => `${line}\n`) }] });
    return readFileSync(file, 'utf8');
  };
  for (const end of ['\n', '\n{"type":"ev']) {
    const cut = lines.slice(0, second + 3).join('\n') + end;
    expect(update(cut, replayed)).toBe(cut);
  }
  const closed = [...lines.slice(0, -2), '{"type":"close","turns":2,"redacted":0}'];
  expect(update(whole, closed)).toBe(whole);
});

it('gives each action that is whole its new answer, and leaves all else, a cut included', () => {
  const file = path.join(folder, 'cut.jsonl');
  const text = readFileSync(recorded, 'utf8');
  const half = text.slice(0, text.lastIndexOf('{"type":"action"') + 100);
  writeFileSync(file, half);
  const outcome = { mode: 'handlers' as const, result: 'diverged' as const, divergences: [] };
  expect(updateRecording({ file, outcomes: [{ ...outcome, answers: ['{"new":true}'] }] })).toBe(true);
  const [before, after] = [readRecording(recorded), readRecording(file)];
  expect(after.cut).toMatch(/^Cut off in the middle of line/);
  expect(after.header).toEqual(before.header);
  expect(after.turns.map(({ actions }) => actions)).toEqual([
    [{ ...before.turns[0]?.actions[0], answer: '{"new":true}' }],
  ]);
});
