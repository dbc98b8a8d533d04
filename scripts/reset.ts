import { existsSync, renameSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import config from '../agent.config';
import { ensureAssembly } from './assembly';
import { defineCommand, start } from './cli/command';
import { CommandError, UsageError } from './cli/errors';
import { Terminal } from './conversation/terminal';
import { emulatorState } from './laptop/open-laptop';

export const reset = defineCommand({
  name: 'reset',
  summary:
    'Removes what the emulator kept of this app on this laptop: tables, sessions, documents. The seed comes back.',
  flags: { yes: { type: 'boolean', description: 'Do not ask' } },
  examples: ['npm run -s reset', 'npm run -s reset -- --yes'],
  notes: [
    'The tables have their seed again with the next command; the knowledge base is empty until npm run -s sync.',
    'An emulator that runs has to be stopped first: npm run -s emulator -- --stop',
    '',
  ],
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
    await remove(folder);
    const next = config.knowledgeBase ? '\nThe knowledge base is empty now. Fill it: npm run -s sync' : '';
    return { result: { removed: folder }, text: `Removed ${folder}${next}` };
  },
});

/** Holds the state's own lock meanwhile: an emulator that does not answer just now, or is about to start, may have it. */
async function remove(folder: string): Promise<void> {
  const { openState, StateInUseError } = await import('../emulator/state/state');
  const state = await openState(folder).catch((error: unknown) => {
    // What cannot be opened any more is a reason to reset.
    if (!(error instanceof StateInUseError)) return undefined;
    throw new CommandError({
      code: 'STATE_IN_USE',
      message: `An emulator that does not answer has ${folder} open`,
      hint: 'Wait for it to start or to end, or end its process, and try again',
      cause: error,
    });
  });
  const removed = `${folder}.removed-${process.pid}`;
  renameSync(folder, removed);
  await state?.close();
  rmSync(removed, { recursive: true, force: true });
}

if (require.main === module) start(reset);
