export interface CommandErrorProps {
  /** Stable, in capitals, for programs. */
  readonly code: string;
  /** What is wrong, naming the thing and its value. */
  readonly message: string;
  /** The next command, or what to change. */
  readonly hint?: string;
  /** What was done before it failed, for `--json`. */
  readonly result?: unknown;
  readonly exitCode?: 1 | 2 | 130;
  readonly cause?: unknown;
}

/** A failure that an operator can mend: it is shown as a sentence and a hint, never as a stack. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly result: unknown;
  readonly exitCode: 1 | 2 | 130;

  constructor({ code, message, hint, result, exitCode = 1, cause }: CommandErrorProps) {
    super(message, { cause });
    this.code = code;
    this.hint = hint;
    this.result = result;
    this.exitCode = exitCode;
  }
}

/** The command line itself is wrong: exit code 2. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';

  constructor(message: string, hint?: string) {
    super({ code: 'USAGE', message, hint, exitCode: 2 });
  }
}

/** The operator pressed Ctrl-C. */
export class Interrupted extends CommandError {
  override readonly name = 'Interrupted';

  constructor(result?: unknown) {
    super({ code: 'INTERRUPTED', message: 'Interrupted', result, exitCode: 130 });
  }
}

/** An error of the client, which knows nothing of commands, with what was done before it. */
export const asCommandError = (
  { code, message, hint, cause }: Pick<CommandErrorProps, 'code' | 'message' | 'hint' | 'cause'>,
  result?: unknown,
): CommandError => new CommandError({ code, message, hint, result, cause });
