import type { OpenAPIObject } from 'openapi3-ts/oas30';
import { openApiDocument } from '../../../../schemas/openapi';
import { orders } from '../../../../schemas/orders';
import { type FakeOperations, fakeLoans, fakeOrders, fixture } from './fake-operations';
import { type Conversation, type Score, score } from './score';
import { startTalk } from './talk';

interface Fixture {
  readonly clock: string;
  readonly conversations: readonly Conversation[];
}

const print = (name: string, { right, total, misses }: Score) =>
  process.stdout.write(
    [`${name}: ${right} of ${total} (${((100 * right) / total).toFixed(1)} %)`, ...misses].join('\n  - ') +
      '\n',
  );

async function scoreOf(
  { clock, conversations }: Fixture,
  document: OpenAPIObject,
  operations: () => FakeOperations,
  held?: boolean,
): Promise<Score> {
  const chosen = conversations.filter(({ heldOut }) => held === undefined || (heldOut ?? false) === held);
  return score(chosen, () => startTalk(document, operations(), clock));
}

test('does what people ask of orders', async () => {
  const fixed = fixture('orders.json') as Fixture;
  const tuned = await scoreOf(fixed, openApiDocument(orders), fakeOrders, false);
  const held = await scoreOf(fixed, openApiDocument(orders), fakeOrders, true);
  print('orders, seen while tuning', tuned);
  print('orders, held out', held);
  expect(tuned.total + held.total).toBeGreaterThanOrEqual(150);
  expect(tuned.right / tuned.total).toBeGreaterThanOrEqual(0.95);
  expect((tuned.right + held.right) / (tuned.total + held.total)).toBeGreaterThanOrEqual(0.95);
});

test('never does what people ask it not to do', async () => {
  const { clock, conversations } = fixture('orders.json') as Fixture;
  const refusing = conversations.filter(({ turns }) =>
    turns.some(({ say }) => /\b(don't|do not|never|not|no longer)\b/i.test(say)),
  );
  const { total, misses } = await scoreOf(
    { clock, conversations: refusing },
    openApiDocument(orders),
    fakeOrders,
  );
  expect(misses).toEqual([]);
  expect(total).toBeGreaterThanOrEqual(10);
});

test('does what people ask of a domain that it was not made for', async () => {
  const document = fixture('loans-openapi.json') as OpenAPIObject;
  const loans = await scoreOf(fixture('loans.json') as Fixture, document, fakeLoans);
  print('loans', loans);
  expect(loans.total).toBeGreaterThanOrEqual(30);
  expect(loans.right / loans.total).toBeGreaterThanOrEqual(0.85);
});
