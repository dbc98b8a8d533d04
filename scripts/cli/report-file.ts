import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { CommandError } from './errors';

export interface ReportFile {
  write(text: string): void;
}

/**
 * A file that a flag wants, in a folder that need not be there yet. Opened before the work, so that none is done in
 * vain, and what it holds stays until it is written. Throws CommandError.
 */
export function reportFile(flag: string, file: string): ReportFile {
  told(flag, file, () => {
    mkdirSync(path.dirname(file), { recursive: true });
    closeSync(openSync(file, 'a'));
  });
  return { write: (text) => told(flag, file, () => writeFileSync(file, text)) };
}

function told(flag: string, file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new CommandError({
      code: 'FILE_NOT_WRITTEN',
      message: `${flag} ${file} can't be written: ${(error as Error).message}`,
      hint: 'Name a file in a folder that can be written to',
      cause: error,
    });
  }
}
