import { defineActionGroup } from '../../functions/action-group/define-action-group';
import seed from '../../functions/orders/seed.json';
import { Order, OrderSummary, orders } from '../../schemas/orders';

const publicFields = Object.keys(Order._zod.def.shape);
const summaryFields = Object.keys(OrderSummary._zod.def.shape);
const pick = (row: object, fields: readonly string[]) =>
  Object.fromEntries(Object.entries(row).filter(([field]) => fields.includes(field)));
const rows = new Map(
  seed.map((row) => [row.orderId, { owner: row.customerId, order: pick(row, publicFields) }]),
);
const page = seed.slice(0, 50).map((row) => pick({ ...row, itemCount: row.items.length }, summaryFields));

/** The envelope over a store in memory: decoding, validation of input and output, identity, response. */
export const handler = defineActionGroup(orders, {
  getOrder({ orderId }, { own, reply }) {
    const found = own(rows.get(orderId), 'owner');
    if (!found) return reply(404, { code: 'ORDER_NOT_FOUND', message: 'No such order.' });
    return reply(200, found.order as never, found);
  },
  listOrders({ limit }, { customerId, own, reply }) {
    const found = Array.from({ length: limit }, (_, at) => ({ customerId, summary: page[at] }));
    return reply(200, { orders: found.map(({ summary }) => summary) as never }, own(found, 'customerId'), {
      hasMore: true,
      positionOf: ({ orderId }) => orderId,
    });
  },
  cancelOrder(_input, { reply }) {
    return reply(404, { code: 'ORDER_NOT_FOUND', message: 'No such order.' });
  },
});
