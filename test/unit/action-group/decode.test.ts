import fc from 'fast-check';
import * as z from 'zod/mini';
import { parseBracketText } from '../../../functions/action-group/decoding/bracket-text';
import { decode, Undecodable } from '../../../functions/action-group/decoding/decode';
import { isExact, isExactJson } from '../../../functions/action-group/decoding/numbers';
import { javaText } from '../../kit/foreign-text';

const rows = z.array(z.strictObject({ name: z.string(), count: z.int(), open: z.optional(z.boolean()) }));
const refused = Symbol('refused');
const tried = (schema: z.ZodMiniType, value: unknown, readOnly = true) => {
  const decoded = decode(schema, value, readOnly);
  return decoded instanceof Undecodable ? refused : decoded;
};

describe('scalars', () => {
  it.each<[string, z.ZodMiniType, string, unknown]>([
    ['text stays as it is, digits and spaces included', z.string(), ' 0042 ', ' 0042 '],
    ['text that looks like JSON stays text', z.string(), '{"a":1}', '{"a":1}'],
    ['an integer', z.int(), '20', 20],
    ['an integer with spaces around', z.int(), ' -7\n', -7],
    ['an integer by a check', z.number().check(z.int()), '20', 20],
    ['an integer with a fraction', z.int(), '20.0', refused],
    ['an integer with a leading zero', z.int(), '007', refused],
    ['a hexadecimal integer', z.int(), '0x10', refused],
    ['no integer', z.int(), '', refused],
    ['an integer in words', z.int(), 'twenty', refused],
    ['an integer beyond what a number holds', z.int(), '9876543210987654321', refused],
    ['a number', z.number(), '1.25e2', 125],
    ['a number that would be rounded', z.number(), '0.12345678901234567890', refused],
    ['a number that would become infinite', z.number(), '1e999', refused],
    ['a number that would become zero', z.number(), '1e-999', refused],
    ['no number', z.number(), '  ', refused],
    ['NaN', z.number(), 'NaN', refused],
    ['true', z.boolean(), 'true', true],
    ['True, as Python writes it', z.boolean(), 'True', true],
    ['False, as Python writes it', z.boolean(), 'False', false],
    ['yes', z.boolean(), 'yes', refused],
    ['a boolean that is missing', z.boolean(), '', refused],
    ['an optional with a default', z._default(z.optional(z.int()), 3), '4', 4],
    ['one of numbers', z.literal([1, 2]), '2', 2],
    ['one of numbers that is not among them', z.literal([1, 2]), '3', '3'],
    ['a union, by the first that fits', z.union([z.int(), z.boolean()]), 'false', false],
    ['a union that nothing fits', z.union([z.int(), z.boolean()]), 'perhaps', 'perhaps'],
  ])('%s', (_, schema, text, value) => {
    expect(tried(schema, text)).toEqual(value);
  });

  it('takes native JSON values as they are, unless their digits are gone already', () => {
    expect(tried(z.int(), 20)).toBe(20);
    expect(tried(z.boolean(), false)).toBe(false);
    expect(tried(z.array(z.int()), [1, 2])).toEqual([1, 2]);
    expect(tried(z.int(), 2 ** 53)).toBe(refused);
    expect(tried(rows, [{ name: 'a', count: 2 ** 60 }])).toBe(refused);
  });

  it('never changes a number: what it gives is what the text says', () => {
    const text = fc.oneof(
      fc.bigInt().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.tuple(fc.bigInt(), fc.nat(10 ** 9)).map(([whole, part]) => `${whole}.${part}`),
      fc.tuple(fc.integer(), fc.integer({ min: -400, max: 400 })).map(([m, e]) => `${m}e${e}`),
    );
    fc.assert(
      fc.property(text, (written) => {
        const decoded = tried(z.number(), written);
        if (decoded === refused) return !isExact(written);
        return sameDecimal(written, String(decoded));
      }),
    );
  });
});

describe('arrays and objects', () => {
  it.each<[string, z.ZodMiniType, string, unknown]>([
    ['JSON', rows, '[{"name":"a, b","count":1}]', [{ name: 'a, b', count: 1 }]],
    ['JSON over several lines', rows, '\n  [\n  {"name": "a", "count": 1}\n ]\n', [{ name: 'a', count: 1 }]],
    ['bare brackets', z.array(z.string()), '[FHIR, HL7 CDA]', ['FHIR', 'HL7 CDA']],
    ['bare brackets around booleans', z.array(z.boolean()), '[True, False]', [true, false]],
    ['nothing in brackets', z.array(z.string()), '[ ]', []],
    ['a single text is no list', z.array(z.string()), 'FHIR', refused],
    ['a hole in a list', z.array(z.string()), '[a, , b]', refused],
    ['a list that does not end', z.array(z.string()), '[a, b', refused],
    ['more after the list', z.array(z.string()), '[a] [b]', refused],
    ['a Python list, whose quotes are no text', z.array(z.string()), "['a', 'b']", refused],
    [
      "Java's text",
      rows,
      '[{name=Organic Search, count=80507}, {name=http://h?a=b, count=2, open=true}]',
      [
        { name: 'Organic Search', count: 80507 },
        { name: 'http://h?a=b', count: 2, open: true },
      ],
    ],
    [
      "Java's text with a nested list",
      z.strictObject({ of: z.array(z.int()) }),
      '{of=[1, 2]}',
      { of: [1, 2] },
    ],
    ["Java's text with a name twice", rows, '[{name=a, name=b}]', refused],
    ["Java's text without a value", rows, '[{name=a, count}]', refused],
    ['digits that JSON would lose', z.array(z.number()), '[9876543210987654321]', refused],
    ['digits within a text of JSON', z.array(z.string()), '["9876543210987654321"]', ['9876543210987654321']],
    ['a number instead of a list', z.array(z.string()), '7', refused],
  ])('%s', (_, schema, text, value) => {
    expect(tried(schema, text)).toEqual(value);
  });

  it('takes no guess for an operation that changes something', () => {
    expect(tried(rows, '[{name=a, count=1}]', false)).toBe(refused);
    expect(tried(z.array(z.string()), '[a, {b=1}]', false)).toBe(refused);
    expect(tried(z.array(z.string()), '[a, b]', false)).toEqual(['a', 'b']);
    expect(tried(rows, '[{"name":"a","count":1}]', false)).toEqual([{ name: 'a', count: 1 }]);
  });

  it('keeps names such as __proto__ what they are: names', () => {
    const decoded = tried(z.record(z.string(), z.string()), '{__proto__=x, a=b}') as object;
    expect(Object.entries(decoded)).toEqual([
      ['__proto__', 'x'],
      ['a', 'b'],
    ]);
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  });

  it('reads back what Java wrote, where no text holds a sign of its own', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._:/-]{0,12}[A-Za-z0-9]$/);
    const row = fc.record({ name: word, count: fc.integer(), open: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (written) => {
        expect(tried(rows, javaText(written))).toEqual(written);
      }),
    );
  });

  it('reads any text without a throw', () => {
    const sign = fc.constantFrom('[', ']', '{', '}', ',', '=', ' ', 'a', '"', "'", '\n', '\\');
    const signs = fc.string({ unit: sign });
    fc.assert(
      fc.property(fc.oneof(signs, fc.string({ unit: 'binary' })), (text) => {
        parseBracketText(text);
        isExactJson(text);
        tried(rows, text);
      }),
      { numRuns: 5_000 },
    );
    expect(tried(rows, '['.repeat(100_000))).toBe(refused);
  });
});

/** Compares two decimals without ever making numbers of them. */
function sameDecimal(a: string, b: string): boolean {
  const parts = (text: string) => {
    const [, sign = '', whole = '', fraction = '', exponent = '0'] =
      /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
    return {
      negative: sign === '-',
      digits: BigInt(whole + fraction),
      exponent: Number(exponent) - fraction.length,
    };
  };
  const [x, y] = [parts(a), parts(b)];
  if (x.digits === 0n || y.digits === 0n) return x.digits === y.digits;
  const lowest = Math.min(x.exponent, y.exponent);
  const scaled = ({ digits, exponent }: { digits: bigint; exponent: number }) =>
    digits * 10n ** BigInt(exponent - lowest);
  return x.negative === y.negative && scaled(x) === scaled(y);
}
