import type { Readable } from 'node:stream';

/**
 * Calls back for each line that ends with a newline, and for the rest at the end. Not `node:readline`: it also
 * breaks at carriage returns, which Lambda puts in place of the newlines within one entry.
 */
export function onLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}
