/** Milliseconds between two looks. */
const lookEvery = 200;

/** Resolves when a server should end: by a signal, or because npm, which started it, has gone. */
export function stay(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    onNpmGone(signal, resolve);
  });
}

/**
 * npm ends by SIGTERM without passing it on, and would leave the server behind. Other parents may go, as a shell
 * does that started a server in the background.
 */
function onNpmGone(signal: AbortSignal, onGone: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, lookEvery);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
