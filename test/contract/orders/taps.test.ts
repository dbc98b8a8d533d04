import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import type { Tapped } from '../../../emulator/inside/taps';
import { observe } from '../../../recording/observe';
import { parseRecording } from '../../../recording/read';
import { Recorder } from '../../../recording/recorder';
import { openTap, type Told } from '../../../recording/tap';
import { ensureAssembly } from '../../../scripts/assembly';
import { type AgentClient, agentClient } from '../../kit/agent/agent-client';
import { recordingHeader } from '../../kit/recording-header';
import { until } from '../../kit/until';

const sessionState = { sessionAttributes: { customerId: 'CUST-001' } };
let emulator: Emulator;
let client: AgentClient;
beforeAll(async () => {
  emulator = await createEmulator({ assembly: await ensureAssembly(), state: 'ephemeral' });
  client = agentClient(emulator);
});
afterAll(async () => {
  client?.close();
  await emulator?.close();
});

const rowsIn = (told: readonly (Told | Tapped)[]) =>
  told.flatMap((one) => (one.type === 'row' ? [one.item] : []));
const actionsIn = (told: readonly (Told | Tapped)[]) =>
  told.flatMap((one) => (one.type === 'action' ? [one] : []));

describe('a tap', () => {
  it('tells of a row as it was before it was changed, then of the call and its answer', async () => {
    const told: Told[] = [];
    const close = await openTap(emulator.endpoint, 'tapped', (one) => void told.push(one));
    const ask = {
      sessionId: 'tapped',
      sessionState,
      inputText: 'Cancel order ORD-100002, I ordered it twice.',
    };
    const { returnControl } = await client.ask(ask);
    expect(told).toEqual([]);
    const apiResult = { actionGroup: 'orders', apiPath: '/orders/{orderId}/cancel', httpMethod: 'post' };
    await client.ask({
      sessionId: 'tapped',
      sessionState: {
        invocationId: returnControl?.invocationId,
        returnControlInvocationResults: [{ apiResult: { ...apiResult, confirmationState: 'CONFIRM' } }],
      },
    });
    await until(() => told.length === 2);
    close?.();
    expect(told.map(({ type }) => type)).toEqual(['row', 'action']);
    expect(rowsIn(told)).toMatchObject([{ orderId: { S: 'ORD-100002' }, status: { S: 'PROCESSING' } }]);
    const [action] = actionsIn(told);
    expect(JSON.parse(action?.event ?? '')).toMatchObject({ sessionId: 'tapped', httpMethod: 'POST' });
    expect(JSON.parse(action?.answer ?? '').response.httpStatusCode).toBe(200);
  });

  it('tells of everything that a list found, each row once, and of no other session', async () => {
    const told: Tapped[] = [];
    const end = emulator.inside.tap('listed', (one) => void told.push(one));
    try {
      await client.ask({ sessionId: 'listed', sessionState, inputText: 'List my orders' });
      await client.ask({ sessionId: 'listed', sessionState, inputText: 'List my orders' });
      await client.ask({ sessionId: 'other', sessionState, inputText: 'Where is my order ORD-100025?' });
    } finally {
      end();
    }
    expect(actionsIn(told)).toHaveLength(2);
    const ids = rowsIn(told).map((item) => JSON.stringify(item.orderId));
    // Ten, and the one by which the function knows that there are more.
    expect(ids).toHaveLength(11);
    expect(new Set(ids).size).toBe(11);
    await client.ask({ sessionId: 'listed', sessionState, inputText: 'Where is my order ORD-100025?' });
    expect(actionsIn(told)).toHaveLength(2);
  });

  it('is waited for where a turn ends before the calls that its traces announced are told', async () => {
    let tell = (_told: Told) => {};
    const server = http.createServer((_request, response) => {
      tell = (told) => void response.write(`${JSON.stringify(told)}\n`);
      tell({ type: 'open' });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const lines: string[] = [];
    const recorder = new Recorder({
      header: recordingHeader,
      write: (line) => void lines.push(line),
      now: () => 0,
      toolName: (group) => group,
    });
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { observer, close } = await observe(recorder, { endpoint, sessionId: 'late' });
    observer.request({ inputText: 'Look', sessionId: 'late' });
    const actionGroupInvocationInput = { actionGroupName: 'shelf', apiPath: '/items', verb: 'get' };
    const orchestrationTrace = { invocationInput: { traceId: 't-0', actionGroupInvocationInput } };
    observer.event({ trace: { trace: { orchestrationTrace } } });
    const ended = observer.end();
    tell({ type: 'action', event: '{"actionGroup":"shelf"}', answer: '{}' });
    await ended;
    close();
    server.closeAllConnections();
    server.close();
    const [turn] = parseRecording(lines.join('')).turns;
    expect(turn?.actions).toMatchObject([{ source: 'lambda', event: { actionGroup: 'shelf' } }]);
    expect(turn?.ended).toBe(true);
  });

  it('is nothing that other servers have', async () => {
    expect(await openTap('http://127.0.0.1:9', 'tapped', () => {})).toBeUndefined();
  });
});
