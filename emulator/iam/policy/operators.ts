import { BlockList, isIP } from 'node:net';
import type { Context } from './context';
import { type Pattern, patternOf } from './pattern';

/** Whether a value of the request is as one value of the policy says. */
export type Comparison = ((actual: string, context: Context) => boolean) & { readonly pattern?: Pattern };

export interface Operator {
  readonly isNegated: boolean;
  /** Reads one value of the policy. Undefined when the operator cannot take it. */
  comparison(wanted: string, variables: boolean): Comparison | undefined;
}

const plain = (comparison: Operator['comparison']): Operator => ({ isNegated: false, comparison });
const not = ({ comparison }: Operator): Operator => ({ isNegated: true, comparison });

const text = (options: { readonly wildcards?: boolean; readonly ignoreCase?: boolean }): Operator =>
  plain((wanted, variables) => {
    const pattern = patternOf(wanted, { wildcards: false, ...options, variables });
    return Object.assign((actual: string, context: Context) => pattern.matches(actual, context), { pattern });
  });

/** ArnEquals and ArnLike behave identically (IAM user guide). */
const arn = plain((wanted, variables) => {
  if (wanted !== '*' && wanted.split(':').length < 6) return undefined;
  const pattern = patternOf(wanted, { wildcards: true, variables, isArn: true });
  return Object.assign((actual: string, context: Context) => pattern.matches(actual, context), { pattern });
});

type Compare = (actual: number, wanted: number) => boolean;
/** Dates of ISO 8601 and plain numbers; not what else JavaScript would read, such as `January 1` or `0x10`. */
const isWritten = /^(?:\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|[+-]?\d+(?:\.\d+)?)$/;
const compared = (read: (value: string) => number, compare: Compare): Operator =>
  plain((wanted) => {
    const limit = isWritten.test(wanted) ? read(wanted) : Number.NaN;
    return Number.isNaN(limit) ? undefined : (actual) => compare(read(actual), limit);
  });

const number = (value: string): number => (value.trim() === '' ? Number.NaN : Number(value));
/** Milliseconds, of an ISO 8601 date or of seconds since 1970. */
const date = (value: string): number => (/^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value));

const comparisons: readonly [name: string, compare: Compare][] = [
  ['Equals', (actual, wanted) => actual === wanted],
  ['LessThan', (actual, wanted) => actual < wanted],
  ['LessThanEquals', (actual, wanted) => actual <= wanted],
  ['GreaterThan', (actual, wanted) => actual > wanted],
  ['GreaterThanEquals', (actual, wanted) => actual >= wanted],
];
const ordered = (kind: string, read: (value: string) => number): [string, Operator][] => [
  ...comparisons.map(([name, compare]): [string, Operator] => [`${kind}${name}`, compared(read, compare)]),
  [`${kind}NotEquals`, not(compared(read, (actual, wanted) => actual === wanted))],
];

const bool = plain((wanted) => {
  const expected = wanted.toLowerCase();
  return expected === 'true' || expected === 'false'
    ? (actual) => actual.toLowerCase() === expected
    : undefined;
});

const binary = plain((wanted) => (actual) => actual === wanted);

const ip = plain((wanted) => {
  const [address = '', length] = wanted.split('/');
  const version = isIP(address);
  const prefix = length === undefined ? (version === 6 ? 128 : 32) : Number(length || Number.NaN);
  if (version === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > (version === 6 ? 128 : 32)) {
    return undefined;
  }
  const range = new BlockList();
  range.addSubnet(address, prefix, version === 6 ? 'ipv6' : 'ipv4');
  return (actual) => isIP(actual) > 0 && range.check(actual, isIP(actual) === 6 ? 'ipv6' : 'ipv4');
});

/** Every condition operator of IAM but Null, which asks for the key alone. */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', text({})],
  ['StringNotEquals', not(text({}))],
  ['StringEqualsIgnoreCase', text({ ignoreCase: true })],
  ['StringNotEqualsIgnoreCase', not(text({ ignoreCase: true }))],
  ['StringLike', text({ wildcards: true })],
  ['StringNotLike', not(text({ wildcards: true }))],
  ...ordered('Numeric', number),
  ...ordered('Date', date),
  ['Bool', bool],
  ['BinaryEquals', binary],
  ['IpAddress', ip],
  ['NotIpAddress', not(ip)],
  ['ArnEquals', arn],
  ['ArnLike', arn],
  ['ArnNotEquals', not(arn)],
  ['ArnNotLike', not(arn)],
]);
