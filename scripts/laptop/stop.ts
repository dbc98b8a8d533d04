import { setTimeout as wait } from 'node:timers/promises';
import type { EmulatorDescription } from '../../emulator/state/emulator-file';
import type { CommandResult } from '../cli/command';
import { CommandError } from '../cli/errors';
import { isAlive } from '../is-alive';

/** Milliseconds for an emulator to end. */
const patience = 10_000;

/** Ends a running emulator by its process. */
export async function stopRunning(running: EmulatorDescription | undefined): Promise<CommandResult> {
  if (!running) return { result: { stopped: null }, text: 'No emulator runs' };
  const { pid, endpoint } = running;
  process.kill(pid, 'SIGTERM');
  for (const since = Date.now(); isAlive(pid); await wait(20)) {
    if (Date.now() - since > patience) {
      throw new CommandError({
        code: 'STILL_RUNNING',
        message: `Process ${pid} does not end`,
        hint: `kill -9 ${pid}`,
      });
    }
  }
  return {
    result: { stopped: { pid, endpoint } },
    text: `Stopped the emulator at ${endpoint} (process ${pid})`,
  };
}
