import { createInterface, type Interface } from 'node:readline';
import { Interrupted } from '../cli/errors';
import type { Io } from '../cli/io';
import { type Decide, type Decision, describeAction } from './confirm';
import { printable } from './printable';

/** Lines from a terminal. Keeps what is typed while nobody asks, and leaves stdout to the answers. */
export class Terminal {
  private readonly lines: Interface;
  private readonly typedAhead: string[] = [];
  private waiting: { take(line: string | undefined): void; fail(reason: Error): void } | undefined;
  private closed = false;
  private isConfirming = false;
  /** What Ctrl-C does while nobody asks for a line. */
  onInterrupt: () => void = () => {};

  constructor({ stdin, stderr }: Io) {
    this.lines = createInterface({ input: stdin, output: stderr, terminal: true });
    this.lines.on('line', (line) => {
      const { waiting } = this;
      // At once: the next line may come before whoever waits has run.
      this.waiting = undefined;
      if (waiting) waiting.take(line);
      else this.typedAhead.push(line);
    });
    this.lines.on('history', (history: string[]) => {
      // Arrow-up brings back what was said, not a yes.
      if (this.isConfirming) history.shift();
    });
    this.lines.on('SIGINT', () => {
      if (this.waiting) this.waiting.fail(new Interrupted());
      else this.onInterrupt();
    });
    this.lines.on('close', () => {
      this.closed = true;
      this.waiting?.take(undefined);
    });
  }

  /** The next line; undefined at the end of input (Ctrl-D). Throws Interrupted on Ctrl-C. */
  async ask(prompt: string): Promise<string | undefined> {
    const typed = this.typedAhead.shift();
    if (typed !== undefined || this.closed) return typed;
    this.lines.setPrompt(prompt);
    this.lines.prompt();
    try {
      return await new Promise((resolve, reject) => {
        this.waiting = { take: resolve, fail: reject };
      });
    } finally {
      this.waiting = undefined;
    }
  }

  /** A yes or no that was typed after the question was on the screen, never before. */
  async confirm(question: string): Promise<boolean> {
    this.typedAhead.length = 0;
    this.isConfirming = true;
    try {
      for (;;) {
        const answer = (await this.ask(question))?.trim().toLowerCase();
        if (answer === undefined || answer === '' || answer === 'n' || answer === 'no') return false;
        if (answer === 'y' || answer === 'yes') return true;
      }
    } finally {
      this.isConfirming = false;
    }
  }

  close(): void {
    this.lines.close();
  }
}

/** Puts each action to the operator, one after the other. */
export const asking =
  (terminal: Pick<Terminal, 'confirm'>, say: (text: string) => void): Decide =>
  async ({ invocationInputs }) => {
    const decisions: Decision[] = [];
    for (const action of invocationInputs) {
      say(describeAction(action));
      decisions.push((await terminal.confirm('Do it? [y/N] ')) ? 'CONFIRM' : 'DENY');
    }
    return decisions;
  };

/** The same for a single prompt, which reads from the terminal only if there is something to ask. */
export const askOnTerminal =
  (io: Io): Decide =>
  async (returnControl) => {
    const terminal = new Terminal(io);
    try {
      return await asking(terminal, (text) => io.stderr.write(`${printable(text, io.stderr)}\n`))(
        returnControl,
      );
    } finally {
      terminal.close();
    }
  };
