import fc from 'fast-check';
import { orders } from '../../../schemas/orders';
import { createEvent, type EventForm } from '../../kit/create-event';

type Json = unknown;
type Container = Record<string, Json> | Json[];

const forms: readonly EventForm[] = [
  'strings',
  'strings',
  'strings',
  'strings-multiline',
  'java',
  'function',
  'agentcore-shim',
  'agentcore-gateway',
];

export interface Sent {
  readonly event: unknown;
  /** Set for a call by AgentCore Gateway. */
  readonly toolName?: string;
  readonly kind: 'valid' | 'mutated' | 'junk' | 'not JSON';
}

const orderId = fc.integer({ min: 100_001, max: 100_040 }).map((number) => `ORD-${number}`);
const options = fc.record({
  form: fc.constantFrom(...forms),
  customerId: fc.constantFrom('CUST-001', 'CUST-002', 'CUST-001', undefined),
  sessionAttributes: fc.oneof(
    { weight: 9, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: largeAttributes() },
  ),
});

function largeAttributes() {
  // Two bytes each: most are around what leaves room for an answer, or for a part of a list.
  const length = fc.oneof(fc.integer({ min: 9_000, max: 10_500 }), fc.nat(30_000));
  return length.map((count): Record<string, string> => ({ note: 'ü'.repeat(count) }));
}

const sent = (event: object, operationId: string, form: EventForm): Sent => ({
  event,
  kind: 'valid',
  ...(form === 'agentcore-gateway' && { toolName: `shop___${operationId}` }),
});

/** Events of every form that a handler should get, if the caller is known. */
export const validEvent: fc.Arbitrary<Sent> = fc.oneof(
  fc
    .tuple(orderId, options)
    .map(([id, given]) =>
      sent(createEvent(orders, 'getOrder', { orderId: id }, given), 'getOrder', given.form),
    ),
  fc
    .tuple(
      fc.record(
        {
          status: fc.constantFrom('SHIPPED' as const, 'DELIVERED' as const),
          placedAfter: fc.constantFrom('2025-06-01T00:00:00Z', '2026-10-01T12:00:00.5Z'),
          limit: fc.integer({ min: 1, max: 50 }),
        },
        { requiredKeys: [] },
      ),
      options,
    )
    .map(([query, given]) => sent(createEvent(orders, 'listOrders', query, given), 'listOrders', given.form)),
  fc
    .tuple(orderId, fc.constantFrom('Ordered twice', 'Ich möchte es nicht mehr', 'no'), options)
    .map(([id, reason, given]) =>
      sent(createEvent(orders, 'cancelOrder', { orderId: id, reason }, given), 'cancelOrder', given.form),
    ),
);

/** Texts that have broken parsers before. */
const nasty = fc.constantFrom<Json>(
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '\u0000',
  '\ud800',
  '👩‍👩‍👧‍👦',
  'ﷺ'.repeat(400),
  '"\\'.repeat(300),
  'x'.repeat(40_000),
  '['.repeat(5_000),
  '[{a=1, b=2}]',
  '{"a":',
  'null',
  '1e999',
  '9876543210987654321',
  '2026-13-45T99:99:99Z',
  null,
  true,
  false,
  0,
  -1,
  1e21,
  {},
  [],
  [[]],
  JSON.parse('{"__proto__":{"polluted":true}}'),
  nest(60),
);

function nest(depth: number): Json {
  let value: Json = 'deep';
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { value };
  return value;
}

interface Mutation {
  readonly how: 'drop' | 'replace' | 'duplicate' | 'swap' | 'rename' | 'add';
  readonly where: number;
  readonly there: number;
  readonly value: Json;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  how: fc.constantFrom('drop', 'replace', 'replace', 'replace', 'duplicate', 'swap', 'rename', 'add'),
  where: fc.nat(999),
  there: fc.nat(999),
  value: fc.oneof(
    { weight: 3, arbitrary: nasty },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  ),
});

/** Every place in a value: the container and its key. */
function placesIn(value: Json, places: [Container, string][] = []): [Container, string][] {
  if (typeof value !== 'object' || value === null || places.length > 200) return places;
  for (const key of Object.keys(value)) {
    places.push([value as Container, key]);
    placesIn((value as Record<string, Json>)[key], places);
  }
  return places;
}

const get = (container: Container, key: string) => (container as Record<string, Json>)[key];
const set = (container: Container, key: string, value: Json) =>
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });

function mutate(event: Json, { how, where, there, value: shared }: Mutation): void {
  const value = structuredClone(shared);
  const places = placesIn(event);
  const [at, key] = places[where % places.length] ?? [];
  const [other, otherKey] = places[there % places.length] ?? [];
  if (!at || key === undefined || !other || otherKey === undefined) return;
  const found = get(at, key);
  switch (how) {
    case 'drop':
      if (Array.isArray(at)) at.splice(Number(key), 1);
      else delete at[key];
      return;
    case 'replace':
      set(at, key, value);
      return;
    case 'duplicate':
      if (Array.isArray(found)) found.push(...structuredClone(found));
      else if (Array.isArray(at)) at.push(structuredClone(found));
      else set(at, `${key} `, found);
      return;
    case 'swap': {
      // Swapping with a part of itself would make a ring.
      const [mine, theirs] = [structuredClone(found), structuredClone(get(other, otherKey))];
      set(at, key, theirs);
      set(other, otherKey, mine);
      return;
    }
    case 'rename':
      if (!Array.isArray(at)) delete at[key];
      set(
        at,
        Array.isArray(at) ? key : (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 50),
        found,
      );
      return;
    case 'add':
      set(at, Array.isArray(at) ? String(at.length) : String(there), value);
  }
}

export const mutatedEvent: fc.Arbitrary<Sent> = fc
  .tuple(validEvent, fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([valid, mutations]): Sent => {
    const event = structuredClone(valid.event);
    for (const one of mutations) mutate(event, one);
    return { ...valid, event, kind: 'mutated' };
  });

const anyJson = fc.jsonValue({ maxDepth: 3, noUnicodeString: false } as never);
export const junkEvent: fc.Arbitrary<Sent> = fc
  .tuple(anyJson, fc.constantFrom(undefined, undefined, undefined, 'shop___getOrder', 'nothing'))
  .map(([event, toolName]) => ({ event, toolName, kind: 'junk' }));

const thrower = () => {
  throw new Error('looked at');
};
const ring = (): object => {
  const event: Record<string, unknown> = createEvent(
    orders,
    'getOrder',
    { orderId: 'ORD-100001' },
    { customerId: 'CUST-001' },
  ) as never;
  event.parameters = [{ name: 'orderId', value: event }, event];
  return event;
};

/** What no JSON can hold, and so no Lambda will ever get; a test of one's own might. */
export const notJsonEvent: fc.Arbitrary<Sent> = fc
  .tuple(
    validEvent,
    fc.constantFrom('apiPath', 'function', 'actionGroup', 'parameters', 'sessionAttributes', 'requestBody'),
    fc.constantFrom<() => unknown>(
      ring,
      () => new Proxy({}, { get: thrower, ownKeys: thrower }),
      () => [Object.defineProperty({}, 'name', { get: thrower })],
      () => 10n,
      () => Symbol('x'),
      () => thrower,
      () => new Map([['a', 1]]),
      () => Number.NaN,
      () => new Date(Number.NaN),
    ),
    fc.boolean(),
  )
  .map(([valid, key, make, whole]): Sent => {
    const event = whole ? make() : { ...(valid.event as object), [key]: make() };
    return { event, toolName: valid.toolName, kind: 'not JSON' };
  });
