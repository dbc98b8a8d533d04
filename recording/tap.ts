import type { ToldAction } from './recorder';

/** What the emulator tells of a session's functions. */
export type Told =
  | { readonly type: 'open' }
  | { readonly type: 'row'; readonly table: string; readonly item: Record<string, unknown> }
  | ({ readonly type: 'action' } & ToldAction);

/**
 * Listens at an emulator to what a session's functions do. Undefined where nobody tells: that is no emulator of
 * this kind, and the traces have to do.
 */
export async function openTap(
  endpoint: string,
  sessionId: string,
  tell: (told: Told) => void,
): Promise<(() => void) | undefined> {
  const stop = new AbortController();
  const response = await fetch(`${endpoint.replace(/\/+$/, '')}/_outcrop/tap`, {
    method: 'POST',
    body: JSON.stringify({ sessionId }),
    signal: stop.signal,
  }).catch(() => undefined);
  if (!response?.ok || !response.body) {
    stop.abort();
    return undefined;
  }
  const lines = linesOf(response.body);
  // The first one says that the tap is open: from then on nothing is missed.
  await lines.next();
  const listen = async () => {
    for await (const line of lines) tell(JSON.parse(line) as Told);
  };
  listen().catch(() => {});
  return () => stop.abort();
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of body) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
