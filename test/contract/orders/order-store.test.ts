import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import type { OrderQuery, OrderStore, StoredOrder } from '../../../functions/orders/orders';
import { createClient, dynamoOrderStore } from '../../../functions/orders/store';
import { orderStatuses } from '../../../schemas/orders';
import type { HandMadeApp } from '../../kit/hand-made-app';
import { customer } from '../../kit/orders/customer';
import { memoryOrderStore } from '../../kit/orders/memory-order-store';
import { ordersApp } from '../../kit/orders/orders-app';
import { seed, seeded } from '../../kit/orders/seeded-orders';

let app: HandMadeApp;
let emulator: Emulator;
let client: DynamoDBClient;
let table: OrderStore;
const memory = memoryOrderStore(seed);
const environment = { ...process.env };
let requests = 0;

beforeAll(async () => {
  app = await ordersApp();
  emulator = await createEmulator({ assembly: app.folder });
  Object.assign(process.env, emulator.env);
  client = createClient();
  const count = (next: (args: never) => Promise<never>) => (args: never) => {
    requests++;
    return next(args);
  };
  client.middlewareStack.add(count as never, { step: 'deserialize', name: 'count' });
  table = dynamoOrderStore('orders', client);
});
afterAll(async () => {
  process.env = environment;
  client.destroy();
  await emulator.close();
  app.remove();
});

/** What the table gives, with exactly one request. */
async function once<T>(answer: Promise<T>): Promise<T> {
  const before = requests;
  const given = await answer;
  expect(requests - before).toBe(1);
  return given;
}

it('gets an order in one request', async () => {
  expect(await once(table.get('ORD-100001'))).toEqual(seeded('ORD-100001'));
  expect(await once(table.get('ORD-999999'))).toBeUndefined();
});

describe('a list', () => {
  const { placedAt } = seeded('ORD-100001');
  const filters: Partial<OrderQuery>[] = [
    {},
    ...orderStatuses.map((status) => ({ status })),
    { placedAfter: '2026-01-01T00:00:00Z' },
    { placedAfter: placedAt },
    { placedAfter: placedAt.replace('Z', '.999Z') },
    { placedAfter: placedAt.replace(/:\d\dZ$/, 'Z') },
    { placedAfter: '2026-01-01T00:00:00Z', status: 'DELIVERED' },
    { placedAfter: '2030-01-01T00:00:00Z' },
  ];
  const cases = filters.flatMap((filter) =>
    [1, 3, 10, 50].map((limit) => [`${JSON.stringify(filter)}, ${limit} a page`, filter, limit] as const),
  );

  it.each(cases)('is the same as in memory: %s', async (_, filter, limit) => {
    let after: string | undefined;
    let hasMore = true;
    while (hasMore) {
      const query = { customerId: customer('CUST-001'), ...filter, limit, after };
      const page = await once(table.list(query));
      expect(page).toEqual(await memory.list(query));
      hasMore = page.hasMore;
      after = page.orders.at(-1)?.placedKey;
    }
  });

  it('says that there is no more when the last page is full', async () => {
    const own = seed.filter(({ customerId }) => customerId === 'CUST-003');
    const { orders, hasMore } = await table.list({ customerId: customer('CUST-003'), limit: own.length });
    expect([orders.length, hasMore]).toEqual([own.length, false]);
  });

  it('has nothing of anybody else', async () => {
    expect(await table.list({ customerId: customer('CUST-00'), limit: 10 })).toEqual({
      orders: [],
      hasMore: false,
    });
  });
});

describe('a cancellation', () => {
  const ask = {
    customerId: customer('CUST-001'),
    cancelledAt: '2026-10-05T12:00:00Z',
    reason: 'Ordered twice',
  };
  const first = { ...ask, orderId: 'ORD-100002' };

  it('changes the order once and gives the same order ever after, in one request each', async () => {
    const expected = await memory.cancel(first);
    expect(await once(table.cancel(first))).toEqual(expected);
    const again = { ...first, cancelledAt: '2026-10-06T00:00:00Z', reason: 'Another' };
    expect(await once(table.cancel(again))).toEqual({ cancelled: false, order: expected.order });
    expect(await table.get('ORD-100002')).toEqual(expected.order);
  });

  it('moves the order to the list of the cancelled', async () => {
    const list = async (status: StoredOrder['status']) =>
      (await table.list({ customerId: customer('CUST-001'), status, limit: 50 })).orders.map(
        ({ orderId }) => orderId,
      );
    expect(await list('CANCELLED')).toContain('ORD-100002');
    expect(await list('PROCESSING')).not.toContain('ORD-100002');
  });

  it.each([
    ['shipped', 'ORD-100001'],
    ["somebody else's", 'ORD-100026'],
  ])('leaves an order alone that is %s, and gives it', async (_, orderId) => {
    expect(await once(table.cancel({ ...ask, orderId }))).toEqual({
      cancelled: false,
      order: seeded(orderId),
    });
    expect(await table.get(orderId)).toEqual(seeded(orderId));
  });

  it('makes no order of a missing one', async () => {
    expect(await once(table.cancel({ ...ask, orderId: 'ORD-999999' }))).toEqual({ cancelled: false });
    expect(await table.get('ORD-999999')).toBeUndefined();
  });
});

it('gives no damaged order', async () => {
  const damaged = { ...seeded('ORD-100003'), orderId: 'ORD-900000', status: 'LOST' };
  const Item = marshall(damaged);
  await client.send(new PutItemCommand({ TableName: 'orders', Item }));
  const cancellation = {
    orderId: 'ORD-900000',
    customerId: customer('CUST-001'),
    cancelledAt: '',
    reason: 'x',
  };
  await expect(table.get('ORD-900000')).rejects.toThrow('A stored order is damaged: status (invalid_value)');
  await expect(table.cancel(cancellation)).rejects.toThrow('A stored order is damaged');
});
