import type { NormalizedSchema } from '@smithy/core/schema';
import { ServiceError } from '../front-door/operation';
import { notImplemented } from '../front-door/route';

/** What is wrong with a value, or undefined. */
type Check = (value: unknown) => string | undefined;

/**
 * Refuses an input whose structure is not its operation's, in DynamoDB's words, and takes out what counts as absent:
 * members that are null, and those that the operation does not have, lest IAM decides by what nothing else reads.
 * dynalite is lenient about what it does not expect, and throws in its callbacks, where nobody can catch it. What can
 * be converted is left to dynalite.
 */
export function inputTypes(schema: NormalizedSchema): (input: object) => void {
  const check = checkOf(schema, new Map());
  return (input) => {
    const problem = check(input);
    if (problem === undefined) return;
    throw new ServiceError('SerializationException', problem, {
      fields: { __type: 'com.amazon.coral.service#SerializationException' },
    });
  };
}

const misplaced = 'Start of structure or map found where not expected';
const noNull = 'A list or map holds null where it must hold a value';
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function checkOf(schema: NormalizedSchema, known: Map<string, Check>): Check {
  if (schema.isStructSchema()) return structCheck(schema, known);
  if (schema.isListSchema()) return listCheck(checkOf(schema.getValueSchema(), known));
  if (schema.isMapSchema()) return mapCheck(checkOf(schema.getValueSchema(), known));
  return schema.isStringSchema() ? (value) => scalar(value) ?? text(value) : scalar;
}

const scalar: Check = (value) =>
  Array.isArray(value) ? 'Unrecognized collection type' : isObject(value) ? misplaced : undefined;

const text: Check = (value) =>
  typeof value === 'string' ? undefined : `${kindOf(value)} cannot be converted to String`;

const kindOf = (value: unknown): string =>
  typeof value === 'boolean'
    ? `${String(value).toUpperCase()}_VALUE`
    : Number.isInteger(value)
      ? 'NUMBER_VALUE'
      : 'DECIMAL_VALUE';

/** Structures hold themselves, as AttributeValue does, so their members are looked at when they are first needed. */
function structCheck(schema: NormalizedSchema, known: Map<string, Check>): Check {
  const name = schema.getName(true) ?? '';
  const before = known.get(name);
  if (before) return before;
  let members: ReadonlyMap<string, Check> | undefined;
  const check: Check = (value) => {
    if (!isObject(value)) return 'Unexpected value type in payload';
    if (Array.isArray(value)) return `Unrecognized collection type class ${name.replace('#', '.')}`;
    members ??= new Map([...schema.structIterator()].map(([member, of]) => [member, checkOf(of, known)]));
    for (const [member, item] of Object.entries(value)) {
      const checkMember = item === null ? undefined : members.get(member);
      const problem = checkMember?.(item);
      if (problem !== undefined) return problem;
      if (!checkMember) delete (value as Record<string, unknown>)[member];
    }
    return undefined;
  };
  known.set(name, check);
  return check;
}

const listCheck =
  (check: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return isObject(value) ? misplaced : 'Unexpected field type';
    return first(value, check);
  };

const mapCheck =
  (check: Check): Check =>
  (value) => {
    if (!isObject(value)) return 'Unexpected field type';
    if (Array.isArray(value)) return 'Unrecognized collection type';
    // dynalite would set the prototype of its own objects by it.
    if (Object.hasOwn(value, '__proto__')) throw notImplemented('names like __proto__ in maps of dynamodb');
    return first(Object.values(value), check);
  };

function first(values: readonly unknown[], check: Check): string | undefined {
  for (const value of values) {
    const problem = value === null ? noNull : check(value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
