import { propertiesOf } from '../../../emulator/planner/contract/answer';
import { sentenceOf } from '../../../emulator/planner/phrasing/phrases';

// A verb in the present is one already, and takes no "is" before it.
test.each([
  ['startsAt', 'The visit starts on 1 December 2026 at 09:00 UTC.'],
  ['placedAt', 'The visit was placed on 1 December 2026 at 09:00 UTC.'],
])('says %s as a verb', (name, expected) => {
  const schema = { type: 'string', format: 'date-time' } as const;
  const [property] = propertiesOf({ type: 'object', properties: { [name]: schema } });
  if (!property) throw new Error('No property');
  expect(sentenceOf('the visit', property, '2026-12-01T09:00:00Z')).toBe(expected);
});
