import * as z from 'zod/mini';
import { defineContract } from './contract';
import { problem } from './problem';

export const orderStatuses = ['PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED'] as const;

/** Like a check with z.describe, but without the copy of the schema and the step in each validation that it costs. */
const described = <S extends z.ZodMiniType>(description: string, schema: S): S => {
  z.globalRegistry.add<z.ZodMiniType>(schema, { description });
  return schema;
};

const orderId = z
  .string()
  .check(z.regex(/^ORD-\d{6}$/, 'must be ORD- and six digits, for example ORD-100001'))
  .register(z.globalRegistry, { description: 'Order number', example: 'ORD-100001' });
const amount = described('Amount in minor units of the currency', z.int().check(z.gte(0)));
const currency = z
  .string()
  .check(z.regex(/^[A-Z]{3}$/))
  .register(z.globalRegistry, { description: 'ISO 4217 code', example: 'EUR' });
const money = (description: string) => described(description, z.strictObject({ amount, currency }));
const time = (description: string) => described(description, z.iso.datetime());
const text = (description: string) => described(description, z.string());

const summary = {
  orderId,
  status: described('Order status', z.enum(orderStatuses)),
  placedAt: time('When the order was placed, ISO 8601 in UTC'),
  total: money('Order total'),
};

export const OrderSummary = z.strictObject({
  ...summary,
  itemCount: described('Number of articles', z.int().check(z.gte(1))),
});

export const Order = z.strictObject({
  ...summary,
  items: described(
    'Articles ordered',
    z.array(
      z.strictObject({
        sku: text('Stock keeping unit'),
        name: described('Article name', z.string().check(z.maxLength(80))),
        quantity: described('Quantity ordered', z.int().check(z.gte(1))),
        unitPrice: money('Price of one'),
      }),
    ),
  ),
  carrier: z.optional(text('Carrier that delivers the order')),
  trackingNumber: z.optional(text("The carrier's tracking number")),
  estimatedDelivery: z.optional(
    described('Estimated delivery date, when it should arrive, ISO 8601', z.iso.date()),
  ),
  deliveredAt: z.optional(time('When the order was delivered, ISO 8601 in UTC')),
  cancelledAt: z.optional(time('When the order was cancelled, ISO 8601 in UTC')),
  cancellationReason: z.optional(
    described('Why the order was cancelled', z.string().check(z.maxLength(200))),
  ),
});

const notFound = problem('The customer has no such order', 'ORDER_NOT_FOUND');

export const orders = defineContract({
  title: 'Orders',
  version: '1.0.0',
  description: "Look up, list and cancel the signed-in customer's orders.",
  operations: {
    getOrder: {
      method: 'get',
      path: '/orders/{orderId}',
      summary: 'Look up one order',
      description:
        'Look up one order of the signed-in customer: where it is, its status, articles, total, carrier, tracking number and estimated delivery. Also called: purchase, parcel, package.',
      identity: 'required',
      idempotent: true,
      pathParameters: z.strictObject({ orderId }),
      responses: { 200: { description: 'The order', schema: Order }, 404: notFound },
    },
    listOrders: {
      method: 'get',
      path: '/orders',
      summary: 'List orders',
      description:
        "List the signed-in customer's orders, newest first, optionally only those of one status or placed after a time.",
      identity: 'required',
      idempotent: true,
      page: { items: 'orders' },
      queryParameters: z.strictObject({
        status: z.optional(
          described(
            'Only orders of this status. PROCESSING means not sent yet or open, SHIPPED means on its way, DELIVERED means arrived',
            z.enum(orderStatuses),
          ),
        ),
        placedAfter: z.optional(time('Only orders placed after this time, ISO 8601 in UTC')),
        limit: z._default(
          described(
            'The most orders to return, 1 to 50, 10 if not given',
            z.int().check(z.gte(1), z.lte(50)),
          ),
          10,
        ),
        pageToken: z.optional(text('nextPageToken of the previous page, to get the page after it')),
      }),
      responses: {
        200: {
          description: 'A page of orders',
          schema: z.strictObject({
            orders: described('Orders, newest first', z.array(OrderSummary)),
            nextPageToken: z.optional(text('Present when there are more orders: pass it as pageToken')),
          }),
        },
      },
    },
    cancelOrder: {
      method: 'post',
      path: '/orders/{orderId}/cancel',
      summary: 'Cancel an order',
      description:
        'Cancel one order of the signed-in customer. Only an order whose status is PROCESSING can be cancelled. Ask for the reason first.',
      identity: 'required',
      idempotent: true,
      confirmation: 'Cancel order {orderId}? The reason given is: {reason}',
      pathParameters: z.strictObject({ orderId }),
      requestBody: z.strictObject({
        reason: described(
          "Reason for the cancellation, in the customer's own words, 3 to 200 characters",
          z.string().check(z.trim(), z.minLength(3), z.maxLength(200)),
        ),
      }),
      responses: {
        200: { description: 'The cancelled order', schema: Order },
        404: notFound,
        409: problem(
          'The order can no longer be cancelled',
          'ORDER_ALREADY_SHIPPED',
          'ORDER_ALREADY_DELIVERED',
        ),
      },
    },
  },
});
