import { existsSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { ensureAssembly } from './assembly';
import { defineCommand, start } from './cli/command';
import { CommandError, UsageError } from './cli/errors';
import { Terminal } from './conversation/terminal';
import { emulatorState } from './laptop/open-laptop';

export const reset = defineCommand({
  name: 'reset',
  summary:
    'Removes what the emulator kept of this app on this laptop: tables, sessions. The seed comes back.',
  flags: { yes: { type: 'boolean', description: 'Do not ask' } },
  examples: ['npm run -s reset', 'npm run -s reset -- --yes'],
  async run({ flags, io, signal }) {
    const assembly = await ensureAssembly({ io, signal });
    const { runningEmulator } = await import('../emulator/open-emulator');
    const { appFolder } = await import('../emulator/state/app-folder');
    const { readAssembly } = await import('../emulator/assembly/assembly');
    const state = emulatorState();
    const folder = path.join(state.directory, appFolder(readAssembly(assembly)));
    if (!existsSync(folder)) return { result: { removed: null }, text: 'Nothing was kept' };
    const running = await runningEmulator({ assembly, state });
    if (running) {
      throw new CommandError({
        code: 'STATE_IN_USE',
        message: `The emulator at ${running.endpoint} (process ${running.pid}) uses ${folder}`,
        hint: 'Stop it first: npm run -s emulator -- --stop',
      });
    }
    if (!flags.yes) {
      if (!io.stdin.isTTY)
        throw new UsageError(`Nobody can be asked whether ${folder} may go`, 'npm run -s reset -- --yes');
      const terminal = new Terminal(io);
      const isMeant = await terminal.confirm(`Remove ${folder}? [y/N] `).finally(() => terminal.close());
      if (!isMeant) return { result: { removed: null }, text: 'Nothing was removed' };
    }
    rmSync(folder, { recursive: true, force: true });
    return { result: { removed: folder }, text: `Removed ${folder}` };
  },
});

if (require.main === module) start(reset);
