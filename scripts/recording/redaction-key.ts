import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { stateFolder } from '../cli/state-folder';

/**
 * The secret behind redaction: whoever has it could find out what a short number was. It is made once for each
 * checkout and never leaves it; `OUTCROP_REDACTION_KEY` takes its place where several people record alike.
 */
export function redactionKey(folder = stateFolder()): string {
  const given = process.env.OUTCROP_REDACTION_KEY;
  if (given) return given;
  const file = path.join(folder, 'redaction-key');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = randomBytes(32).toString('hex');
  try {
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  } catch (error) {
    // Another command was first.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readFileSync(file, 'utf8').trim();
    throw error;
  }
}
