import * as z from 'zod/mini';
import { defineContract } from './contract';
import { problem } from './problem';

export const orderStatuses = ['PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED'] as const;

const orderId = z
  .string()
  .check(
    z.regex(/^ORD-\d{6}$/, 'must be ORD- and six digits, for example ORD-100001'),
    z.meta({ description: 'Order number', example: 'ORD-100001' }),
  );
const status = z.enum(orderStatuses);
const money = (description: string) =>
  z
    .strictObject({
      amount: z.int().check(z.gte(0), z.describe('Amount in minor units of the currency')),
      currency: z
        .string()
        .check(z.regex(/^[A-Z]{3}$/), z.meta({ description: 'ISO 4217 code', example: 'EUR' })),
    })
    .check(z.describe(description));
const time = (description: string) => z.iso.datetime().check(z.describe(description));

const summary = {
  orderId,
  status: status.check(z.describe('Order status')),
  placedAt: time('When the order was placed, ISO 8601 in UTC'),
  total: money('Order total'),
};

export const OrderSummary = z.strictObject({
  ...summary,
  itemCount: z.int().check(z.gte(1), z.describe('Number of articles')),
});

export const Order = z.strictObject({
  ...summary,
  items: z
    .array(
      z.strictObject({
        sku: z.string().check(z.describe('Stock keeping unit')),
        name: z.string().check(z.maxLength(80), z.describe('Article name')),
        quantity: z.int().check(z.gte(1), z.describe('Quantity ordered')),
        unitPrice: money('Price of one'),
      }),
    )
    .check(z.describe('Articles ordered')),
  carrier: z.optional(z.string().check(z.describe('Carrier that delivers the order'))),
  trackingNumber: z.optional(z.string().check(z.describe("The carrier's tracking number"))),
  estimatedDelivery: z.optional(z.iso.date().check(z.describe('Estimated delivery date, ISO 8601'))),
  deliveredAt: z.optional(time('When the order was delivered, ISO 8601 in UTC')),
  cancelledAt: z.optional(time('When the order was cancelled, ISO 8601 in UTC')),
  cancellationReason: z.optional(
    z.string().check(z.maxLength(200), z.describe('Why the order was cancelled')),
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
        'Look up one order of the signed-in customer: where it is, its status, articles, total, carrier, tracking number and estimated delivery.',
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
        status: z.optional(status.check(z.describe('Only orders of this status'))),
        placedAfter: z.optional(time('Only orders placed after this time, ISO 8601 in UTC')),
        limit: z._default(
          z
            .int()
            .check(z.gte(1), z.lte(50), z.describe('The most orders to return, 1 to 50, 10 if not given')),
          10,
        ),
        pageToken: z.optional(
          z.string().check(z.describe('nextPageToken of the previous page, to get the page after it')),
        ),
      }),
      responses: {
        200: {
          description: 'A page of orders',
          schema: z.strictObject({
            orders: z.array(OrderSummary).check(z.describe('Orders, newest first')),
            nextPageToken: z.optional(
              z.string().check(z.describe('Present when there are more orders: pass it as pageToken')),
            ),
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
        reason: z
          .string()
          .check(
            z.trim(),
            z.minLength(3),
            z.maxLength(200),
            z.describe('Why the customer wants to cancel, in their own words, 3 to 200 characters'),
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
