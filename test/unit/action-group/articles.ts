import * as z from 'zod/mini';
import { defineActionGroup } from '../../../functions/action-group/define-action-group';
import type { CallReport } from '../../../functions/action-group/report';
import { type CustomerId, defineContract, type Own } from '../../../schemas/contract';
import { problem } from '../../../schemas/problem';

const sku = z.string().check(z.regex(/^[A-Z]{3}-\d{3}$/, 'must be three letters, a hyphen and three digits'));
const Heard = z.strictObject({ arguments: z.string(), customerId: z.optional(z.string()) });
const heard = { description: 'The arguments as the handler got them, as JSON', schema: Heard };

/** Operations with every kind of argument, which answer with what they heard. */
export const articles = defineContract({
  title: 'Articles',
  version: '1.0.0',
  description: 'Find and reserve articles.',
  operations: {
    findArticles: {
      method: 'get',
      path: '/articles',
      summary: 'Find articles',
      description: 'Find articles by what is known of them.',
      identity: 'none',
      idempotent: true,
      queryParameters: z.strictObject({
        text: z.optional(z.string()),
        tags: z.optional(z.array(z.string())),
        sizes: z.optional(z.array(z.int())),
        ranges: z.optional(z.array(z.strictObject({ name: z.string(), upTo: z.optional(z.int()) }))),
        near: z.optional(z.strictObject({ place: z.string(), within: z.number() })),
        maxPrice: z.optional(z.number()),
        inStock: z.optional(z.boolean()),
        warehouse: z.optional(z.int()),
        grade: z.optional(z.enum(['A', 'B'])),
        since: z.optional(z.iso.date()),
        either: z.optional(z.union([z.int(), z.boolean()])),
      }),
      responses: { 200: heard },
    },
    reserveArticles: {
      method: 'post',
      path: '/shops/{shopId}/reservations',
      summary: 'Reserve articles',
      description: 'Reserve articles in a shop.',
      identity: 'required',
      idempotent: false,
      pathParameters: z.strictObject({ shopId: z.string().check(z.regex(/^\d{1,20}$/)) }),
      requestBody: z.strictObject({
        lines: z.array(z.strictObject({ sku, quantity: z.int().check(z.gte(1)) })).check(z.minLength(1)),
        notify: z.boolean(),
        note: z.optional(z.string().check(z.maxLength(20))),
        tags: z.optional(z.array(z.string())),
      }),
      responses: { 200: heard, 409: problem('Not enough of them', 'SOLD_OUT') },
    },
  },
});

/** As a store would give the reservation that it made. */
export const reservedBy = (own: Own, customerId: CustomerId) => {
  const reservation = own({ customerId }, 'customerId');
  if (!reservation) throw new Error('own does not know its customer');
  return reservation;
};

export interface Noted extends CallReport {
  readonly bug?: unknown;
}

/** The handler of the articles, and what it reported. */
export function serveArticles() {
  const reports: Noted[] = [];
  const handler = defineActionGroup(
    articles,
    {
      findArticles: (given, { reply }) => reply(200, { arguments: JSON.stringify(given) }),
      reserveArticles: (given, { reply, customerId, own }) =>
        reply(200, { arguments: JSON.stringify(given), customerId }, reservedBy(own, customerId)),
    },
    { report: (call, bug) => reports.push({ ...call, bug }) },
  );
  return { handler, reports };
}
