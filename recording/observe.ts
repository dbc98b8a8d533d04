import type { Recorder } from './recorder';
import { openTap } from './tap';

/** What a client tells of each InvokeAgent: its request, then events, then a failure or the end. */
export interface Observer {
  request(input: object): void;
  event(event: object): void;
  failure(error: unknown): Promise<void>;
  end(): Promise<void>;
}

export interface Observation {
  readonly observer: Observer;
  /** Writes the last line. */
  close(): void;
}

/** Milliseconds to wait for what a function told over a connection of its own. */
const patience = 2_000;

/**
 * Records what a client sees of a session and, where an emulator is at the endpoint, what its functions tell. Without
 * an endpoint, and where nobody tells, the traces have to do.
 */
export async function observe(
  recorder: Recorder,
  { endpoint, sessionId }: { readonly endpoint: string | undefined; readonly sessionId: string },
): Promise<Observation> {
  let arrived = () => {};
  const closeTap =
    endpoint === undefined
      ? undefined
      : await openTap(endpoint, sessionId, (told) => {
          if (told.type === 'row') recorder.row(told.table, told.item);
          if (told.type === 'action') recorder.action(told);
          arrived();
        });
  /** Every action that the traces announced was told, or is not going to be. */
  const settled = async () => {
    if (!closeTap) return;
    const until = performance.now() + patience;
    for (;;) {
      const { actions, told } = recorder.announced;
      const left = until - performance.now();
      if (told >= actions || left <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        arrived = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  let events = 0;
  return {
    observer: {
      request(input) {
        events = 0;
        recorder.request({ ...input });
      },
      event(event) {
        events += 1;
        recorder.event({ ...event });
      },
      async failure(error) {
        await settled();
        recorder.failure(events > 0 ? 'stream' : 'response', failureOf(error));
      },
      async end() {
        await settled();
        recorder.end();
      },
    },
    close() {
      closeTap?.();
      recorder.close();
    },
  };
}

function failureOf(error: unknown) {
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const { httpStatusCode } = $metadata ?? {};
  return {
    name: name ?? 'Error',
    message: message ?? String(error),
    ...(httpStatusCode !== undefined && { httpStatusCode }),
  };
}
