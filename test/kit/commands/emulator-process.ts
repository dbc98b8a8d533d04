import { createEmulator } from '../../../emulator/create-emulator';

/** An emulator to be killed: `emulator-process.ts ASSEMBLY STATE` prints its environment and stays. */
const [, , assembly = '', directory = ''] = process.argv;
createEmulator({ assembly, state: { directory } }).then(({ env }) => {
  process.stdout.write(`${JSON.stringify(env)}\n`);
});
