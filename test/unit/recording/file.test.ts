import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { setImmediate as tick } from 'node:timers/promises';
import { openRecordingFile } from '../../../recording/file';

const folder = mkdtempSync(path.join(tmpdir(), 'recording-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('writes over what it holds, whether or not it is on the disk yet, and goes on behind it', async () => {
  const file = path.join(folder, 'one.jsonl');
  const opened = openRecordingFile(file);
  opened.write('"ann"\n');
  await tick();
  expect(readFileSync(file, 'utf8')).toBe('"ann"\n');
  opened.write('"bob"\n');
  opened.rewrite('"xxx"\n"yyy"\n');
  // At once: nothing of the old words waits for anything.
  expect(readFileSync(file, 'utf8')).toBe('"xxx"\n"yyy"\n');
  opened.write('"end"\n');
  opened.close();
  expect(readFileSync(file, 'utf8')).toBe('"xxx"\n"yyy"\n"end"\n');
});

// Windows has no such modes.
if (process.platform !== 'win32') {
  it("is its owner's alone until somebody shares it", () => {
    const file = path.join(folder, 'mode.jsonl');
    openRecordingFile(file).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
}

it('is as long as what it was written over with', () => {
  const file = path.join(folder, 'two.jsonl');
  const opened = openRecordingFile(file);
  opened.write('"a long line"\n');
  opened.rewrite('"short"\n');
  opened.close();
  opened.rewrite('"after the end"\n');
  expect(readFileSync(file, 'utf8')).toBe('"short"\n');
});
