import type { ChildProcess } from 'node:child_process';

/** The first line that a process writes, in however many pieces; rejects when it ends before that. */
export function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once('error', reject);
    child.once('close', (exitCode, signal) =>
      reject(new Error(`The process ended with ${signal ?? exitCode} before its first line: ${text}`)),
    );
  });
}
