import { parseArgs } from 'node:util';
import { CommandError, UsageError } from './errors';
import { type Io, processIo } from './io';

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
}

/** What a command did. `text` is the result for a person; null when it was already written as it came. */
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
  run(input: CommandInput<F>): Promise<CommandResult>;
}

const common = {
  json: {
    type: 'boolean',
    description: 'Print one JSON object: {"ok":true,"result":…} or {"ok":false,"error":…}',
  },
  help: { type: 'boolean', short: 'h', description: 'Show this help' },
} as const satisfies Flags;

export const defineCommand = <const F extends Flags>(command: Command<F>): Command<F> => command;

/** Runs a command and returns its exit code: 0 done, 1 failed, 2 usage, 130 interrupted. */
export async function main<F extends Flags>(
  command: Command<F>,
  argv: readonly string[],
  io: Io = processIo,
): Promise<number> {
  const json = argv.includes('--json');
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
    } = await command.run({
      flags: values as FlagValues<F>,
      positionals,
      io,
      json,
    });
    if (json) io.stdout.write(`${JSON.stringify({ ok: exitCode === 0, result })}\n`);
    else if (text !== null) io.stdout.write(text.endsWith('\n') || text === '' ? text : `${text}\n`);
    return exitCode;
  } catch (error) {
    return report(error, json, io, command.name);
  }
}

/** Starts a command as the program: `if (require.main === module) start(command)`. */
export function start<F extends Flags>(command: Command<F>): void {
  main(command, process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}

function parse<F extends Flags>(command: Command<F>, argv: readonly string[]) {
  const all: Flags = { ...command.flags, ...common };
  const options = Object.fromEntries(
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
  try {
    const parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    if (!command.positionals && parsed.positionals.length > 0) {
      throw new Error(`Unexpected argument '${parsed.positionals[0]}'`);
    }
    return parsed;
  } catch (error) {
    throw new UsageError((error as Error).message, `npm run -s ${command.name} -- --help`);
  }
}

export function help(command: Command<Flags>): string {
  const rows = Object.entries({ ...command.flags, ...common }).map(([name, flag]: [string, Flag]) => {
    const value = flag.type === 'string' ? ` ${flag.value ?? 'VALUE'}` : '';
    const initial = typeof flag.default === 'string' ? ` (default: ${flag.default})` : '';
    const short = flag.short ? `-${flag.short}, ` : '';
    return [
      `${short}--${name}${value}`,
      `${flag.description}${flag.multiple ? ' (repeatable)' : ''}${initial}`,
    ];
  });
  const width = Math.max(...rows.map(([left = '']) => left.length));
  const flags = rows.map(([left = '', right]) => `  ${left.padEnd(width)}  ${right}`);
  const examples = command.examples.map((example) => `  ${example}`);
  return [
    command.summary,
    '',
    `Usage: npm run -s ${command.name} -- [FLAGS]${command.positionals ? ` ${command.positionals}` : ''}`,
    '',
    'Flags:',
    ...flags,
    ...(examples.length > 0 ? ['', 'Examples:', ...examples] : []),
    '',
  ].join('\n');
}

function report(error: unknown, json: boolean, io: Io, name: string): number {
  const failure =
    error instanceof CommandError
      ? error
      : new CommandError({
          code: 'UNEXPECTED',
          message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
          hint: `This is a defect of ${name}: run it again with OUTCROP_DEBUG=1 to see where`,
        });
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
