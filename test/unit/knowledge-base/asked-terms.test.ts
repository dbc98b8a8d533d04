import { askedTerms } from '../../../emulator/knowledge-base/embedding/synonyms';
import { termsOf } from '../../../emulator/knowledge-base/embedding/terms';

it.each([
  ['payment', 'pay'],
  ['expiry', 'expired'],
  ['installments', 'instalment'],
  ['colour', 'colors'],
  ['bought', 'buying'],
  ['forgotten', 'forgot'],
  ['children', 'child'],
  ['programme', 'programs'],
  ['e-mail', 'email'],
  ['delivery', 'delivered'],
  ['centre', 'center'],
  ['organise', 'organized'],
])('takes %s and %s for the same word', (one, other) => {
  expect(termsOf(one)).toEqual(termsOf(other));
  expect(termsOf(one)).toHaveLength(1);
});

it.each([
  ['customs', 'customers'],
  ['story', 'store'],
])('keeps %s and %s apart', (one, other) => {
  expect(termsOf(one)).not.toEqual(termsOf(other));
});

it('asks for what a turn of phrase means, without the words of asking', () => {
  expect(askedTerms('How do I get my money back?')).toEqual(termsOf('refund'));
  expect(askedTerms('Can I send it back?')).toEqual(termsOf('return'));
  expect(askedTerms('Where do I pick up my parcel?')).toEqual(termsOf('collect parcel'));
});
