import * as path from 'node:path';

/**
 * Where the laptop keeps what it remembers between commands: the emulator's state and lock, actions that wait.
 * `OUTCROP_STATE` moves it, so that two agents or two tests on one checkout do not share a past.
 */
export const stateFolder = (): string =>
  path.resolve(process.env.OUTCROP_STATE || path.join(__dirname, '..', '..', '.outcrop'));
