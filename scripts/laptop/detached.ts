import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CommandError } from '../cli/errors';
import { stateFolder } from '../cli/state-folder';

/** It is to outlive npm as well, see `stay`. */
function withoutNpm(): NodeJS.ProcessEnv {
  const { npm_lifecycle_event: _, ...env } = process.env;
  return env;
}

/** Starts `npm run emulator` on its own, so that it outlives this command. Resolves when it is ready. */
export async function startDetached(flags: readonly string[]): Promise<void> {
  mkdirSync(stateFolder(), { recursive: true });
  const logFile = path.join(stateFolder(), 'emulator.log');
  const log = openSync(logFile, 'w');
  const root = path.join(__dirname, '..', '..');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(root, 'scripts', 'emulator.ts'), '--json', ...flags],
    { cwd: root, detached: true, stdio: ['ignore', 'pipe', log], env: withoutNpm() },
  );
  const ended = once(child, 'exit').then(([code]) => `it ended with ${code}`);
  const ready = new Promise<string>((resolve) => child.stdout?.once('data', (line) => resolve(String(line))));
  const first = await Promise.race([ready, ended]);
  child.stdout?.destroy();
  child.unref();
  if (first.includes('"ok":true')) return;
  const { error } = first.startsWith('{') ? JSON.parse(first) : { error: undefined };
  throw new CommandError({
    code: error?.code ?? 'EMULATOR_FAILED',
    message:
      error?.message ?? `The emulator did not start: ${first}. ${readFileSync(logFile, 'utf8').trim()}`,
    hint: error?.hint ?? `Its log is ${logFile}`,
  });
}
