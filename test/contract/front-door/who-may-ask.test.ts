import { once } from 'node:events';
import http2 from 'node:http2';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { emulatorDoor, portOf } from './door';

const door = emulatorDoor();
const { send } = door;

describe('who may ask', () => {
  it.each([
    ['another name for this machine', { host: 'attacker.example' }, 403],
    ['another name with a port', { host: `attacker.example:80` }, 403],
    ["another site's page", { origin: 'https://attacker.example' }, 403],
    ['a page of no site', { origin: 'null' }, 403],
    ['localhost', { host: 'localhost:4510' }, 200],
    ['a name below localhost', { host: 'bucket.localhost' }, 200],
    ["this machine's page", { origin: 'http://localhost:3000' }, 200],
  ])('%s', async (_, headers, status) => {
    expect((await send('/_outcrop/emulator', { headers })).status).toBe(status);
  });

  it('holds for HTTP/2 as well', async () => {
    const session = http2.connect(door.emulator.endpoint);
    const status = async (authority: string) => {
      const stream = session.request({ ':path': '/_outcrop/emulator', ':authority': authority });
      const [headers] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders];
      stream.resume();
      await once(stream, 'close');
      return headers[':status'];
    };
    expect(await status('attacker.example')).toBe(403);
    expect(await status('127.0.0.1')).toBe(200);
    session.close();
  });
});

it('is to be reached from this machine alone', async () => {
  const others = Object.values(networkInterfaces()).flatMap((all = []) =>
    all.flatMap(({ internal, address, family }) => (internal || family === 'IPv6' ? [] : [address])),
  );
  // The second address of loopback stands for all, where there is no network.
  for (const address of ['127.0.0.2', '::1', ...others]) {
    const socket = net.connect({ port: portOf(door.emulator), host: address, timeout: 2_000 });
    const reached = await new Promise<boolean>((resolve) => {
      socket.on('connect', () => resolve(true));
      socket.on('timeout', () => resolve(false));
      socket.on('error', () => resolve(false));
    });
    socket.destroy();
    expect([address, reached]).toEqual([address, false]);
  }
});
