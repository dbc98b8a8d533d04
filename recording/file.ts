import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import * as path from 'node:path';

export interface RecordingFile {
  write(line: string): void;
  close(): void;
}

/**
 * A new file that takes lines. Those of one turn of the event loop are written together, so that a process that is
 * killed loses no more than what has just come.
 */
export function openRecordingFile(file: string, { overwrite = false } = {}): RecordingFile {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  // Readable by their owner alone until somebody shares them: a conversation may be personal all the same.
  const descriptor = openSync(file, overwrite ? 'w' : 'wx', 0o600);
  let waiting = '';
  let open = true;
  const flush = () => {
    const text = waiting;
    waiting = '';
    if (text !== '' && open) writeSync(descriptor, text);
  };
  const close = () => {
    flush();
    if (open) closeSync(descriptor);
    open = false;
    process.removeListener('exit', close);
  };
  process.once('exit', close);
  return {
    write(line) {
      if (waiting === '') setImmediate(flush);
      waiting += line;
    },
    close,
  };
}
