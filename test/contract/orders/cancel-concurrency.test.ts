import { availableParallelism } from 'node:os';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import type { ActionGroupResponse } from '../../../functions/action-group/event';
import { orders } from '../../../schemas/orders';
import { readAnswer } from '../../kit/agent/read-answer';
import { createEvent } from '../../kit/create-event';
import type { HandMadeApp } from '../../kit/hand-made-app';
import { ordersApp } from '../../kit/orders/orders-app';
import { seeded } from '../../kit/orders/seeded-orders';
import { clientConfig } from '../../kit/sdk-client';

const cancels = 500;
const functionNames = ['desk-1', 'desk-2', 'desk-3', 'desk-4'];
/** The emulator runs twice as many processes as there are cores, and each serves one call at a time. */
const processes = Math.min(4, 2 * availableParallelism());

let app: HandMadeApp;
let emulator: Emulator;
let lambda: LambdaClient;
let table: DynamoDBClient;

beforeAll(async () => {
  // The function as it is, and the process that served a call.
  const wrap =
    '{ const { handler } = module.exports; module.exports = { handler: async (...given) => ({ pid: process.pid, answer: await handler(...given) }) }; }';
  app = await ordersApp(functionNames, wrap);
  emulator = await createEmulator({ assembly: app.folder });
  lambda = new LambdaClient({
    ...clientConfig(emulator),
    requestHandler: { httpsAgent: {}, httpAgent: { maxSockets: cancels } },
  });
  table = new DynamoDBClient(clientConfig(emulator, 'dynamodb'));
});
afterAll(async () => {
  lambda.destroy();
  table.destroy();
  await emulator.close();
  app.remove();
});

const stored = async (orderId: string) => {
  const command = new GetItemCommand({
    TableName: 'orders',
    Key: { orderId: { S: orderId } },
    ConsistentRead: true,
  });
  const { Item } = await table.send(command);
  return Item && unmarshall(Item);
};

async function cancel(at: number, customerId = 'CUST-001') {
  const event = createEvent(
    orders,
    'cancelOrder',
    { orderId: 'ORD-100002', reason: `Reason number ${at}` },
    { customerId },
  );
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({
      FunctionName: functionNames[at % functionNames.length],
      Payload: JSON.stringify(event),
    }),
  );
  const text = new TextDecoder().decode(Payload);
  if (FunctionError) throw new Error(text);
  const { pid, answer } = JSON.parse(text) as { pid: number; answer: ActionGroupResponse };
  return { pid, at, ...readAnswer(answer) };
}

it(`changes an order once when ${cancels} cancel it at once from several processes`, async () => {
  const before = seeded('ORD-100002');
  expect(await stored('ORD-100002')).toEqual(before);

  const answers = await Promise.all(Array.from({ length: cancels }, (_, at) => cancel(at)));

  expect(new Set(answers.map(({ pid }) => pid)).size).toBeGreaterThanOrEqual(processes);
  const bodies = new Set(answers.map(({ status, body }) => JSON.stringify({ status, body: sorted(body) })));
  expect(bodies.size).toBe(1);
  const [{ status, body } = { status: 0, body: {} }] = answers;
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { orderId: 'ORD-100002', status: 'CANCELLED' },
  });

  // The one that changed it is one of them, and the order is as it says in every answer.
  const { cancelledAt, cancellationReason } = body as Record<string, string>;
  expect(cancellationReason).toMatch(/^Reason number \d+$/);
  const { estimatedDelivery: _, ...kept } = before;
  expect(await stored('ORD-100002')).toEqual({
    ...kept,
    status: 'CANCELLED',
    customerStatus: 'CUST-001#CANCELLED',
    cancelledAt,
    cancellationReason,
  });

  // And nothing changes it any more.
  const [after] = [await stored('ORD-100002'), await cancel(cancels), await cancel(1, 'CUST-002')];
  expect(await stored('ORD-100002')).toEqual(after);
});

const sorted = (body: unknown) => Object.fromEntries(Object.entries(body as object).sort());
