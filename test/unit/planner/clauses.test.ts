import { clausesOf } from '../../../emulator/planner/language/clauses';

const verbs = new Set(['cancel', 'return']);
const textsOf = (text: string) => clausesOf(text, verbs).map((clause) => clause.text.trim());

it.each(['appointments with Dr. Okafor', 'loans of Mrs. Hale in May', 'what did J. Smith borrow?'])(
  'lets no abbreviation end a sentence: %s',
  (text) => {
    expect(textsOf(text)).toEqual([text]);
  },
);

it('ends a sentence at a point after any other word', () => {
  expect(textsOf('Show me the list. Cancel the first')).toHaveLength(2);
});

it.each([
  ['cancel it because of "quotes" & <b>', '"quotes" & <b>'],
  ['cancel it because "too late"', 'too late'],
  ['cancel it because “too late”, please', 'too late'],
  ['cancel it because of the "new" one', 'the "new" one'],
])('keeps the quotation marks within a reason: %s', (text, because) => {
  expect(clausesOf(text, verbs).find((clause) => clause.because)?.because).toBe(because);
});
