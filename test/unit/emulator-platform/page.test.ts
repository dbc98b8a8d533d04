import { page } from '../../../emulator/bedrock-agent/page';

const all = Array.from({ length: 25 }, (_, index) => `item-${index}`);
const pageOf = (request: Parameters<typeof page>[2]) => page(all, (item) => item, request);

it('has ten members unless another number is asked for, and the last page no token', () => {
  const first = pageOf({});
  expect(first.items).toEqual(all.slice(0, 10));
  const second = pageOf({ nextToken: first.nextToken });
  expect(second.items).toEqual(all.slice(10, 20));
  expect(pageOf({ nextToken: second.nextToken })).toEqual({ items: all.slice(20) });
  expect(pageOf({ maxResults: 25 })).toEqual({ items: all });
});

it.each([0, 1001, 1.5])('of %d members is refused', (maxResults) => {
  expect(() => pageOf({ maxResults })).toThrow('Member must be between 1 and 1000');
});
