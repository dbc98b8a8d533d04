import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import { EventStreamCodec } from '@smithy/core/event-streams';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';

const codec = new EventStreamCodec(toUtf8, fromUtf8);
const header = (value: string) => ({ type: 'string' as const, value });
const json = header('application/json');

/** One frame of InvokeAgent's stream: chunk, trace or returnControl. */
export const frame = (type: string, payload: object): Uint8Array =>
  codec.encode({
    headers: { ':message-type': header('event'), ':event-type': header(type), ':content-type': json },
    body: fromUtf8(JSON.stringify(payload)),
  });

export const chunk = (bytes: string | Uint8Array, attribution?: object): Uint8Array =>
  frame('chunk', { bytes: Buffer.from(bytes).toString('base64'), ...(attribution && { attribution }) });

export const trace = (orchestrationTrace: object): Uint8Array =>
  frame('trace', { sessionId: 'session', trace: { orchestrationTrace } });

/** An error that the service's model knows, within the stream. */
export const exception = (type: string, payload: object): Uint8Array =>
  codec.encode({
    headers: { ':message-type': header('exception'), ':exception-type': header(type), ':content-type': json },
    body: fromUtf8(JSON.stringify(payload)),
  });

export interface InvokeRequest {
  readonly path: string;
  readonly authorization: string;
  readonly inputText?: string;
  readonly sessionState?: Record<string, unknown>;
}

export type Answer = (stream: http2.ServerHttp2Stream, request: InvokeRequest) => void | Promise<void>;

export interface ScriptedAgent {
  readonly endpoint: string;
  readonly requests: readonly InvokeRequest[];
  /** The forms that CloudFormation got. */
  readonly stackRequests: readonly URLSearchParams[];
  close(): Promise<void>;
}

/** Opens the stream of an answer, as the service does, and writes the frames to it. */
export function answer(stream: http2.ServerHttp2Stream, ...frames: readonly Uint8Array[]): void {
  stream.respond({
    ':status': 200,
    'content-type': 'application/vnd.amazon.eventstream',
    'x-amzn-bedrock-agent-content-type': 'application/json',
    'x-amz-bedrock-agent-session-id': 'session',
  });
  for (const bytes of frames) stream.write(bytes);
}

/** The same, and its end. */
export function whole(stream: http2.ServerHttp2Stream, ...frames: readonly Uint8Array[]): void {
  answer(stream, ...frames);
  stream.end();
}

/** An error before any stream. */
export function refuse(stream: http2.ServerHttp2Stream, status: number, type: string, message: string): void {
  stream.respond({ ':status': status, 'content-type': 'application/json', 'x-amzn-errortype': type });
  stream.end(JSON.stringify({ message }));
}

const outputs = ['AgentId', 'AgentAliasId']
  .map(
    (key) => `<member><OutputKey>${key}</OutputKey><OutputValue>SCRIPTED${key.length}</OutputValue></member>`,
  )
  .join('');
/** DescribeStacks' answer; the stack is called as the request wants it. */
export const stackOf = (name: string, inside = `<Outputs>${outputs}</Outputs>`): string =>
  `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${name}</StackName>` +
  `<StackStatus>CREATE_COMPLETE</StackStatus>${inside}</member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;

/**
 * A service on a loopback port that does what a test says, to show what an agent's clients do when the real
 * one misbehaves: InvokeAgent on HTTP/2, and CloudFormation's DescribeStacks, which names the agent.
 */
export async function scriptedAgent(
  script: Answer,
  stacks: (name: string) => { status: number; body: string } = (name) => ({
    status: 200,
    body: stackOf(name),
  }),
): Promise<ScriptedAgent> {
  const requests: InvokeRequest[] = [];
  const stackRequests: URLSearchParams[] = [];
  const http1 = http.createServer(async (request, response) => {
    let form = '';
    for await (const part of request.setEncoding('utf8')) form += part;
    const parameters = new URLSearchParams(form);
    stackRequests.push(parameters);
    const { status, body } = stacks(parameters.get('StackName') ?? 'scripted');
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });
  const h2 = http2.createServer();
  h2.on('stream', async (stream, headers) => {
    stream.on('error', () => {});
    let body = '';
    for await (const part of stream.setEncoding('utf8')) body += part;
    const { ':path': path, authorization } = headers;
    const request = { path: String(path), authorization: String(authorization), ...JSON.parse(body) };
    requests.push(request);
    await script(stream, request);
  });
  h2.on('sessionError', () => {});
  const sockets = new Set<net.Socket>();
  const front = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('readable', () => {
      const first: Buffer | null = socket.read();
      if (!first) return;
      socket.unshift(first);
      (first.subarray(0, 4).toString('latin1') === 'PRI ' ? h2 : http1).emit('connection', socket);
    });
  });
  await once(front.listen(0, '127.0.0.1'), 'listening');
  return {
    endpoint: `http://127.0.0.1:${(front.address() as net.AddressInfo).port}`,
    requests,
    stackRequests,
    async close() {
      for (const socket of sockets) socket.destroy();
      front.close();
      await once(front, 'close');
    },
  };
}
