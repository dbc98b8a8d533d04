import type { FilterAttribute, RetrievalFilter } from '@aws-sdk/client-bedrock-agent-runtime';
import { ServiceError } from '../../front-door/operation';
import type { Attributes, AttributeValue } from '../metadata/attributes';

export type StoreType = 'S3_VECTORS' | 'OPENSEARCH_SERVERLESS' | (string & {});

type Test = (attributes: Attributes) => boolean;
type Value = AttributeValue | undefined;

interface Operator {
  /** What the filter's value must be, in words, and whether it is. */
  readonly takes: string;
  readonly fits: (value: unknown) => boolean;
  readonly holds: (found: Value, value: never) => boolean;
}

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
const isNumber = (value: unknown) => typeof value === 'number';
const isText = (value: unknown) => typeof value === 'string';
const isList = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isScalar);

/** A list equals each of its members, as S3 Vectors compares (`$eq`); OpenSearch does the same with arrays. */
const same = (found: Value, value: unknown): boolean =>
  Array.isArray(found) ? found.includes(value as string) : found === value;
const compare = (holds: (found: number, value: number) => boolean): Operator => ({
  takes: 'a number',
  fits: isNumber,
  holds: (found, value) => typeof found === 'number' && holds(found, value),
});
const scalar = { takes: 'a string, a number or a boolean', fits: isScalar };
const list = { takes: 'a list of strings, numbers or booleans', fits: isList };
const text = { takes: 'a string', fits: isText };

const operators: Readonly<Record<string, Operator>> = {
  equals: { ...scalar, holds: (found, value: unknown) => found !== undefined && same(found, value) },
  notEquals: { ...scalar, holds: (found, value: unknown) => found === undefined || !same(found, value) },
  greaterThan: compare((found, value) => found > value),
  greaterThanOrEquals: compare((found, value) => found >= value),
  lessThan: compare((found, value) => found < value),
  lessThanOrEquals: compare((found, value) => found <= value),
  in: {
    ...list,
    holds: (found, values: readonly unknown[]) =>
      found !== undefined && values.some((value) => same(found, value)),
  },
  notIn: {
    ...list,
    holds: (found, values: readonly unknown[]) => !values.some((value) => same(found, value)),
  },
  startsWith: {
    ...text,
    holds: (found, value: string) => typeof found === 'string' && found.startsWith(value),
  },
  listContains: { ...text, holds: (found, value: string) => Array.isArray(found) && found.includes(value) },
  stringContains: {
    ...text,
    holds: (found, value: string) =>
      typeof found === 'string'
        ? found.includes(value)
        : Array.isArray(found) && found.some((item) => item.includes(value)),
  },
};

/**
 * `startsWith` is documented for OpenSearch Serverless alone (API reference, RetrievalFilter), and S3 Vectors has
 * no operator that looks into a string (S3 user guide, s3-vectors-metadata-filtering). AWS is said to ignore what a
 * store lacks; here it is refused, since an ignored filter shows what it was meant to hide.
 */
const lacking: Readonly<Record<string, ReadonlySet<string>>> = {
  S3_VECTORS: new Set(['startsWith', 'stringContains']),
};

/** A test of attributes. Throws ValidationException for what the store does not have or the operator not take. */
export function filterOf(filter: RetrievalFilter, store: StoreType, at = 'filter'): Test {
  const [member, ...more] = Object.entries(filter).filter(([, value]) => value !== undefined);
  if (!member || more.length > 0) throw invalid(`${at} must have exactly one member`);
  const [name, operand] = member;
  if (name === 'andAll' || name === 'orAll') {
    const filters = operand as readonly RetrievalFilter[];
    if (filters.length < 2) throw invalid(`${at}.${name} must have at least two filters`);
    const tests = filters.map((inner, index) => filterOf(inner, store, `${at}.${name}[${index}]`));
    return name === 'andAll'
      ? (attributes) => tests.every((test) => test(attributes))
      : (attributes) => tests.some((test) => test(attributes));
  }
  const operator = operators[name];
  if (!operator) throw invalid(`${at}.${name} is no operator: there are ${operatorNames.join(', ')}`);
  if (lacking[store]?.has(name)) {
    throw invalid(`${at}.${name} is not supported by the knowledge base's store, ${store}`);
  }
  const { key = '', value } = operand as FilterAttribute;
  if (key === '') throw invalid(`${at}.${name}.key is empty`);
  if (!operator.fits(value)) throw invalid(`${at}.${name}.value must be ${operator.takes}`);
  return (attributes) => operator.holds(attributes[key], value as never);
}

const operatorNames = [...Object.keys(operators), 'andAll', 'orAll'];

const invalid = (problem: string): ServiceError => new ServiceError('ValidationException', problem);
