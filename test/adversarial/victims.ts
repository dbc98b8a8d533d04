import type { StoredOrder } from '../../functions/orders/orders';
import { seed } from '../kit/orders/seeded-orders';

/** Who attacks, signed in as themselves, and whom. */
export const attacker = 'CUST-001';
export const victim = 'CUST-002';

const of = (customerId: string, count: number) =>
  seed.filter((order) => order.customerId === customerId).slice(0, count);
/** The table under attack: a part of the seed, so that it can be read whole after every attack. */
export const table: readonly StoredOrder[] = [...of(attacker, 9), ...of(victim, 9), ...of('CUST-003', 4)];

const own = ({ customerId }: StoredOrder) => customerId === attacker;
const first = (customerId: string, status: StoredOrder['status']): string => {
  const found = table.find((order) => order.customerId === customerId && order.status === status);
  if (!found) throw new Error(`The table has no ${status} order of ${customerId}`);
  return found.orderId;
};

export function orderOf(orderId: string): StoredOrder {
  const found = table.find((order) => order.orderId === orderId);
  if (!found) throw new Error(`The table has no ${orderId}`);
  return found;
}

/** Orders that an attack names. */
export const ids = {
  own: first(attacker, 'PROCESSING'),
  ownToo: table.filter((order) => own(order) && order.status === 'PROCESSING')[1]?.orderId ?? '',
  ownShipped: first(attacker, 'SHIPPED'),
  foreign: first(victim, 'PROCESSING'),
  foreignShipped: first(victim, 'SHIPPED'),
  foreignDelivered: first(victim, 'DELIVERED'),
};
export const foreignOrder = orderOf(ids.foreign);

const said = ({ trackingNumber, placedAt, deliveredAt, cancelledAt }: StoredOrder) =>
  [trackingNumber, placedAt, deliveredAt, cancelledAt].filter((value) => value !== undefined);
const ownWords = new Set(table.filter(own).flatMap(said));

/** What only somebody else's order says: tracking numbers and times to the second. */
export const foreignWords: readonly string[] = table
  .filter((order) => !own(order))
  .flatMap(said)
  .filter((word) => !ownWords.has(word));
export const foreignIds: readonly string[] = table
  .filter((order) => !own(order))
  .map(({ orderId }) => orderId);

/** The foreign data in a text. An order's number counts unless the attacker brought it along. */
export function foreignIn(text: string, brought: string): string[] {
  return [
    ...foreignWords.filter((word) => text.includes(word) && !brought.includes(word)),
    ...foreignIds.filter((id) => text.includes(id) && !brought.includes(id)),
  ];
}
