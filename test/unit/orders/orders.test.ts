import { defineActionGroup } from '../../../functions/action-group/define-action-group';
import { type OrderStore, orderHandlers } from '../../../functions/orders/orders';
import { orders } from '../../../schemas/orders';
import { readAnswer } from '../../kit/agent/read-answer';
import { createContext, createEvent } from '../../kit/create-event';
import { memoryOrderStore } from '../../kit/orders/memory-order-store';
import { seed, seeded } from '../../kit/orders/seeded-orders';

const serve = (store: OrderStore = memoryOrderStore(seed), customerId = 'CUST-001') => {
  const handlers = orderHandlers(store, () => new Date('2026-10-05T12:00:00.750Z'));
  const handler = defineActionGroup(orders, handlers, { report: () => {} });
  const context = createContext();
  return {
    get: async (orderId: string) =>
      readAnswer(await handler(createEvent(orders, 'getOrder', { orderId }, { customerId }), context)),
    list: async (query: { status?: 'SHIPPED'; placedAfter?: string; limit?: number; pageToken?: string }) =>
      readAnswer(await handler(createEvent(orders, 'listOrders', query, { customerId }), context)) as {
        status: number;
        body: { orders: { orderId: string; placedAt: string; itemCount: number }[]; nextPageToken?: string };
      },
    cancel: async (orderId: string, reason = 'Ordered it twice') =>
      readAnswer(
        await handler(createEvent(orders, 'cancelOrder', { orderId, reason }, { customerId }), context),
      ),
  };
};

const missing = (orderId: string) => ({
  status: 404,
  body: { code: 'ORDER_NOT_FOUND', message: `There is no order ${orderId} on your account.` },
});

describe('getOrder', () => {
  it("gives the customer's own order without the table's keys", async () => {
    const { customerId: _, customerStatus: __, placedKey: ___, ...order } = seeded('ORD-100001');
    expect(await serve().get('ORD-100001')).toEqual({ status: 200, body: order });
  });

  it("does not tell somebody else's order from a missing one", async () => {
    expect(await serve().get('ORD-100026')).toEqual(missing('ORD-100026'));
    expect(await serve().get('ORD-999999')).toEqual(missing('ORD-999999'));
  });

  it('refuses what is no order number before it looks for it', async () => {
    for (const orderId of ['100001', 'ord-100001', 'ORD-1000011', ' ORD-100001']) {
      expect(await serve().get(orderId)).toMatchObject({
        status: 400,
        body: { message: 'orderId: must be ORD- and six digits, for example ORD-100001.' },
      });
    }
  });
});

describe('listOrders', () => {
  const own = seed.filter(({ customerId }) => customerId === 'CUST-001');
  const newestFirst = [...own]
    .sort((a, b) => (a.placedKey < b.placedKey ? 1 : -1))
    .map(({ orderId }) => orderId);

  it('gives the newest ten, then the others, page by page', async () => {
    const { list } = serve();
    const read: string[] = [];
    const sizes: number[] = [];
    let pageToken: string | undefined;
    do {
      const { body } = await list({ pageToken });
      read.push(...body.orders.map(({ orderId }) => orderId));
      sizes.push(body.orders.length);
      pageToken = body.nextPageToken;
    } while (pageToken);
    expect(read).toEqual(newestFirst);
    expect(sizes.slice(0, -1).every((size) => size === 10)).toBe(true);
  });

  it('narrows by status and by time, where the time itself is not after', async () => {
    const { list } = serve();
    const shipped = await list({ status: 'SHIPPED', limit: 50 });
    expect(shipped.body.orders.map(({ orderId }) => orderId).sort()).toEqual(
      own
        .filter(({ status }) => status === 'SHIPPED')
        .map(({ orderId }) => orderId)
        .sort(),
    );
    const { placedAt } = seeded('ORD-100001');
    const later = await list({ placedAfter: placedAt, limit: 50 });
    expect(later.body.orders.map((order) => order.placedAt).every((at) => at > placedAt)).toBe(true);
    expect(later.body.orders.length).toBe(own.filter((order) => order.placedAt > placedAt).length);
  });

  it('counts articles, not lines', async () => {
    const { body } = await serve().list({ limit: 50 });
    const count = (id: string) => body.orders.find(({ orderId }) => orderId === id)?.itemCount;
    expect(count('ORD-100002')).toBe(3);
  });

  it('refuses a limit out of bounds', async () => {
    for (const limit of [0, 51, -1, 1.5]) expect((await serve().list({ limit })).status).toBe(400);
  });
});

describe('cancelOrder', () => {
  it('cancels an order that is being processed, and says so again when asked again', async () => {
    const { cancel, get } = serve();
    const first = await cancel('ORD-100002', '  Ordered it twice ');
    expect(first).toMatchObject({
      status: 200,
      body: {
        status: 'CANCELLED',
        cancelledAt: '2026-10-05T12:00:00Z',
        cancellationReason: 'Ordered it twice',
      },
    });
    expect(first.body).not.toHaveProperty('estimatedDelivery');
    expect(await cancel('ORD-100002', 'Another reason')).toEqual(first);
    expect((await get('ORD-100002')).body).toEqual(first.body);
  });

  it('says in words why it is too late', async () => {
    const delivered =
      seed.find(({ customerId, status }) => customerId === 'CUST-001' && status === 'DELIVERED')?.orderId ??
      '';
    const { cancel } = serve();
    expect(await cancel('ORD-100001')).toEqual({
      status: 409,
      body: {
        code: 'ORDER_ALREADY_SHIPPED',
        message: 'Order ORD-100001 is already on its way and can no longer be cancelled.',
      },
    });
    expect(await cancel(delivered)).toEqual({
      status: 409,
      body: {
        code: 'ORDER_ALREADY_DELIVERED',
        message: `Order ${delivered} has already been delivered and can no longer be cancelled.`,
      },
    });
  });

  it("leaves somebody else's order alone and does not tell it from a missing one", async () => {
    const store = memoryOrderStore(seed);
    expect(await serve(store).cancel('ORD-100026')).toEqual(missing('ORD-100026'));
    expect(await serve(store).cancel('ORD-999999')).toEqual(missing('ORD-999999'));
    expect(await serve(store, 'CUST-002').get('ORD-100026')).toMatchObject({
      body: { status: 'PROCESSING' },
    });
  });

  it('refuses a reason that is none', async () => {
    for (const reason of ['', 'no', '    x    ', 'x'.repeat(201)]) {
      expect(await serve().cancel('ORD-100002', reason)).toMatchObject({
        status: 400,
        body: {
          code: 'INVALID_INPUT',
          message: expect.stringMatching(/^reason: must have at (least 3|most 200) characters\.$/),
        },
      });
    }
  });

  it('is a bug when the store refuses without a reason', async () => {
    const store = {
      ...memoryOrderStore(seed),
      cancel: async () => ({ cancelled: false, order: seeded('ORD-100002') }),
    };
    expect(await serve(store).cancel('ORD-100002')).toMatchObject({
      status: 500,
      body: { code: 'INTERNAL' },
    });
  });
});
