import { safeParse } from 'zod/v4/core';
import { Order } from '../../schemas/orders';
import { InternalError } from '../action-group/errors';
import { customerStatus, placedKey, type StoredOrder } from './orders';

/**
 * Takes an item of the table for an order only if it is one. A damaged item is a bug, and the error names what
 * is wrong with it, never the order's values.
 */
export function readStoredOrder(item: Readonly<Record<string, unknown>>): StoredOrder {
  const { customerId, customerStatus: status, placedKey: placed, ...rest } = item;
  const parsed = safeParse(Order, rest);
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path, code }) => `${path.join('.') || 'the item'} (${code})`);
    throw new InternalError(`A stored order is damaged: ${places.join(', ')}`);
  }
  const order = parsed.data;
  if (typeof customerId !== 'string') throw new InternalError('A stored order has no customerId');
  const keys = {
    customerStatus: customerStatus(customerId, order.status),
    placedKey: placedKey(order.placedAt, order.orderId),
  };
  if (status !== keys.customerStatus) throw new InternalError('A stored order has a wrong customerStatus');
  if (placed !== keys.placedKey) throw new InternalError('A stored order has a wrong placedKey');
  return { ...order, customerId, ...keys };
}
