import * as path from 'node:path';
import { watch as watchFiles } from 'chokidar';
import { isRootInput, notAnInput } from '../not-an-input';

/** The emulator itself takes effect with a restart only. */
const ignored = new Set(notAnInput);
/** Milliseconds without another change: editors write a file in several steps, git many files. */
const quiet = 60;

export interface WatchProps {
  readonly root: string;
  readonly signal: AbortSignal;
  /** Called with the changed files, relative to the root, one call at a time. */
  readonly onChange: (files: readonly string[]) => Promise<void>;
}

/** Watches the project until the signal; resolves when everything is being watched. */
export async function watch({ root, signal, onChange }: WatchProps): Promise<void> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  const run = async () => {
    if (running || signal.aborted) return;
    running = true;
    const files = [...changed].sort();
    changed.clear();
    await onChange(files);
    running = false;
    if (changed.size > 0) schedule();
  };
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), quiet);
  };
  const watcher = watchFiles(root, {
    ignoreInitial: true,
    ignored: (file) => {
      const [first = ''] = path.relative(root, file).split(path.sep);
      return first !== '' && (first.startsWith('.') || ignored.has(first));
    },
  });
  watcher.on('all', (event, file) => {
    const relative = path.relative(root, file);
    if (!relative.includes(path.sep) && !event.endsWith('Dir') && !isRootInput(relative)) return;
    changed.add(relative);
    schedule();
  });
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    void watcher.close();
  });
}
