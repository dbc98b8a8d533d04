import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { reportFile } from '../../../scripts/cli/report-file';

const folder = mkdtempSync(path.join(tmpdir(), 'report-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('makes its folder, and keeps an earlier report until there is another', () => {
  const file = path.join(folder, 'of/tonight/report.xml');
  reportFile('--junit', file).write('one');
  const report = reportFile('--junit', file);
  expect(readFileSync(file, 'utf8')).toBe('one');
  report.write('2');
  expect(readFileSync(file, 'utf8')).toBe('2');
});

it('says before the work that it cannot be written', () => {
  writeFileSync(path.join(folder, 'a-file'), '');
  const file = path.join(folder, 'a-file', 'report.xml');
  expect(() => reportFile('--junit', file)).toThrow(
    expect.objectContaining({
      code: 'FILE_NOT_WRITTEN',
      message: expect.stringContaining(`--junit ${file} can't`),
    }),
  );
});
