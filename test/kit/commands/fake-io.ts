import { PassThrough } from 'node:stream';
import type { Io } from '../../../scripts/cli/io';

export interface FakeIo {
  readonly io: Io;
  stdout(): string;
  stderr(): string;
  /** Types on the terminal; `\u0003` is Ctrl-C, `\u0004` Ctrl-D. */
  type(text: string): void;
  /** Resolves as soon as stdout and stderr together have shown it after what was awaited before. */
  shown(pattern: RegExp): Promise<void>;
}

/** Streams for a command that a test runs in its own process; a terminal if it is said to be one. */
export function fakeIo(isTTY = false): FakeIo {
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const written = { stdout: '', stderr: '' };
  let screen = '';
  let look = () => {};
  const output = (name: keyof typeof written) => {
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 120 });
    stream.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
      screen += text;
      look();
    });
    return stream;
  };
  return {
    io: { stdin: stdin as unknown as Io['stdin'], stdout: output('stdout'), stderr: output('stderr') },
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    type: (text) => void stdin.write(text),
    shown: (pattern) =>
      new Promise((resolve) => {
        look = () => {
          const match = pattern.exec(screen);
          if (!match) return;
          screen = screen.slice(match.index + match[0].length);
          look = () => {};
          resolve();
        };
        look();
      }),
  };
}
