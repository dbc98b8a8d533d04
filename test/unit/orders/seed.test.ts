import { readStoredOrder } from '../../../functions/orders/stored-order';
import { orderStatuses } from '../../../schemas/orders';
import { seed, seeded } from '../../kit/orders/seeded-orders';

const day = 24 * 3_600_000;
const time = (text: string | undefined) => Date.parse(text ?? '');

/** How each carrier writes its numbers. */
const trackingNumbers: Readonly<Record<string, RegExp>> = {
  DHL: /^00340434\d{12}$/,
  DPD: /^\d{14}$/,
  GLS: /^\d{11}$/,
  'Royal Mail': /^[A-Z]{2}\d{9}GB$/,
  UPS: /^1Z[A-Z0-9]{6}\d{10}$/,
  FedEx: /^\d{12}$/,
  USPS: /^94001\d{17}$/,
  'Swiss Post': /^99\d{16}$/,
  PostNord: /^UJ\d{9}SE$/,
  'Yamato Transport': /^\d{12}$/,
};

describe('the seed', () => {
  it('has at least 200 orders of 25 customers in every status', () => {
    expect(seed.length).toBeGreaterThanOrEqual(200);
    const customers = Array.from({ length: 25 }, (_, at) => `CUST-${String(at + 1).padStart(3, '0')}`);
    expect([...new Set(seed.map(({ customerId }) => customerId))]).toEqual(customers);
    for (const status of orderStatuses) {
      expect(seed.filter((order) => order.status === status).length).toBeGreaterThanOrEqual(10);
    }
  });

  it('has the orders that the documentation speaks of', () => {
    expect(seeded('ORD-100001')).toMatchObject({ customerId: 'CUST-001', status: 'SHIPPED' });
    expect(seeded('ORD-100002')).toMatchObject({ customerId: 'CUST-001', status: 'PROCESSING' });
    expect(seeded('ORD-100026')).toMatchObject({ customerId: 'CUST-002', status: 'PROCESSING' });
    const first = seed.filter(({ customerId }) => customerId === 'CUST-001');
    expect(first.length).toBeGreaterThan(12);
    expect(new Set(first.map(({ status }) => status)).size).toBe(orderStatuses.length);
  });

  it('numbers its orders without a gap', () => {
    expect(seed.map(({ orderId }) => orderId)).toEqual(seed.map((_, at) => `ORD-${100_001 + at}`));
  });

  it.each(seed.map((order) => [order.orderId, order] as const))('%s holds together', (_, order) => {
    const {
      status,
      placedAt,
      items,
      total,
      carrier,
      trackingNumber,
      estimatedDelivery,
      deliveredAt,
      cancelledAt,
      cancellationReason,
    } = order;
    expect(readStoredOrder({ ...order })).toEqual(order);
    const has = { carrier, trackingNumber, estimatedDelivery, deliveredAt, cancelledAt, cancellationReason };
    const present = Object.entries(has).flatMap(([name, value]) => (value === undefined ? [] : name));
    expect(present).toEqual(
      {
        PROCESSING: ['estimatedDelivery'],
        SHIPPED: ['carrier', 'trackingNumber', 'estimatedDelivery'],
        DELIVERED: ['carrier', 'trackingNumber', 'deliveredAt'],
        CANCELLED: ['cancelledAt', 'cancellationReason'],
      }[status],
    );
    if (carrier) expect(trackingNumber).toMatch(trackingNumbers[carrier] ?? /an unknown carrier/);

    for (const moment of [placedAt, deliveredAt, cancelledAt]) {
      if (moment) expect(moment).toMatch(/^202[56]-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
    for (const moment of [placedAt, deliveredAt, cancelledAt, estimatedDelivery]) {
      expect(moment === undefined || moment < '2026-11').toBe(true);
    }
    for (const later of [deliveredAt, cancelledAt, estimatedDelivery]) {
      if (later) expect(time(later) - time(placedAt)).toBeGreaterThan(0);
      if (later) expect(time(later) - time(placedAt)).toBeLessThan(15 * day);
    }

    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.map(({ sku }) => sku)).size).toBe(items.length);
    expect(
      items.every(({ unitPrice }) => unitPrice.currency === total.currency && unitPrice.amount > 0),
    ).toBe(true);
    expect(total.amount).toBe(
      items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount, 0),
    );
  });

  it('pays in several currencies, one a customer, and sells an article under one name and price', () => {
    const currencies = new Map(seed.map(({ customerId, total }) => [customerId, total.currency]));
    expect(new Set(currencies.values()).size).toBeGreaterThanOrEqual(4);
    expect(seed.every(({ customerId, total }) => currencies.get(customerId) === total.currency)).toBe(true);
    const articles = new Map<string, string>();
    for (const { sku, name, unitPrice } of seed.flatMap(({ items }) => items)) {
      const key = `${sku} ${unitPrice.currency}`;
      const article = `${name} ${unitPrice.amount}`;
      expect(articles.get(key) ?? article).toBe(article);
      articles.set(key, article);
    }
  });
});
