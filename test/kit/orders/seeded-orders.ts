import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { StoredOrder } from '../../../functions/orders/orders';

const file = path.join(__dirname, '..', '..', '..', 'functions', 'orders', 'seed.json');

/** The seed as it is in the repository. */
export const seed: readonly StoredOrder[] = JSON.parse(readFileSync(file, 'utf8'));

export function seeded(orderId: string): StoredOrder {
  const order = seed.find((one) => one.orderId === orderId);
  if (!order) throw new Error(`The seed has no ${orderId}`);
  return order;
}
