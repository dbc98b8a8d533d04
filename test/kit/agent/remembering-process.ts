import { createEmulator } from '../../../emulator/create-emulator';
import { rememberingModel } from './remembering-agent';

/** An emulator to be killed, whose agents remember: `remembering-process.ts ASSEMBLY STATE` prints how to reach it. */
const [, , assembly = '', directory = ''] = process.argv;
createEmulator({ assembly, state: { directory }, model: () => rememberingModel }).then(({ env, ids }) => {
  process.stdout.write(`${JSON.stringify({ env, ids })}\n`);
});
