import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import * as path from 'node:path';

export interface RecordingFile {
  write(line: string): void;
  close(): void;
}

/** A new file that takes lines, each of them at once: what was written outlives the process, however it ends. */
export function openRecordingFile(file: string, { overwrite = false } = {}): RecordingFile {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  // Readable by their owner alone until somebody shares them: a conversation may be personal all the same.
  const descriptor = openSync(file, overwrite ? 'w' : 'wx', 0o600);
  let open = true;
  return {
    write: (line) => void writeSync(descriptor, line),
    close() {
      if (open) closeSync(descriptor);
      open = false;
    },
  };
}
