import type { output } from 'zod/v4/core';
import type { CustomerId, Handlers } from '../../schemas/contract';
import type { Order, OrderSummary, orders } from '../../schemas/orders';
import { InternalError } from '../action-group/errors';

/** An order as the table holds it: the order, its owner and the keys of the indexes. */
export type StoredOrder = output<typeof Order> & {
  readonly customerId: string;
  readonly customerStatus: string;
  readonly placedKey: string;
};

type OrderStatus = StoredOrder['status'];

export interface OrderQuery {
  readonly customerId: CustomerId;
  readonly status?: OrderStatus;
  /** Only what was placed later, ISO 8601 in UTC. */
  readonly placedAfter?: string;
  /** The placedKey of the last order of the page before. */
  readonly after?: string;
  readonly limit: number;
}

export interface Cancellation {
  readonly orderId: string;
  readonly customerId: CustomerId;
  readonly cancelledAt: string;
  readonly reason: string;
}

export interface OrderStore {
  get(orderId: string): Promise<StoredOrder | undefined>;
  /** Newest first. */
  list(query: OrderQuery): Promise<{ readonly orders: readonly StoredOrder[]; readonly hasMore: boolean }>;
  /**
   * Cancels the order if it is the customer's and PROCESSING, in one step that no other cancellation can come
   * between. Gives the order as it then is; when it was not cancelled, as it was, or undefined if it is missing.
   */
  cancel(cancellation: Cancellation): Promise<{ readonly cancelled: boolean; readonly order?: StoredOrder }>;
}

/** The partition key of the index by status. A customer id has no `#`. */
export const customerStatus = (customerId: string, status: OrderStatus) => `${customerId}#${status}`;

/** Orders a customer's orders by time, and those of the same second by number. */
export const placedKey = (placedAt: string, orderId: string) => `${placedAt}#${orderId}`;

const notFound = (orderId: string) =>
  ({ code: 'ORDER_NOT_FOUND', message: `There is no order ${orderId} on your account.` }) as const;

const published = ({
  customerId: _,
  customerStatus: __,
  placedKey: ___,
  ...order
}: StoredOrder): output<typeof Order> => order;

const summaryOf = ({
  orderId,
  status,
  placedAt,
  total,
  items,
}: StoredOrder): output<typeof OrderSummary> => ({
  orderId,
  status,
  placedAt,
  total,
  itemCount: items.reduce((count, { quantity }) => count + quantity, 0),
});

/** What the operations do, over any store and clock. Somebody else's order is as unknown as a missing one. */
export const orderHandlers = (store: OrderStore, now: () => Date): Handlers<typeof orders> => ({
  async getOrder({ orderId }, { own, reply }) {
    const order = own(await store.get(orderId), 'customerId');
    return order ? reply(200, published(order), order) : reply(404, notFound(orderId));
  },

  async listOrders(query, { customerId, own, after, reply }) {
    const { orders: found, hasMore } = await store.list({ ...query, customerId, after });
    const positionOf = ({ placedAt, orderId }: output<typeof OrderSummary>) => placedKey(placedAt, orderId);
    return reply(200, { orders: found.map(summaryOf) }, own(found, 'customerId'), { hasMore, positionOf });
  },

  async cancelOrder({ orderId, reason }, { customerId, own, reply }) {
    const cancelledAt = inSeconds(now());
    const result = await store.cancel({ orderId, customerId, cancelledAt, reason });
    const order = own(result.order, 'customerId');
    if (!order) return reply(404, notFound(orderId));
    if (result.cancelled) return reply(200, published(order), order);
    switch (order.status) {
      case 'CANCELLED':
        return reply(200, published(order), order);
      case 'SHIPPED':
        return reply(
          409,
          {
            code: 'ORDER_ALREADY_SHIPPED',
            message: `Order ${orderId} is already on its way and can no longer be cancelled.`,
          },
          order,
        );
      case 'DELIVERED':
        return reply(
          409,
          {
            code: 'ORDER_ALREADY_DELIVERED',
            message: `Order ${orderId} has already been delivered and can no longer be cancelled.`,
          },
          order,
        );
      case 'PROCESSING':
        throw new InternalError('The store refused to cancel an order that can be cancelled');
    }
  },
});

/** The table's times are whole seconds, so that their text sorts as they do. */
export const inSeconds = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;
