import { type Command, type Flags, main } from '../../../scripts/cli/command';
import { fakeIo } from './fake-io';
import type { CommandOutcome } from './run-command';

/**
 * Runs a command in the test's own process. Starting one costs more than most commands do, and is worth it only
 * where the process is what is tested: its signals, its streams, its end.
 */
export async function runHere<F extends Flags>(
  command: Command<F>,
  args: readonly string[],
): Promise<CommandOutcome> {
  const { io, stdout, stderr } = fakeIo();
  const exitCode = await main(command, args, io);
  return { stdout: stdout(), stderr: stderr(), exitCode };
}

/** Sets variables of this process, and of AWS's no others; gives back what puts all as it was. */
export function setEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_') && !name.startsWith('AWS_SDK_JS_')) delete process.env[name];
  }
  Object.assign(process.env, {
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...variables,
  });
  return () => {
    process.env = before;
  };
}
