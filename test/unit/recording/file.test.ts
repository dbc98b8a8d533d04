import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { setImmediate as tick } from 'node:timers/promises';
import { openRecordingFile } from '../../../recording/file';
import type { Observation } from '../../../recording/observe';
import { CommandError } from '../../../scripts/cli/errors';
import { closeRecording } from '../../../scripts/recording/flags';

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

it('does what can wait in its sequence, and all of it before it is closed', async () => {
  const file = path.join(folder, 'later.jsonl');
  const opened = openRecordingFile(file);
  const write = (line: string) => opened.later(() => opened.write(`${line}\n`));
  write('1');
  write('2');
  expect(readFileSync(file, 'utf8')).toBe('');
  await tick();
  expect(readFileSync(file, 'utf8')).toBe('1\n2\n');
  write('3');
  opened.later(() => write('4'));
  opened.close();
  expect(readFileSync(file, 'utf8')).toBe('1\n2\n3\n4\n');
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

// Linux has a device that is always full.
if (existsSync('/dev/full')) {
  it('goes on without a recording on a full disk, and says so at the end', async () => {
    const opened = openRecordingFile('/dev/full', { overwrite: true });
    opened.write('"one"\n');
    await tick();
    opened.write('"two"\n');
    opened.rewrite('"three"\n');
    expect(() => opened.close()).toThrow('ENOSPC');
    expect(() => opened.close()).not.toThrow();
  });
}

it('has what was done in the error when its end cannot be written', () => {
  const failing = {
    observer: {} as Observation['observer'],
    close() {
      throw new CommandError({ code: 'RECORDING_CUT_OFF', message: 'No space' });
    },
  };
  const done = { result: { answer: 'Cancelled.' }, text: null };
  expect(() => closeRecording(failing, done)).toThrow(
    expect.objectContaining({ code: 'RECORDING_CUT_OFF', result: done.result }),
  );
  expect(() => closeRecording(failing, undefined)).not.toThrow();
});
