import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';

export type RequestListener = (
  request: http.IncomingMessage | http2.Http2ServerRequest,
  response: http.ServerResponse | http2.Http2ServerResponse,
) => void;

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** HTTP/1.1 and HTTP/2 with prior knowledge on one loopback port: the SDKs speak either, by service. */
export async function listen(port: number, listener: RequestListener): Promise<Listening> {
  const http1 = http.createServer(listener);
  const h2c = http2.createServer(listener);
  const sockets = new Set<net.Socket>();
  const front = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('readable', () => {
      const first: Buffer | null = socket.read();
      if (!first) {
        socket.destroy();
        return;
      }
      socket.unshift(first);
      const server = first.subarray(0, 4).toString('latin1') === 'PRI ' ? h2c : http1;
      server.emit('connection', socket);
    });
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
        for (const socket of sockets) socket.destroy();
      }),
  };
}
