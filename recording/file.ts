import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import * as path from 'node:path';

export interface RecordingFile {
  write(line: string): void;
  /** Replaces everything written so far. As long as it was, so that a process killed meanwhile leaves whole lines. */
  rewrite(text: string): void;
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
  let size = 0;
  let open = true;
  const flush = () => {
    const text = waiting;
    waiting = '';
    if (text !== '' && open) size += writeSync(descriptor, text, size);
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
    rewrite(text) {
      waiting = '';
      if (!open) return;
      size = writeSync(descriptor, text, 0);
      ftruncateSync(descriptor, size);
    },
    close,
  };
}
