import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Command, Flags } from './command';
import { UsageError } from './errors';
import { commonFlags } from './help';

/** The arguments that may be flags: what follows `--` is text, whatever it looks like. */
export function flagsBeforePositionals(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}

export function parse<F extends Flags>(command: Command<F>, argv: readonly string[]) {
  const all: Flags = { ...command.flags, ...commonFlags };
  const options: ParseArgsConfig['options'] = Object.fromEntries(
    Object.entries(all).map(([name, { type, short, multiple, default: initial }]) => [
      name,
      {
        type,
        ...(short && { short }),
        ...(multiple && { multiple, default: [] }),
        ...(initial !== undefined && { default: initial }),
        ...(type === 'boolean' && initial === undefined && { default: false }),
      },
    ]),
  );
  const usage = `npm run -s ${command.name} -- --help`;
  try {
    const parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    const [unexpected] = command.positionals ? [] : parsed.positionals;
    if (unexpected !== undefined) throw new UsageError(`Unexpected argument '${unexpected}'`, usage);
    return parsed;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw usageError(command, error as Error & { code?: string }, usage);
  }
}

/** parseArgs' first sentence says what is wrong; its advice on dashes does not know of npm's own `--`. */
function usageError(command: Command, error: Error & { code?: string }, usage: string): UsageError {
  const [message = error.message] = error.message.split(/\. To specify |\n/);
  const unknown = error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
  const dashed = `npm run -s ${command.name} -- -- "-…" passes text that starts with a dash`;
  return new UsageError(message, unknown && command.positionals ? `${usage}; ${dashed}` : usage);
}
