import * as fc from 'fast-check';
import { Identifier } from '../../../emulator/planner/contract/identifier';

const found = (pattern: string, text: string) =>
  new Identifier(pattern, undefined).find(text).map(({ value }) => value);
const malformed = (pattern: string, text: string) => {
  const identifier = new Identifier(pattern, undefined);
  return identifier.malformed(text, identifier.find(text)).map(({ value }) => value);
};

test.each([
  ['^LN-\\d{5}$', 'renew ln-20001 and LN 20002, ln20003.', ['LN-20001', 'LN-20002', 'LN-20003']],
  ['^LN-\\d{5}$', "LN-20001's", ['LN-20001']],
  ['^LN-\\d{5}$', 'LN-200011, XLN-20001, LN-2000, LN-20001-5', []],
  ['^[A-Z]{3}\\d{2}$', 'is abc12 there', ['ABC12']],
  ['^[0-9a-f]{4}$', 'BEEF and cafe!', ['beef', 'cafe']],
  ['^(a|b)+$', 'say ab twice', ['ab']],
  ['^\\d{4}-[A-Z]\\d+$', '2026-k7', ['2026-K7']],
])('finds %s in “%s”', (pattern, text, values) => expect(found(pattern, text)).toEqual(values));

test.each([
  ['LN-12', ['LN-12']],
  ['ln-2000x and LN-20001', ['ln-2000x']],
  ['what does LN mean', []],
  ['LN-200011', ['LN-200011']],
])('knows what is malformed in “%s”', (text, values) =>
  expect(malformed('^LN-\\d{5}$', text)).toEqual(values),
);

test.each([
  ['^LN-\\d{5}$', 'LN- and five digits'],
  ['^[A-Z]{3}\\d{2}$', 'three letters and two digits'],
  ['^X\\d{2,4}$', 'X and 2 to 4 digits'],
  ['^(a|b)+$', ''],
])('describes %s', (pattern, shape) => expect(new Identifier(pattern, undefined).shape).toBe(shape));

test('completes what has one variable part', () => {
  const identifier = new Identifier('^LN-\\d{5}$', undefined);
  expect(identifier.complete('20001')).toBe('LN-20001');
  expect(identifier.complete('2000')).toBeUndefined();
  expect(new Identifier('^[A-Z]{2}-\\d{2}$', undefined).complete('12')).toBeUndefined();
});

test('finds only what fits the pattern, whatever the text', () => {
  const patterns = ['^LN-\\d{5}$', '^[A-Z]{3}\\d{2}$', '^[0-9a-f]{4}$', '^\\w{2,3}:[xyz]+$'];
  fc.assert(
    fc.property(
      fc.constantFrom(...patterns),
      fc.string({ unit: 'grapheme' }),
      fc.string(),
      (pattern, a, b) => {
        for (const value of found(pattern, `${a} ln-12345 abc12 ${b}`))
          expect(value).toMatch(new RegExp(pattern));
      },
    ),
  );
});
