import { CommandError, UsageError } from '../cli/errors';
import type { Io } from '../cli/io';
import { Terminal } from '../conversation/terminal';

export interface Consent {
  readonly io: Io;
  readonly yes: boolean;
  /** What would be done, with account and region, as a question. */
  readonly question: string;
  /** What is the case after a no, for example `Nothing was deployed`. */
  readonly declined: string;
}

/** Asks for consent on the terminal, unless it was given by --yes. Throws when there is none. */
export async function askConsent({ io, yes, question, declined }: Consent): Promise<void> {
  if (yes) return;
  if (!io.stdin.isTTY || !io.stderr.isTTY) {
    throw new UsageError(`There is no terminal to ask: ${question}`, 'Give --yes if it is meant so');
  }
  const terminal = new Terminal(io);
  try {
    if (await terminal.confirm(`${question} [y/N] `)) return;
  } finally {
    terminal.close();
  }
  throw new CommandError({ code: 'DECLINED', message: declined });
}
