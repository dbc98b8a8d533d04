import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Call } from './operation';
import type { WireReply } from './wire';

/** Writes an answer. A stream goes no faster than the client reads, and is closed when the client goes away. */
export async function reply(
  response: ServerResponse,
  { status, headers, body }: WireReply,
  call: Call,
): Promise<void> {
  const all = { ...headers, 'x-amzn-requestid': call.requestId };
  if (typeof body === 'string' || body instanceof Uint8Array) {
    response.writeHead(status, { ...all, 'content-length': Buffer.byteLength(body) });
    response.end(body);
    return;
  }
  response.writeHead(status, all);
  response.flushHeaders();
  for await (const frame of body) {
    if (call.signal.aborted) return;
    if (!response.write(frame)) await once(response, 'drain', { signal: call.signal });
  }
  response.end();
}
