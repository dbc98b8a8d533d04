import { hasNoRoom } from '../../emulator/state/no-room';
import { CommandError, Interrupted } from './errors';
import { help } from './help';
import { type Io, processIo } from './io';
import { flagsBeforePositionals, parse } from './parse';

export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly description: string;
  /** What stands for the value in help, for example `FILE`. */
  readonly value?: string;
  readonly short?: string;
  readonly multiple?: boolean;
  readonly default?: string | boolean;
}

export type Flags = Readonly<Record<string, Flag>>;

type Value<F extends Flag> = F['type'] extends 'boolean' ? boolean : string;
export type FlagValues<F extends Flags> = {
  readonly [Name in keyof F]: F[Name]['multiple'] extends true
    ? readonly Value<F[Name]>[]
    : F[Name]['default'] extends string | boolean
      ? Value<F[Name]>
      : F[Name]['type'] extends 'boolean'
        ? boolean
        : Value<F[Name]> | undefined;
};

export interface CommandInput<F extends Flags> {
  readonly flags: FlagValues<F>;
  readonly positionals: readonly string[];
  readonly io: Io;
  /** Whether the result is wanted as one JSON object; then nothing else may go to stdout. */
  readonly json: boolean;
  /** Aborted when the operator presses Ctrl-C; what then throws ends the command with exit code 130. */
  readonly signal: AbortSignal;
}

/**
 * What a command did. `text` is the result for a person; null when it was already written as it came, and so is
 * `result` when it is undefined.
 */
export interface CommandResult {
  readonly result: unknown;
  readonly text: string | null;
  /** 1 when the command ran and its finding is a failure, for example a lint error. */
  readonly exitCode?: 0 | 1;
}

export interface Command<F extends Flags = Flags> {
  /** As in `npm run <name>`. */
  readonly name: string;
  readonly summary: string;
  /** The positional arguments in help, for example `[PROMPT]`; absent when there are none. */
  readonly positionals?: string;
  readonly flags: F;
  readonly examples: readonly string[];
  /** Sentences for the end of the help. */
  readonly notes?: readonly string[];
  run(input: CommandInput<F>): Promise<CommandResult>;
}

export const defineCommand = <const F extends Flags>(command: Command<F>): Command<F> => command;

/** Runs a command and returns its exit code: 0 done, 1 failed, 2 usage, 130 interrupted. */
export async function main<F extends Flags>(
  command: Command<F>,
  argv: readonly string[],
  io: Io = processIo,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const json = flagsBeforePositionals(argv).includes('--json');
  try {
    const { values, positionals } = parse(command, argv);
    if (values.help) {
      io.stdout.write(help(command));
      return 0;
    }
    const {
      result,
      text,
      exitCode = 0,
    } = await command.run({ flags: values as FlagValues<F>, positionals, io, json, signal });
    if (json) {
      if (result !== undefined) io.stdout.write(`${JSON.stringify({ ok: exitCode === 0, result })}\n`);
    } else if (text !== null) io.stdout.write(text.endsWith('\n') || text === '' ? text : `${text}\n`);
    return exitCode;
  } catch (error) {
    const interrupted = signal.aborted && !(error instanceof Interrupted);
    return report(interrupted ? new Interrupted() : error, json, io, command.name);
  }
}

/** How long a command may take to stop after Ctrl-C before the process ends all the same, in ms. */
const graceInMs = 5_000;

/** Starts a command as the program: `if (require.main === module) start(command)`. */
export function start<F extends Flags>(command: Command<F>): void {
  // The SDK prints six lines about Node 20 whenever a client is made; package.json says what is supported.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `npm run -s … | head` closes the pipe early, which is no failure.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    process.stderr.write(
      `${command.name}: The output cannot be written: ${error.message}\n  Make room, or send stdout elsewhere\n`,
    );
    process.exit(1);
  });
  // Nobody could be told of it, and what the command does may be half done.
  process.stderr.on('error', () => {});
  const interruption = new AbortController();
  const interrupt = () => {
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort(new Interrupted());
    setTimeout(() => process.exit(130), graceInMs).unref();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  main(command, process.argv.slice(2), processIo, interruption.signal).then((code) => {
    process.exitCode = code;
  });
}

function report(error: unknown, json: boolean, io: Io, name: string): number {
  const failure = error instanceof CommandError ? error : asFailure(error, name);
  if (process.env.OUTCROP_DEBUG && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  const { code, message, hint, result } = failure;
  if (json) {
    const body = { ok: false, error: { code, message, hint }, ...(result !== undefined && { result }) };
    io.stdout.write(`${JSON.stringify(body)}\n`);
  } else {
    io.stderr.write(`${name}: ${message}\n${hint ? `  ${hint}\n` : ''}`);
  }
  return failure.exitCode;
}

function asFailure(error: unknown, name: string): CommandError {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (hasNoRoom(error)) {
    return new CommandError({
      code: 'DISK_FULL',
      message: `There is no space left on the disk: ${message}`,
      hint: 'Make room and run it again; OUTCROP_STATE=FOLDER moves .outcrop to another disk',
    });
  }
  const hint = `This is a defect of ${name}: run it again with OUTCROP_DEBUG=1 to see where`;
  return new CommandError({ code: 'UNEXPECTED', message, hint });
}
