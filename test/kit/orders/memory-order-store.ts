import { customerStatus, type OrderStore, type StoredOrder } from '../../../functions/orders/orders';

/** Orders in memory, with the promises that the table keeps: one step for a cancellation, pages by placedKey. */
export function memoryOrderStore(seed: readonly StoredOrder[]): OrderStore {
  const stored = new Map(seed.map((order) => [order.orderId, order]));
  return {
    async get(orderId) {
      return stored.get(orderId);
    },

    async list({ customerId, status, placedAfter, after, limit }) {
      const found = [...stored.values()]
        .filter((order) => order.customerId === customerId && (!status || order.status === status))
        .filter((order) => !placedAfter || Date.parse(order.placedAt) > Date.parse(placedAfter))
        .filter((order) => after === undefined || order.placedKey < after)
        .sort((a, b) => (a.placedKey < b.placedKey ? 1 : -1));
      return { orders: found.slice(0, limit), hasMore: found.length > limit };
    },

    async cancel({ orderId, customerId, cancelledAt, reason }) {
      const order = stored.get(orderId);
      if (order?.customerId !== customerId || order.status !== 'PROCESSING')
        return { cancelled: false, order };
      const { estimatedDelivery: _, ...kept } = order;
      const cancelled: StoredOrder = {
        ...kept,
        status: 'CANCELLED',
        customerStatus: customerStatus(customerId, 'CANCELLED'),
        cancelledAt,
        cancellationReason: reason,
      };
      stored.set(orderId, cancelled);
      return { cancelled: true, order: cancelled };
    },
  };
}
