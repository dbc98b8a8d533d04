import * as path from 'node:path';
import type { OpenEmulator, OpenEmulatorOptions } from '../../emulator/open-emulator';
import { CommandError } from '../cli/errors';
import { stateFolder } from '../cli/state-folder';

/** Where the laptop's tables and sessions are kept, a folder for each app. */
export const emulatorState = (): { readonly directory: string } => ({
  directory: path.join(stateFolder(), 'state'),
});

/** The laptop's emulator: the one that runs already, or a new one in this process. */
export async function openLaptop(options: Omit<OpenEmulatorOptions, 'state'>): Promise<OpenEmulator> {
  const { openEmulator } = await import('../../emulator/open-emulator');
  try {
    return await openEmulator({ ...options, state: emulatorState() });
  } catch (error) {
    throw explained(error, options.port);
  }
}

/** The emulator's errors that an operator can mend, with how. */
export function explained(error: unknown, port?: number): unknown {
  if (!(error instanceof Error)) return error;
  const fail = (code: string, hint: string, message = error.message) =>
    new CommandError({ code, message, hint, cause: error });
  if (error.name === 'TableChangedError') {
    return fail('STATE_CHANGED', 'Change the template back, or remove what was kept: npm run -s reset');
  }
  if (error.name === 'StateInUseError') {
    return fail('STATE_IN_USE', 'End the other one, or keep nothing: npm run -s emulator -- --ephemeral');
  }
  if (error.name === 'UnresolvedError') {
    return fail(
      'UNRESOLVED',
      'Give the resource a value that is known at synthesis, or leave it out on the laptop',
    );
  }
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return fail('PORT_IN_USE', 'Leave --port away to take a free one', `Port ${port} is taken`);
  }
  return error;
}
