import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { readRecording } from '../../../recording/read';
import { updateRecording } from '../../../scripts/recording/update';

const folder = mkdtempSync(path.join(tmpdir(), 'recording-update-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const recorded = path.join(__dirname, '..', '..', 'recordings', 'two-in-one.jsonl');

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
