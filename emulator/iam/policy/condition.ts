import type { Context } from './context';
import { type Comparison, operators } from './operators';
import { PolicyError } from './policy-error';

/** One operator with one key: `StringEquals` on `aws:SourceAccount`. */
export interface Clause {
  readonly operator: string;
  /** As the policy spells it. */
  readonly key: string;
  readonly values: readonly string[];
  /** Keys of the policy variables in the values, in lower case. */
  readonly variables: readonly string[];
  holds(context: Context): boolean;
}

type Quantifier = 'ForAllValues' | 'ForAnyValue' | undefined;

/** All clauses of a Condition element: they must all hold. Throws PolicyError for one that cannot be evaluated. */
export function clausesOf(condition: unknown, at: string, variables: boolean): Clause[] {
  if (condition === undefined) return [];
  return entriesOf(condition, at).flatMap(([operator, block]) =>
    entriesOf(block, `${at}.${operator}`).map(([key, values]) =>
      clauseOf(operator, key, textsOf(values, `${at}.${operator}.${key}`), `${at}.${operator}`, variables),
    ),
  );
}

function clauseOf(
  name: string,
  key: string,
  values: readonly string[],
  at: string,
  variables: boolean,
): Clause {
  const [, prefix, base = '', suffix] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(name) ?? [];
  const lowerKey = key.toLowerCase();
  const clause = { operator: name, key, values };
  if (base === 'Null' && !prefix && !suffix) {
    const wanted = values.map((value) => value.toLowerCase());
    if (wanted.length !== 1 || !/^(true|false)$/.test(wanted[0] ?? '')) {
      throw new PolicyError(`${at}.${key}`, 'Null takes true or false');
    }
    const isAbsent = wanted[0] === 'true';
    return { ...clause, variables: [], holds: (context) => (context(lowerKey) === undefined) === isAbsent };
  }
  const operator = operators.get(base);
  if (!operator) throw new PolicyError(at, `the emulator does not know the condition operator ${name}`);
  const comparisons = values.map((value) => {
    const comparison = operator.comparison(value, variables);
    if (!comparison) throw new PolicyError(`${at}.${key}`, `${base} cannot take ${JSON.stringify(value)}`);
    return comparison;
  });
  const { isNegated } = operator;
  const quantifier = prefix as Quantifier;
  return {
    ...clause,
    variables: comparisons.flatMap(({ pattern }) => pattern?.variables ?? []),
    holds(context) {
      const actual = context(lowerKey);
      if (actual === undefined) {
        if (suffix || quantifier === 'ForAllValues') return true;
        return isNegated && quantifier === undefined;
      }
      return compare(actual, comparisons, isNegated, quantifier, context);
    },
  };
}

/** Several values of the policy are alternatives; of a negated operator none may match. */
function compare(
  actual: readonly string[],
  comparisons: readonly Comparison[],
  isNegated: boolean,
  quantifier: Quantifier,
  context: Context,
): boolean {
  const fits = (value: string) => comparisons.some((comparison) => comparison(value, context)) !== isNegated;
  if (quantifier === 'ForAllValues') return actual.every(fits);
  if (quantifier === 'ForAnyValue') return actual.some(fits);
  return isNegated ? actual.every(fits) : actual.some(fits);
}

function entriesOf(value: unknown, at: string): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new PolicyError(at, 'must be an object');
}

/** One text or several; numbers and booleans are spelt out, as IAM takes them. */
export function textsOf(value: unknown, at: string): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'number' || typeof item === 'boolean') return String(item);
    throw new PolicyError(at, `must be text, not ${JSON.stringify(item)}`);
  });
}
