import type { IncomingMessage } from 'node:http';

/** How much of a refused body is read and thrown away, so that the client gets to read the refusal. */
const patience = 64 * 1024 * 1024;

/** The whole body, or undefined when it is longer than `limit` bytes. Rejects when the client goes away. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    if (Number(request.headers['content-length'] ?? 0) > limit) resolve(undefined);
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      resolve(undefined);
      if (length > limit + patience) request.destroy();
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => reject(new Error('The client went away before its request was whole')));
  });
}

/** Throws away what is left of a body after its answer, so that the connection can take the next request. */
export function drain(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed) return;
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > patience) request.destroy();
  });
}
