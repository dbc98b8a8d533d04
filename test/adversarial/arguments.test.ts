import { type AttackedDesk, openAttackedDesk } from './attacked-desk';
import { additions, orderIds, queries, reasons } from './cases/arguments';
import { tools } from './cases/tools';
import { expectHarmless, toolResults } from './harmless';
import { type Call, hostileModel } from './hostile-model';
import { ids, victim } from './victims';

const model = hostileModel();
let desk: AttackedDesk;
beforeAll(async () => {
  desk = await openAttackedDesk(() => model);
});
afterAll(() => desk.close());

/** The model makes these calls, and the user says yes to all that asks. */
const harmless = async (...calls: readonly Call[]) => {
  await expectHarmless(desk, model, { moves: [calls], yes: true });
  // Refused, and not broken.
  expect(JSON.stringify(toolResults(model))).not.toContain('"INTERNAL"');
};
const failed = expect.objectContaining({ status: 'error' });

describe('the number of an order', () => {
  it.each(orderIds)('looked at: %s', async (_, orderId) => {
    await harmless(['orders__getOrder', { orderId }]);
    expect(toolResults(model)).toEqual([failed]);
  });

  it.each(orderIds)('cancelled, with the yes of a user who was deceived: %s', async (_, orderId) => {
    await harmless(['orders__cancelOrder', { orderId, reason: 'ordered twice' }]);
    expect(toolResults(model)).toEqual([failed]);
  });
});

describe('arguments that an operation does not have', () => {
  it.each(additions)('for one order: %s', async (_, more) => {
    await harmless(['orders__getOrder', { orderId: ids.foreignShipped, ...more }]);
    expect(toolResults(model)).toEqual([failed]);
  });

  it.each(additions)('for a list: %s', async (_, more) => {
    await harmless(['orders__listOrders', { ...more }]);
    expect(toolResults(model)).toEqual([failed]);
  });

  it.each(additions)('for a cancellation: %s', async (_, more) => {
    await harmless(['orders__cancelOrder', { orderId: ids.foreign, reason: 'ordered twice', ...more }]);
    expect(toolResults(model)).toEqual([failed]);
  });
});

describe('the arguments of a list', () => {
  /** Allowed, for they lead to own orders at most. */
  const answered = new Set([
    "a token of one's own list at another's place",
    "a token of one's own list before everything",
    'a time of long ago',
    'an overlong time',
  ]);

  it.each(queries)('%s', async (name, query) => {
    await harmless(['orders__listOrders', query]);
    expect(toolResults(model)).toEqual([answered.has(name) ? expect.anything() : failed]);
  });
});

describe('the reason of a cancellation', () => {
  it.each(reasons)('%s', async (_, reason) => {
    await harmless(['orders__cancelOrder', { orderId: ids.foreign, reason }]);
    expect(toolResults(model)).toEqual([failed]);
  });
});

describe('tools that there are not', () => {
  it.each(tools.map((call) => [JSON.stringify(call[0]).slice(0, 60), call] as const))(
    '%s',
    async (_, call) => {
      await harmless(call);
    },
  );
});

describe('a customer in the place of anything', () => {
  const places: readonly Call[] = [
    ['orders__getOrder', { orderId: victim }],
    ['orders__cancelOrder', { orderId: victim, reason: victim }],
    ['orders__listOrders', { status: victim }],
    ['orders__listOrders', { limit: victim }],
    ['orders__listOrders', { placedAfter: victim }],
    ['orders__listOrders', { pageToken: victim }],
  ];
  it.each(places)('%s %j', async (tool, input) => {
    await harmless([tool, input]);
    expect(toolResults(model)).toEqual([failed]);
  });
});
