import { styleText } from 'node:util';
import type { Log } from '../../emulator/log';
import type { Io } from '../cli/io';

/** Prints logs to stderr, a function's after its name. */
export function logPrinter({ stderr }: Io): Log {
  const colours = Boolean(stderr.isTTY) && !process.env.NO_COLOR;
  const paint = (style: 'dim' | 'red' | 'cyan', text: string) => (colours ? styleText(style, text) : text);
  return (line) => {
    if (line.source === 'lambda') {
      const isFrame = /^(START|END|REPORT) RequestId:/.test(line.text);
      stderr.write(`${paint('cyan', line.functionName)} ${isFrame ? paint('dim', line.text) : line.text}\n`);
    } else stderr.write(`${line.level === 'error' ? paint('red', line.text) : line.text}\n`);
  };
}
