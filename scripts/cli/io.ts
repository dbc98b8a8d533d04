/** Where a command reads and writes: stdout is for the result only, everything else goes to stderr. */
export interface Io {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

export const processIo: Io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr };

/** One line of progress, only on a terminal. Ends when `work` does, and leaves nothing behind. */
export async function withProgress<T>(io: Io, label: string, work: () => Promise<T>): Promise<T> {
  if (!io.stderr.isTTY) return work();
  const started = Date.now();
  const show = () => io.stderr.write(`\r${label} … ${Math.round((Date.now() - started) / 1000)} s\u001b[K`);
  show();
  const timer = setInterval(show, 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    io.stderr.write('\r\u001b[K');
  }
}
