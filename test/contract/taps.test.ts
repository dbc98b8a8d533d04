import { createEmulator, type Emulator } from '../../emulator/create-emulator';
import type { Tapped } from '../../emulator/inside/taps';
import { openTap, type Told } from '../../recording/tap';
import { ensureAssembly } from '../../scripts/assembly';
import { type AgentClient, agentClient } from '../kit/agent/agent-client';
import { until } from '../kit/until';

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

  it('is nothing that other servers have', async () => {
    expect(await openTap('http://127.0.0.1:9', 'tapped', () => {})).toBeUndefined();
  });
});
