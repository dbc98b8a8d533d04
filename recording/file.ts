import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import * as path from 'node:path';

export interface RecordingFile {
  /** What cannot be written any more, as on a full disk, cuts the recording off and not the conversation. */
  write(line: string): void;
  /**
   * Does something at the end of this turn of the event loop, when lines are written, and before the file is closed or
   * the process ends.
   */
  later(work: () => void): void;
  /** Replaces everything written so far. As long as it was, so that a process killed meanwhile leaves whole lines. */
  rewrite(text: string): void;
  /** Throws what cut the recording off, once. */
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
  const works: (() => void)[] = [];
  let waiting = '';
  let size = 0;
  let open = true;
  let failure: unknown;
  let isAwaited = false;
  const put = (text: string, at: number) => {
    if (!open || failure !== undefined) return;
    try {
      size = at;
      // On a disk that becomes full less is written than was asked for, and nothing thrown until the next time.
      for (let rest = Buffer.from(text); rest.length > 0; ) {
        const written = writeSync(descriptor, rest, 0, rest.length, size);
        size += written;
        rest = rest.subarray(written);
      }
    } catch (error) {
      failure = error;
    }
  };
  const flush = () => {
    for (let work = works.shift(); work; work = works.shift()) work();
    isAwaited = false;
    const text = waiting;
    waiting = '';
    if (text !== '') put(text, size);
  };
  const schedule = () => {
    if (!isAwaited) setImmediate(flush);
    isAwaited = true;
  };
  const end = () => {
    flush();
    if (open) closeSync(descriptor);
    open = false;
    process.removeListener('exit', end);
  };
  process.once('exit', end);
  return {
    write(line) {
      schedule();
      waiting += line;
    },
    later(work) {
      schedule();
      works.push(work);
    },
    rewrite(text) {
      waiting = '';
      put(text, 0);
      if (open && failure === undefined) ftruncateSync(descriptor, size);
    },
    close() {
      end();
      const cutOff = failure;
      failure = undefined;
      if (cutOff !== undefined) throw cutOff;
    },
  };
}
