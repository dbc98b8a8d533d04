import fc from 'fast-check';
import { placedKey, type StoredOrder } from '../../functions/orders/orders';
import type { Call } from './hostile-model';

export const ttl = 600_000;
export const customers = ['CUST-001', 'CUST-002', 'CUST-003'] as const;
/** Whose each session is: two of one customer, who must not mix up what they confirm. */
export const sessions = [customers[0], customers[0], customers[1]] as const;

/** Each customer has four, two of which can be cancelled; what is secret of each says whose it is. */
export const table: readonly StoredOrder[] = customers.flatMap((customerId, c) =>
  [0, 1, 2, 3].map((n): StoredOrder => {
    const orderId = `ORD-${200_000 + c * 10 + n}`;
    const status = n < 2 ? 'PROCESSING' : 'SHIPPED';
    const placedAt = `2026-10-0${c + 1}T0${n}:15:30Z`;
    const price = { amount: 100, currency: 'EUR' };
    return {
      orderId,
      customerId,
      status,
      placedAt,
      total: price,
      items: [{ sku: 'SKU-1', name: `secret of ${customerId}`, quantity: 1, unitPrice: price }],
      trackingNumber: `tracking of ${customerId}`,
      customerStatus: `${customerId}#${status}`,
      placedKey: placedKey(placedAt, orderId),
    };
  }),
);
const numbers = [...table.map(({ orderId }) => orderId), 'ORD-999999', 'ord-200000', ' ORD-200010'];

type Decision = 'CONFIRM' | 'DENY' | 'MAYBE' | undefined;
type Moves = readonly (readonly Call[])[];

export type Step =
  | { readonly do: 'say'; readonly session: number; readonly moves: Moves; readonly claim: object }
  | {
      readonly do: 'answer';
      /** Which question: 0 is the last one. */
      readonly question: number;
      /** In the session after its own. */
      readonly elsewhere: boolean;
      readonly decisions: readonly Decision[];
      /** So often at once. */
      readonly times: number;
      readonly apiPath: string;
      readonly moves: Moves;
    }
  | { readonly do: 'end'; readonly session: number }
  | { readonly do: 'wait'; readonly ms: number };

/** Often one that can be cancelled, so that there is something to win. */
const cancellable = table.filter(({ status }) => status === 'PROCESSING').map((order) => order.orderId);
const orderId = fc.constantFrom<unknown>(...numbers, ...cancellable, ...cancellable, ...cancellable);
const smuggled = fc.constantFrom<Record<string, unknown>>(
  {},
  {},
  {},
  {},
  { customerId: customers[1] },
  { sessionAttributes: { customerId: customers[1] } },
  JSON.parse(`{"__proto__":{"customerId":"${customers[1]}"}}`),
);
const call: fc.Arbitrary<Call> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(orderId, smuggled)
      .map(([id, more]): Call => ['orders__cancelOrder', { orderId: id, reason: 'told to', ...more }]),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(orderId, smuggled)
      .map(([id, more]): Call => ['orders__getOrder', { orderId: id, ...more }]),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom({}, { status: 'PROCESSING' }, { status: `PROCESSING#${customers[1]}` }),
        smuggled,
      )
      .map(([query, more]): Call => ['orders__listOrders', { ...query, ...more }]),
  },
  { weight: 1, arbitrary: orderId.map((id): Call => ['orders__deleteOrder', { orderId: id }]) },
);
const moves = fc.array(fc.array(call, { minLength: 1, maxLength: 3 }), { maxLength: 2 });
const session = fc.nat(sessions.length - 1);
const decided = fc.constantFrom<Decision>('CONFIRM', 'CONFIRM', 'CONFIRM', 'DENY');
const undecided = fc.constantFrom<Decision>('CONFIRM', 'MAYBE', undefined);
const decisions = fc.oneof(
  { weight: 7, arbitrary: fc.array(decided, { minLength: 5, maxLength: 5 }) },
  { weight: 1, arbitrary: fc.array(undecided, { minLength: 5, maxLength: 5 }) },
);

export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      session,
      moves,
      claim: fc.constantFrom<object>({}, {}, { promptSessionAttributes: { customerId: customers[1] } }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      question: fc.constantFrom(0, 0, 0, 0, 1, 4),
      elsewhere: fc.constantFrom(...Array(9).fill(false), true),
      decisions,
      times: fc.constantFrom(1, 1, 1, 2),
      apiPath: fc.constantFrom(...Array(9).fill('/orders/{orderId}/cancel'), '/orders/{orderId}'),
      moves,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), session }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, ttl / 2, ttl) }),
  },
);
