import { ServiceError } from './front-door/operation';
import type { WireReply } from './front-door/wire';
import type { Taps } from './inside/taps';
import type { EmulatorDescription } from './state/emulator-file';

export interface ControlProps {
  readonly describe: () => EmulatorDescription;
  readonly reload: (assembly: string) => Promise<void>;
  /** Told of each lease with the promise of its end. */
  readonly onLease: (over: Promise<void>) => void;
  readonly taps: Taps;
}

/** The emulator's own requests, below `/_outcrop/`. Undefined for one that it does not have. */
export type Control = (name: string, body: Uint8Array, signal: AbortSignal) => Promise<WireReply | undefined>;

export const controlOf =
  ({ describe, reload, onLease, taps }: ControlProps): Control =>
  async (name, body, signal) => {
    switch (name) {
      case 'emulator':
        return { status: 200, headers, body: JSON.stringify(describe()) };
      case 'lease': {
        const over = aborted(signal);
        onLease(over);
        return { status: 200, headers, body: held(JSON.stringify(describe()), over) };
      }
      case 'tap':
        return { status: 200, headers: lineHeaders, body: tapped(taps, sessionIdIn(body), signal) };
      case 'reload':
        await reloadFrom(body, reload);
        return { status: 200, headers, body: JSON.stringify(describe()) };
      default:
        return undefined;
    }
  };

const headers = { 'content-type': 'application/json' };

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** An answer that goes on until the client closes its connection: as long as that, the emulator is needed. */
async function* held(text: string, over: Promise<void>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${text}\n`);
  await over;
}

const lineHeaders = { 'content-type': 'application/x-ndjson' };

/** What a session's functions do, a line each, until the client closes its connection. */
async function* tapped(taps: Taps, sessionId: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const waiting: string[] = ['{"type":"open"}\n'];
  let wake = () => {};
  const close = taps.open(sessionId, (line) => {
    waiting.push(`${JSON.stringify(line)}\n`);
    wake();
  });
  signal.addEventListener('abort', () => wake(), { once: true });
  try {
    while (!signal.aborted) {
      if (waiting.length > 0) yield Buffer.from(waiting.splice(0).join(''));
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    close();
  }
}

function sessionIdIn(body: Uint8Array): string {
  try {
    const { sessionId } = JSON.parse(Buffer.from(body).toString()) as { readonly sessionId?: unknown };
    if (typeof sessionId === 'string') return sessionId;
  } catch {
    // answered below
  }
  throw new ServiceError(
    'ValidationException',
    'The body must be {"sessionId": "<of the turns to tell of>"}',
  );
}

async function reloadFrom(body: Uint8Array, reload: ControlProps['reload']): Promise<void> {
  let assembly: unknown;
  try {
    ({ assembly } = JSON.parse(Buffer.from(body).toString()));
  } catch {
    // answered below
  }
  if (typeof assembly !== 'string') {
    throw new ServiceError('ValidationException', 'The body must be {"assembly": "<absolute folder>"}');
  }
  await reload(assembly).catch((error: Error) => {
    throw new ServiceError(error.name, error.message, { status: 409 });
  });
}
