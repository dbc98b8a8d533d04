import { once } from 'node:events';
import http from 'node:http';
import type { ToldAction } from './recorder';

/** What the emulator tells of a session's functions. */
export type Told =
  | { readonly type: 'open' }
  | { readonly type: 'row'; readonly table: string; readonly item: Record<string, unknown> }
  | ({ readonly type: 'action' } & ToldAction);

/** Milliseconds for an emulator to answer. */
const patience = 2_000;

/**
 * Listens at an emulator to what a session's functions do. Undefined where nobody tells: that is no emulator of
 * this kind, and the traces have to do.
 */
export async function openTap(
  endpoint: string,
  sessionId: string,
  tell: (told: Told) => void,
): Promise<(() => void) | undefined> {
  const request = http.request(`${endpoint.replace(/\/+$/, '')}/_outcrop/tap`, {
    method: 'POST',
    agent: false,
  });
  const stop = () => void request.destroy();
  const signal = AbortSignal.timeout(patience);
  try {
    request.end(JSON.stringify({ sessionId }));
    const [response] = (await once(request, 'response', { signal })) as [http.IncomingMessage];
    if (response.statusCode !== 200) throw new Error(`The emulator answers ${response.statusCode}`);
    // The first line says that the tap is open: from then on nothing is missed.
    const opened = new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      response.on('end', () => reject(new Error('The tap ended')));
      let rest = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const told = JSON.parse(line) as Told;
          if (told.type === 'open') resolve();
          else tell(told);
        }
      });
    });
    request.on('error', () => {});
    response.on('error', () => {});
    await opened;
    return stop;
  } catch {
    request.on('error', () => {});
    stop();
    return undefined;
  }
}
