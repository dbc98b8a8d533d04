import { getHeapSpaceStatistics } from 'node:v8';
import { createEmulator } from '../emulator/create-emulator';

/**
 * An emulator in a process of its own, forked with an assembly and a folder for its state: says when it is ready
 * and, whenever it is asked, what it holds in memory.
 */
export interface Ready {
  readonly env: Readonly<Record<string, string>>;
  readonly ids: { readonly agentId: string; readonly agentAliasId: string };
  /** Milliseconds that createEmulator took. */
  readonly startMs: number;
}

/** Bytes, after a collection. */
export interface Memory {
  readonly heapUsed: number;
  /** What of it V8 compiled: it goes on to do so for some 20,000 turns. */
  readonly code: number;
  readonly rss: number;
}

const [, , assembly = '', directory = ''] = process.argv;
const before = performance.now();
createEmulator({ assembly, state: { directory } }).then((emulator) => {
  process.on('message', () => {
    global.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    const compiled = getHeapSpaceStatistics().filter(({ space_name: name }) => name.startsWith('code_'));
    const code = compiled.reduce((sum, { space_used_size: size }) => sum + size, 0);
    process.send?.({ heapUsed, code, rss } satisfies Memory);
  });
  process.once('disconnect', () => emulator.close());
  const { env, ids } = emulator;
  process.send?.({ env, ids, startMs: performance.now() - before } satisfies Ready);
});
