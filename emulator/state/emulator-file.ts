import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { AppIds } from '../app-ids';

/** What an emulator tells of itself, in its lock file and at `/_outcrop/emulator`. */
export interface EmulatorDescription extends AppIds {
  /** Another one for each start: whoever answers at the endpoint must know it. */
  readonly instanceId: string;
  readonly pid: number;
  readonly endpoint: string;
  readonly env: Readonly<Record<string, string>>;
  /** Absolute folder of the assembly that it runs. */
  readonly assembly: string;
}

const fileName = 'emulator.json';

export function writeDescription(directory: string, description: EmulatorDescription): void {
  mkdirSync(directory, { recursive: true });
  const unfinished = path.join(directory, `${fileName}.${description.pid}`);
  writeFileSync(unfinished, `${JSON.stringify(description, null, 2)}\n`);
  renameSync(unfinished, path.join(directory, fileName));
}

export function removeDescription(directory: string): void {
  rmSync(path.join(directory, fileName), { force: true });
}

/** What the lock file says. It outlives a killed emulator: ask at the endpoint whether it is still so. */
export function readDescription(directory: string): EmulatorDescription | undefined {
  try {
    return JSON.parse(readFileSync(path.join(directory, fileName), 'utf8')) as EmulatorDescription;
  } catch {
    return undefined;
  }
}
