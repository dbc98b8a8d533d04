import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  /** With the query. */
  readonly path: string;
}

export interface KillingProxy {
  readonly endpoint: string;
  /** Requests that were answered with success by the server behind, in their sequence. */
  readonly done: readonly Seen[];
  /** At the first request that fits, `kill` runs: before the server gets it, or after it has answered. */
  killAt(fits: (request: Seen) => boolean, when: 'before' | 'after', kill: () => void): void;
  close(): Promise<void>;
}

/** Stands between a process and a server, to kill the process at a moment of which the server can tell. */
export async function killingProxy(target: string): Promise<KillingProxy> {
  const done: Seen[] = [];
  let trap: { fits(request: Seen): boolean; when: string; kill(): void } | undefined;
  const server = http.createServer(async (request, response) => {
    const seen = { method: request.method ?? '', path: request.url ?? '' };
    const caught = trap?.fits(seen) ? trap : undefined;
    if (caught) trap = undefined;
    if (caught?.when === 'before') {
      caught.kill();
      return;
    }
    const { host: _, ...headers } = request.headers;
    const onward = http.request(new URL(seen.path, target), { method: seen.method, headers });
    onward.on('error', () => response.destroy());
    request.on('error', () => onward.destroy());
    response.on('error', () => {});
    request.pipe(onward);
    const [answer] = (await once(onward, 'response').catch(() => [])) as [http.IncomingMessage?];
    if (!answer) return;
    const { statusCode = 500 } = answer;
    if (statusCode < 300) done.push(seen);
    if (caught) {
      answer.resume();
      caught.kill();
      return;
    }
    response.writeHead(statusCode, answer.headers);
    answer.pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    done,
    killAt(fits, when, kill) {
      trap = { fits, when, kill };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
