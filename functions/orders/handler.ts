import { orders } from '../../schemas/orders';
import { defineActionGroup } from '../action-group/define-action-group';
import { dynamoOrderStore } from './store';

const tableName = process.env.ORDERS_TABLE;
if (!tableName) throw new Error('ORDERS_TABLE is not set: it names the table of orders');
const store = dynamoOrderStore(tableName);

export const handler = defineActionGroup(orders, {
  async getOrder({ orderId }, { customerId, reply }) {
    const stored = await store.get(orderId);
    if (stored?.customerId !== customerId) {
      return reply(404, {
        code: 'ORDER_NOT_FOUND',
        message: `There is no order ${orderId} on your account.`,
      });
    }
    const { customerId: _, customerStatus: __, placedKey: ___, ...order } = stored;
    return reply(200, order);
  },
  async listOrders(_input, { reply }) {
    return reply(200, { orders: [] }, { hasMore: false, positionOf: (order) => order.orderId });
  },
  async cancelOrder(_input, { reply }) {
    return reply(404, { code: 'ORDER_NOT_FOUND', message: 'not yet' });
  },
});
