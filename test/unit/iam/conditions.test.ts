import fc from 'fast-check';
import { clausesOf } from '../../../emulator/iam/policy/condition';
import { contextOf } from '../../../emulator/iam/policy/context';
import { operators } from '../../../emulator/iam/policy/operators';
import { patternOf } from '../../../emulator/iam/policy/pattern';

type Values = string | readonly string[] | undefined;

function holds(operator: string, wanted: Values | boolean | number, actual: Values): boolean {
  const clauses = clausesOf({ [operator]: { 'Aws:Key': wanted } }, 'Condition', true);
  const context = contextOf({ 'aws:key': actual, 'aws:username': 'mary' });
  return clauses.every((clause) => clause.holds(context));
}

it.each<[operator: string, wanted: Values | boolean | number, actual: Values, expected: boolean]>([
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringEquals', 'a*', 'ab', false],
  ['StringEquals', 'a', 'A', false],
  ['StringEquals', `\${aws:username}`, 'mary', true],
  ['StringEqualsIgnoreCase', 'a', 'A', true],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringNotEquals', ['a', 'b'], 'c', true],
  ['StringNotEqualsIgnoreCase', 'a', 'A', false],
  ['StringLike', 'a*d?', 'abcde', true],
  ['StringLike', 'a.c', 'abc', false],
  ['StringNotLike', 'a*', 'abc', false],
  ['NumericLessThan', 1.2, '1.3', false],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericGreaterThan', '9', '10', true],
  ['NumericGreaterThanEquals', '11', '10', false],
  ['NumericEquals', '1.0', '1', true],
  ['NumericNotEquals', '1', '1', false],
  ['NumericEquals', '0', '', false],
  ['DateLessThan', '2026-11-21T00:00:00Z', '2026-11-20T23:59:59Z', true],
  ['DateGreaterThan', '1700000000', '2026-11-20T23:59:59Z', true],
  ['Bool', 'true', 'true', true],
  ['Bool', false, 'true', false],
  ['BinaryEquals', 'QQ==', 'QQ==', true],
  ['IpAddress', '10.0.0.0/8', '10.9.8.7', true],
  ['IpAddress', '10.0.0.0/8', '11.9.8.7', false],
  ['IpAddress', '2001:db8::/32', '2001:db8::1', true],
  ['IpAddress', '10.0.0.0/8', '2001:db8::1', false],
  ['NotIpAddress', ['10.0.0.0/8', '127.0.0.1'], '127.0.0.1', false],
  ['ArnLike', 'arn:aws:bedrock:*:1:agent/*', 'arn:aws:bedrock:us-east-1:1:agent/A', true],
  ['ArnLike', 'arn:aws:bedrock:*:agent/*:x', 'arn:aws:bedrock:us-east-1:1:agent/A', false],
  ['ArnEquals', 'arn:aws:s3:::a*', 'arn:aws:s3:::abc/d', true],
  ['ArnNotLike', 'arn:aws:s3:::a*', 'arn:aws:s3:::abc', false],
  ['Null', 'true', undefined, true],
  ['Null', 'false', undefined, false],
  ['Null', 'false', 'a', true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'a'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringEquals', 'a', undefined, true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['x', 'a'], true],
  ['ForAnyValue:StringEquals', 'a', ['x'], false],
  ['ForAnyValue:StringEquals', 'a', undefined, false],
  ['ForAnyValue:StringNotEquals', 'a', ['a', 'b'], true],
  ['ForAllValues:StringNotLike', 'a*', ['b', 'ab'], false],
])('%s %j of %j is %s', (operator, wanted, actual, expected) => {
  expect(holds(operator, wanted, actual)).toBe(expected);
});

/** One value that each operator takes. */
const sample = (name: string): string =>
  name.startsWith('Numeric')
    ? '1'
    : name.startsWith('Date')
      ? '2026-11-21T00:00:00Z'
      : name === 'Bool'
        ? 'true'
        : name.includes('Ip')
          ? '10.0.0.0/8'
          : 'arn:aws:s3:::a';

describe.each([...operators.keys()])('%s', (name) => {
  const isNegated = name.includes('Not');

  it('of a key that is absent holds only when it is negated, or asks with IfExists', () => {
    expect(holds(name, sample(name), undefined)).toBe(isNegated);
    expect(holds(`${name}IfExists`, sample(name), undefined)).toBe(true);
  });

  it('with IfExists is the same for a key that is there', () => {
    fc.assert(
      fc.property(fc.string(), (actual) => {
        expect(holds(`${name}IfExists`, sample(name), actual)).toBe(holds(name, sample(name), actual));
      }),
      { numRuns: 30 },
    );
  });
});

describe('over any text', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['StringEquals', 'StringNotEquals'],
    ['StringLike', 'StringNotLike'],
    ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ];

  it.each(pairs)('%s and %s are opposites', (positive, negative) => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 3 }), fc.string(), (wanted, actual) => {
        expect(holds(positive, wanted, actual)).toBe(!holds(negative, wanted, actual));
      }),
    );
  });

  it('text without wildcards matches itself and nothing else', () => {
    const options = { wildcards: true, variables: false };
    const plain = fc.string().filter((text) => !/[*?]/.test(text));
    fc.assert(
      fc.property(plain, plain, (text, other) => {
        expect(patternOf(text, options).matches(other, () => undefined)).toBe(text === other);
      }),
    );
  });

  it('a star stands for whatever was cut out, and a question mark for one character', () => {
    const plain = fc.string({ unit: 'binary-ascii' }).filter((text) => !/[*?$]/.test(text));
    fc.assert(
      fc.property(plain, plain, plain, (before, within, after) => {
        const options = { wildcards: true, variables: true };
        const whole = before + within + after;
        expect(patternOf(`${before}*${after}`, options).matches(whole, () => undefined)).toBe(true);
        const marks = `${before}${'?'.repeat(within.length)}${after}`;
        expect(patternOf(marks, options).matches(whole, () => undefined)).toBe(true);
        expect(patternOf(`${marks}?`, options).matches(whole, () => undefined)).toBe(false);
      }),
    );
  });

  it("a variable's value is text, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, actual) => {
        const pattern = patternOf(`\${aws:username}`, { wildcards: true, variables: true });
        expect(pattern.matches(actual, contextOf({ 'aws:username': value }))).toBe(actual === value);
      }),
    );
  });

  it('in the first five parts of an ARN a star does not reach over a colon', () => {
    const part = fc.stringMatching(/^[a-z0-9-]{0,6}$/);
    fc.assert(
      fc.property(part, part, fc.stringMatching(/^[a-z:/]{0,9}$/), (region, account, resource) => {
        const arn = (text: string) => patternOf(text, { wildcards: true, variables: false, isArn: true });
        const value = `arn:aws:x:${region}:${account}:${resource}`;
        expect(arn(`arn:aws:x:*:*:*`).matches(value, () => undefined)).toBe(true);
        expect(arn(`arn:aws:x:*:${resource}::`).matches(value, () => undefined)).toBe(false);
      }),
    );
  });
});
