import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';

/** HTTP/2 requests and responses come in the compatibility API of `node:http2`, which has the same methods. */
export type RequestListener = (request: http.IncomingMessage, response: http.ServerResponse) => void;

export interface Listening {
  readonly port: number;
  /** Takes no more connections and cuts those that there are. */
  close(): Promise<void>;
}

/** HTTP/1.1 and HTTP/2 with prior knowledge on one loopback port: the SDKs speak either, by service. */
export async function listen(port: number, listener: RequestListener): Promise<Listening> {
  const http1 = http.createServer(listener);
  const h2c = http2.createServer(listener as never);
  http1.on('clientError', (_error, socket) => refuse(socket));
  h2c.on('sessionError', () => {});
  const sessions = new Set<http2.ServerHttp2Session>();
  h2c.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  const sockets = new Set<net.Socket>();
  const front = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    route(socket, http1, h2c);
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (front.address() as net.AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        front.close(() => resolve());
        // With a code: without one, a client takes what has come so far for the whole answer.
        for (const session of sessions)
          session.destroy(new Error('The emulator is closing'), NGHTTP2_INTERNAL_ERROR);
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const { NGHTTP2_INTERNAL_ERROR } = http2.constants;
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** Hands the connection to HTTP/2 if it begins with its preface. The first packet can be shorter than that. */
function route(
  socket: net.Socket,
  http1: http.Server,
  h2c: http2.Http2Server,
  before = Buffer.alloc(0),
): void {
  socket.once('readable', () => {
    const packet: Buffer | null = socket.read();
    if (!packet) {
      if (socket.readableEnded || socket.destroyed) socket.destroy();
      else route(socket, http1, h2c, before);
      return;
    }
    const first = Buffer.concat([before, packet]);
    const length = Math.min(first.length, preface.length);
    const isPrefix = first.subarray(0, length).equals(preface.subarray(0, length));
    if (isPrefix && first.length < preface.length) {
      route(socket, http1, h2c, first);
      return;
    }
    socket.unshift(first);
    (isPrefix ? h2c : http1).emit('connection', socket);
  });
}

function refuse(socket: NodeJS.WritableStream & { destroy(): void; writable: boolean }): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = '{"message":"This is no HTTP request that the emulator understands"}';
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
}
