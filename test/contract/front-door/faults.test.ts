import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import { bedrockAgentRuntimeCoverage } from '../../../emulator/bedrock-agent-runtime/coverage';
import { bedrockAgentRuntimeProtocol } from '../../../emulator/bedrock-agent-runtime/protocol';
import { frontDoor } from '../../../emulator/front-door/front-door';
import { listen } from '../../../emulator/front-door/listen';
import type { Call } from '../../../emulator/front-door/operation';
import { until } from '../../kit/until';
import { emulatorDoor, portOf } from './door';

const door = emulatorDoor();
const { errors, isWell } = door;
async function connect(bytes: string | Buffer): Promise<net.Socket> {
  const socket = net.connect(portOf(door.emulator), '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

describe('garbage on the port', () => {
  it.each([
    ['random bytes', randomBytes(4096)],
    ['a TLS handshake', Buffer.from('16030100c8010000c40303', 'hex')],
    ['a line that is no request', 'HELO\r\n\r\n'],
    ['headers that are none', 'GET / HTTP/1.1\r\n\u0000\u0001: \r\n\r\n'],
    ['a request line without end', `GET /${'x'.repeat(100_000)}`],
    [
      'HTTP/2 with garbage behind its preface',
      Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), randomBytes(500)]),
    ],
    [
      'a body that is shorter than it says',
      'POST /sts HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nabc',
    ],
  ])('%s closes that connection only', async (_, bytes) => {
    const socket = await connect(bytes);
    socket.resume();
    socket.end();
    await once(socket, 'close');
    expect(await isWell()).toBe(true);
  });

  it('a connection that says nothing holds nobody up', async () => {
    const silent = await Promise.all(Array.from({ length: 50 }, () => connect('')));
    const stuck = await Promise.all(
      Array.from({ length: 50 }, () => connect('POST /sts HTTP/1.1\r\nhost: ')),
    );
    expect(await isWell()).toBe(true);
    for (const socket of [...silent, ...stuck]) socket.destroy();
  });

  it('takes a request of HTTP/1.1 whose first packet could begin the preface of HTTP/2', async () => {
    const socket = await connect('P');
    // While others are answered, more than once, the one letter is read.
    for (let times = 0; times < 3; times++) expect(await isWell()).toBe(true);
    socket.write('OST /_outcrop/emulator HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  it('takes the preface of HTTP/2 byte by byte', async () => {
    const socket = net.connect(portOf(door.emulator), '127.0.0.1');
    socket.setNoDelay(true);
    const session = http2.connect(door.emulator.endpoint, {
      createConnection: () => dribbling(socket),
    });
    const stream = session.request({ ':path': '/_outcrop/emulator', ':authority': '127.0.0.1' });
    const [headers] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders];
    expect(headers[':status']).toBe(200);
    session.destroy();
  });

  it('is no fault of the emulator', () => expect(errors).toEqual([]));
});

/** Sends the first bytes one by one, each in a packet of its own. */
function dribbling(socket: net.Socket): net.Socket {
  const write = socket.write.bind(socket);
  let sent = false;
  socket.write = ((chunk: Buffer, ...rest: never[]) => {
    if (sent || typeof chunk === 'string') return write(chunk, ...rest);
    sent = true;
    for (const byte of chunk) write(Buffer.from([byte]));
    const done = rest.find((argument) => typeof argument === 'function') as (() => void) | undefined;
    if (done) setImmediate(done);
    return true;
  }) as never;
  return socket;
}

describe('an oversized body', () => {
  it.each([
    ['announced', true],
    ['not announced', false],
  ])('%s is refused, and can be read about', async (_, announced) => {
    const limit = 1024 * 1024;
    const request = http.request(`${door.emulator.endpoint}/sts`, {
      method: 'POST',
      agent: false,
      headers: announced ? { 'content-length': String(limit + 1) } : { 'transfer-encoding': 'chunked' },
    });
    request.on('error', () => {});
    const answered = once(request, 'response');
    request.write(Buffer.alloc(limit + 1, 'a'));
    request.end();
    const [response] = (await answered) as [http.IncomingMessage];
    expect(response.statusCode).toBe(413);
    let text = '';
    for await (const chunk of response) text += chunk;
    expect(text).toContain(`smaller than ${limit} bytes`);
    expect(await isWell()).toBe(true);
  });
});

describe('a stream', () => {
  interface Flow {
    produced: number;
    ended: boolean;
    call: Call | undefined;
  }

  /** A front door with one operation: events without end, 64 KB each. */
  async function endless() {
    const flow: Flow = { produced: 0, ended: false, call: undefined };
    async function* completion() {
      try {
        for (;;) {
          flow.produced++;
          yield { chunk: { bytes: Buffer.alloc(64 * 1024, 'x') } };
        }
      } finally {
        flow.ended = true;
      }
    }
    const log = ({ text }: { text: string }) => errors.push(text);
    const services = [
      {
        ...bedrockAgentRuntimeCoverage,
        signingName: 'bedrock',
        bodyLimit: 1024,
        protocol: bedrockAgentRuntimeProtocol(log),
        operations: {
          InvokeAgent: (_input: never, call: Call) => {
            flow.call = call;
            return { contentType: 'application/json', sessionId: 's', completion: completion() };
          },
        },
      },
    ];
    const control = async () => undefined;
    const server = await listen(0, frontDoor({ services: () => services, control, newId: () => 'id', log }));
    return { flow, server, endpoint: `http://127.0.0.1:${server.port}` };
  }
  const path = '/bedrock-agent-runtime/agents/a/agentAliases/b/sessions/c/text';

  it.each(['HTTP/1.1', 'HTTP/2'])(
    'goes no faster than its reader over %s, and ends with it',
    async (version) => {
      const { flow, server, endpoint } = await endless();
      let leave: () => void;
      if (version === 'HTTP/2') {
        const session = http2.connect(endpoint);
        const stream = session.request({ ':method': 'POST', ':path': path, ':authority': '127.0.0.1' });
        stream.on('error', () => {});
        stream.end();
        await once(stream, 'response');
        leave = () => session.destroy();
      } else {
        const request = http.request(`${endpoint}${path}`, { method: 'POST', agent: false });
        request.on('error', () => {});
        request.end();
        const [response] = (await once(request, 'response')) as [http.IncomingMessage];
        response.pause().on('error', () => {});
        leave = () => request.destroy();
      }
      // Full buffers: nothing more is produced while nobody reads.
      let before = 0;
      let unchanged = 0;
      await until(() => {
        unchanged = before === flow.produced ? unchanged + 1 : 0;
        before = flow.produced;
        return before > 0 && unchanged > 10;
      });
      expect(flow.produced * 64 * 1024).toBeLessThan(16 * 1024 * 1024);
      expect(flow.ended).toBe(false);
      leave();
      await until(() => flow.ended);
      expect(flow.call?.signal.aborted).toBe(true);
      await server.close();
    },
  );

  it('that is cut is no fault of the emulator', () => expect(errors).toEqual([]));
});
