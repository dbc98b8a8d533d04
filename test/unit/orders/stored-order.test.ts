import { InternalError } from '../../../functions/action-group/errors';
import { readStoredOrder } from '../../../functions/orders/stored-order';
import { seeded } from '../../kit/orders/seeded-orders';

const good = seeded('ORD-100001');
const reasonOf = (item: object): string => {
  try {
    readStoredOrder({ ...item });
  } catch (error) {
    if (error instanceof InternalError) return error.message;
  }
  return 'taken for an order';
};

describe('an item of the table', () => {
  it('is taken for what it is', () => {
    expect(readStoredOrder({ ...good })).toEqual(good);
  });

  it.each<[string, object, RegExp]>([
    ['an unknown status', { ...good, status: 'LOST' }, /status \(invalid_value\)/],
    ['a missing total', { ...good, total: undefined }, /total \(invalid_type\)/],
    ['a field too many', { ...good, cardNumber: '4111' }, /the item \(unrecognized_keys\)/],
    [
      'an article without a price',
      { ...good, items: [{ sku: 'JKT-104', name: 'Jacket', quantity: 1 }] },
      /items\.0\.unitPrice/,
    ],
    ['no owner', { ...good, customerId: undefined }, /no customerId/],
    [
      'the index key of another status',
      { ...good, customerStatus: 'CUST-001#PROCESSING' },
      /wrong customerStatus/,
    ],
    [
      'the index key of another customer',
      { ...good, customerStatus: 'CUST-002#SHIPPED' },
      /wrong customerStatus/,
    ],
    [
      'the sort key of another time',
      { ...good, placedKey: good.placedKey.replace('2026', '2025') },
      /wrong placedKey/,
    ],
    ['nothing at all', {}, /damaged/],
  ])('is refused with %s, in words without its values', (_, item, reason) => {
    expect(reasonOf(item)).toMatch(reason);
    expect(reasonOf(item)).not.toMatch(/CUST-\d|ORD-\d|LOST|4111|JKT/);
  });
});
