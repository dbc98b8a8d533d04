import * as path from 'node:path';
import { watch } from 'chokidar';

export interface WatchProps {
  /** Absolute. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Called at the start, and again after changes; one call at a time. */
  readonly onChange: () => Promise<unknown>;
}

/** In ms without another change: editors write a file in several steps, git many files. */
const quiet = 150;

/** Calls `onChange` for the folder as it is and whenever it is another. Resolves when the signal comes. */
export async function watchDocuments({ folder, signal, onChange }: WatchProps): Promise<void> {
  let changed = true;
  let timer: NodeJS.Timeout | undefined;
  let wake = () => {};
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (file) => path.basename(file).startsWith('.') && file !== folder,
  });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      changed = true;
      wake();
    }, quiet);
  });
  try {
    // Before the first look at the folder, so that no change falls between the two.
    await new Promise<void>((resolve) => watcher.once('ready', resolve));
    signal.addEventListener('abort', () => wake(), { once: true });
    while (!signal.aborted) {
      if (changed) {
        changed = false;
        await onChange();
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    clearTimeout(timer);
    await watcher.close();
  }
}
