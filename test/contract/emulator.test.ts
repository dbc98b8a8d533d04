import { once } from 'node:events';
import net from 'node:net';
import { availableParallelism } from 'node:os';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { coverageOf, coveredServices } from '../../emulator/coverage';
import { createEmulator, type Emulator } from '../../emulator/create-emulator';
import type { LogLine } from '../../emulator/log';
import { agentClient } from '../kit/agent/agent-client';
import { scriptedModel, use } from '../kit/agent/scripted-model';
import { agentResources, type HandMadeApp, handMadeApp } from '../kit/hand-made-app';
import { shelfApp, shelfGroup } from '../kit/knowledge-base/shelf';
import { clientConfig } from '../kit/sdk-client';
import { until } from '../kit/until';

let app: HandMadeApp;
let emulator: Emulator;

beforeAll(async () => {
  app = handMadeApp(agentResources('Desk', {}));
  emulator = await createEmulator({ assembly: app.folder });
});
afterAll(async () => {
  await emulator.close();
  app.remove();
});

const portOf = ({ endpoint }: { endpoint: string }) => Number(new URL(endpoint).port);

it("has an environment that leads every client here, and to nobody's account", async () => {
  const { env, endpoint } = emulator;
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith('AWS_ENDPOINT_URL')) expect(value.startsWith(endpoint)).toBe(true);
  }
  expect(env.AWS_SECRET_ACCESS_KEY).toBe('not-a-secret');
  const client = new LambdaClient(clientConfig(emulator, 'lambda'));
  await expect(client.send(new InvokeCommand({ FunctionName: 'nobody' }))).rejects.toThrow(
    /Function not found/,
  );
  client.destroy();
});

it('says of each operation whether it is there', async () => {
  const rows = await emulator.coverage();
  expect(await coverageOf(coveredServices)).toEqual(rows);
  const status = (name: string) => rows.find(({ operation }) => operation === name);
  expect(status('GetItem')).toEqual({ service: 'dynamodb', operation: 'GetItem', status: 'exact' });
  expect(status('Invoke')).toMatchObject({
    status: 'approximate',
    how: expect.stringContaining('Node.js only'),
  });
  expect(status('InvokeInlineAgent')?.status).toBe('missing');
  const missing = rows.filter((row) => row.status === 'missing' && row.service === 'sts');
  expect(missing.map(({ operation }) => operation)).toContain('GetSessionToken');
  // What is called approximate must be there.
  expect(rows.filter((row) => row.status === 'approximate').length).toBeGreaterThanOrEqual(9);
});

it('two emulators of one app keep out of each other', async () => {
  const other = await createEmulator({ assembly: app.folder });
  expect(portOf(other)).not.toBe(portOf(emulator));
  expect(other.ids).toEqual(emulator.ids);
  await other.close();
  expect((await fetch(`${emulator.endpoint}/_outcrop/emulator`)).ok).toBe(true);
});

it('closes with connections open and calls under way', async () => {
  const closing = await createEmulator({ assembly: app.folder });
  const sockets = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const socket = net.connect(portOf(closing), '127.0.0.1').on('error', () => {});
      await once(socket, 'connect');
      socket.write('POST /sts HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n');
      return socket;
    }),
  );
  const lease = await fetch(`${closing.endpoint}/_outcrop/lease`);
  expect(lease.ok).toBe(true);
  const ends = sockets.map((socket) => once(socket, 'close'));
  await closing.close();
  await Promise.all(ends);
  await expect(fetch(closing.endpoint)).rejects.toThrow();
});

it('closes with functions running and others queued, and turns in the middle of them', async () => {
  const properties = { ActionGroups: [shelfGroup] };
  const shelf = shelfApp({ Desk: properties });
  // Nobody's time is up while the others still start.
  const patient = { ...shelf.resource, Properties: { ...shelf.resource.Properties, Timeout: 60 } };
  shelf.write({ Shelf: patient, ...agentResources('Desk', properties) });
  const count = 2 * availableParallelism() + 2;
  const model = scriptedModel();
  model.script(...Array.from({ length: count }, () => use(['shelf__trouble', { kind: 'gate' }])));
  const told: string[] = [];
  const ended: string[] = [];
  const log = ({ source, text }: LogLine) => {
    if (source === 'emulator') told.push(text);
    else if (text.startsWith('REPORT ')) ended.push(text);
  };
  const closing = await createEmulator({ assembly: shelf.folder, model: () => model, log });
  const lambda = new LambdaClient({ ...clientConfig(closing), maxAttempts: 1 });
  const client = agentClient(closing);
  const Payload = JSON.stringify({ parameters: [{ name: 'kind', value: 'gate' }] });
  const invoke = (InvocationType: 'Event' | 'RequestResponse') =>
    lambda.send(new InvokeCommand({ FunctionName: 'shelf', Payload, InvocationType }));
  const turns = Array.from({ length: count }, (_, n) =>
    client.ask({ sessionId: `turn-${n}`, inputText: 'Go', enableTrace: true }),
  );
  await until(() => model.requests.length === count && shelf.events().length === count - 2);
  const invocations = Promise.allSettled(Array.from({ length: 3 }, () => invoke('RequestResponse')));
  for (let n = 0; n < 3; n++) await invoke('Event');
  await closing.close();
  expect(ended).toHaveLength(count - 2);
  for (const { text, error } of await Promise.all(turns))
    expect({ text, error }).toEqual({
      text: '',
      error: expect.objectContaining({ code: 'ERR_HTTP2_SESSION_ERROR' }),
    });
  for (const { status } of await invocations) expect(status).toBe('rejected');
  expect(told.filter((text) => !/ The Event for shelf is lost: The emulator is closing$/.test(text))).toEqual(
    [],
  );
  expect(told).toHaveLength(3);
  client.close();
  lambda.destroy();
  shelf.remove();
});
