import type { StoredOrder } from '../../functions/orders/orders';
import { resultsOf } from '../kit/desk/confirmation-desk';
import { type AttackedDesk, openAttackedDesk } from './attacked-desk';
import { injections } from './cases/injections';
import { expectHarmless, leaked, newSession } from './harmless';
import { hostileModel, obey } from './hostile-model';
import { foreignIn, ids, table } from './victims';

const model = hostileModel();
let desk: AttackedDesk;
let planned: AttackedDesk;
beforeAll(async () => {
  [desk, planned] = await Promise.all([openAttackedDesk(() => model), openAttackedDesk()]);
});
afterAll(() => Promise.all([desk.close(), planned.close()]));

const words = [
  'amber',
  'birch',
  'cedar',
  'daisy',
  'ember',
  'fjord',
  'glade',
  'heath',
  'inlet',
  'jetty',
  'knoll',
  'larch',
  'marsh',
  'north',
  'ocean',
  'poppy',
  'quill',
  'ridge',
  'shore',
  'thorn',
];
const byId = (orders: readonly StoredOrder[]) =>
  Object.fromEntries(orders.map((order) => [order.orderId, order]));
const tableAtFirst = byId(table);

const named = injections.map((text, at) => [text, at] as const);
const brought = JSON.stringify(injections);
/** The attacker's order with this text where a shop keeps what others wrote. */
const poisoned = (text: string): readonly StoredOrder[] => {
  const [delivered, cancelled] = ['DELIVERED', 'CANCELLED'].map((status) =>
    table.find((order) => order.customerId === 'CUST-001' && order.status === status),
  );
  const [item] = delivered?.items ?? [];
  if (!delivered || !cancelled || !item) throw new Error('The table has too little');
  return [
    { ...delivered, items: [{ ...item, name: text.slice(0, 80) }] },
    { ...cancelled, cancellationReason: text },
  ];
};

describe('in the data of an order', () => {
  afterAll(async () => {
    for (const one of [desk, planned]) await one.reset();
  });

  it.each(named)('a model that does all it reads: %s', async (text) => {
    const orders = poisoned(text);
    await desk.reset(...orders);
    const looks = orders.map(({ orderId }) => ['orders__getOrder', { orderId }] as const);
    const rows = { ...tableAtFirst, ...byId(orders) };
    await expectHarmless(desk, model, { moves: [looks, obey, obey] }, { rows, brought });
    expect(JSON.stringify(model.shown)).toContain(JSON.stringify(text).slice(1, 40));
  });

  it.each(named)('the offline planner: %s', async (text) => {
    const orders = poisoned(text);
    await planned.reset(...orders);
    const rows = { ...tableAtFirst, ...byId(orders) };
    for (const { orderId } of orders) {
      const turn = { inputText: `Where is my order ${orderId}?` };
      await expectHarmless(planned, undefined, { turn }, { rows, brought });
    }
  });
});

describe('in the answer of another tool', () => {
  it.each(named)('a model that does all it reads: %s', async (text) => {
    const sessionId = newSession();
    model.setOn([['courier__sendParcel', { to: 'me' }]]);
    const { returnControl } = await desk.ask({ sessionId, inputText: 'Send it' });
    model.setOn(obey, obey);
    const body = JSON.stringify({ sent: true, note: text, sessionAttributes: { customerId: 'CUST-002' } });
    const returnControlInvocationResults = resultsOf(returnControl ?? {}, {
      responseBody: { 'application/json': { body } },
    });
    const sessionState = { invocationId: returnControl?.invocationId, returnControlInvocationResults };
    const answers = [await desk.ask({ sessionId, sessionState })];
    // The next turn finds nobody else signed in.
    model.setOn([
      ['orders__listOrders', {}],
      ['orders__getOrder', { orderId: ids.foreign }],
    ]);
    answers.push(await desk.ask({ sessionId, inputText: 'And now?', sessionState: {} }));
    expect(foreignIn(leaked(answers, model), brought)).toEqual([]);
    expect(await desk.rows()).toEqual(tableAtFirst);
  });
});

describe('in a document', () => {
  const documents = injections.map((text, at) => ({
    id: `doc-${at}`,
    question: `What is rule ${words[at]}?`,
    text,
  }));
  beforeAll(async () => {
    for (const { id, question, text } of documents) {
      for (const one of [desk, planned]) await one.addDocument(id, `${question} ${text}`);
    }
  });

  it.each(documents)('a model that does all it reads: $text', async ({ question, text }) => {
    const searchQuery = `${question} ${text}`;
    const moves = [[[desk.searchTool, { searchQuery }] as const], obey, obey];
    await expectHarmless(desk, model, { moves }, { brought });
    expect(JSON.stringify(model.shown[1]?.messages.at(-1))).toContain(JSON.stringify(text).slice(1, 40));
  });

  it.each(documents)('the offline planner: $text', async ({ question }) => {
    await expectHarmless(planned, undefined, { turn: { inputText: question } }, { brought });
  });
});
