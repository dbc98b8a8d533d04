import type { SchemaObject } from 'openapi3-ts/oas30';
import { type $ZodType, type $ZodTypes, globalRegistry, registry, toJSONSchema } from 'zod/v4/core';

/** A contract says something that an OpenAPI 3.0.0 document for Bedrock cannot. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  constructor(
    /** Where in the contract, as a JSON pointer, for example `/operations/getThing/queryParameters/properties/x`. */
    readonly path: string,
    readonly problem: string,
    readonly mend: string,
  ) {
    super(`${path}: ${problem}. ${mend}`);
  }
}

type Direction = 'input' | 'output';
type Value = string | number | boolean;

interface Place {
  readonly path: string;
  readonly io: Direction;
  readonly ancestors: readonly $ZodType[];
}

/** Annotations that OpenAPI 3.0 has too; all others (`id`, `examples`, …) would make the document invalid. */
const annotations = ['title', 'description', 'example', 'deprecated'] as const;

/** Formats that readers of OpenAPI know: the name says what the long pattern says, in fewer bytes. */
const namedFormats = new Set(['date', 'date-time', 'email', 'uuid', 'uri', 'ipv4', 'ipv6']);

const refused: Partial<Record<$ZodTypes['_zod']['def']['type'], readonly [problem: string, mend: string]>> = {
  any: ['an untyped value', 'Say what it is: the model learns a value from its type'],
  unknown: ['an untyped value', 'Say what it is: the model learns a value from its type'],
  record: ['a map with free keys', 'Use an array of objects with a key and a value'],
  map: ['a Map', 'Use an array of objects with a key and a value'],
  set: ['a Set', 'Use an array'],
  tuple: ['a tuple', 'Use an object with named properties, or an array of one type'],
  intersection: ['an intersection', 'Declare one object with all the properties'],
  date: ['a Date', 'Use z.iso.datetime() or z.iso.date()'],
  bigint: ['a bigint', 'Use a string of digits'],
  null: ['null alone', 'Use z.optional'],
  file: ['a file', 'Bedrock passes text only: use a string'],
  transform: ['a transformed value', 'Describe the value as it is sent, and transform it in the handler'],
  custom: ['a custom type', 'Use a type that JSON has'],
};

/**
 * A Zod schema as a schema of OpenAPI 3.0.0 for Bedrock: inline, without enum (the allowed values move into
 * the description, and for arguments also into a pattern), composition or forms of OpenAPI 3.1.
 * @throws {ContractError} naming `path` and the mend, for what cannot be said without loss.
 */
export function bedrockSchema(schema: $ZodType, io: Direction, path = ''): SchemaObject {
  return convert(schema, { path, io, ancestors: [] });
}

function convert(schema: $ZodType, at: Place): SchemaObject {
  if (at.io === 'input' && 'coerce' in schema._zod.def && schema._zod.def.coerce) {
    throw new ContractError(
      at.path,
      "z.coerce reads 'false' as true and an empty string as 0",
      'Use the plain type: the envelope decodes the strings that Bedrock sends',
    );
  }
  if (at.ancestors.includes(schema)) {
    throw new ContractError(at.path, 'a schema that contains itself has no inline form', 'End the recursion');
  }
  const inner = { ...at, ancestors: [...at.ancestors, schema] };
  return { ...bare(schema as $ZodTypes, inner), ...annotationsOf(schema) };
}

/** Everything but the annotations, in which the outermost schema that has one wins. */
function bare(schema: $ZodTypes, at: Place): SchemaObject {
  const values = valuesOf(schema);
  if (values) return oneOf(values, at);
  const { def } = schema._zod;
  switch (def.type) {
    case 'string':
    case 'template_literal':
      return text(schema, at);
    case 'number':
      return number(schema, at);
    case 'boolean':
      return { type: 'boolean' };
    case 'array': {
      const { minItems, maxItems } = own(schema, at.io);
      const items = convert(def.element, { ...at, path: `${at.path}/items` });
      return {
        type: 'array',
        items,
        ...(minItems !== undefined && { minItems }),
        ...(maxItems !== undefined && { maxItems }),
      };
    }
    case 'object': {
      if (def.catchall && def.catchall._zod.def.type !== 'never') {
        throw new ContractError(at.path, 'an object with free keys has no form', 'Use z.strictObject');
      }
      const properties = Object.entries(def.shape).map(([name, property]) => [
        name,
        convert(property, { ...at, path: `${at.path}/properties/${pointerToken(name)}` }),
      ]);
      const required = Object.keys(def.shape).filter((name) => isRequired(def.shape[name], at.io));
      return {
        type: 'object',
        properties: Object.fromEntries(properties),
        ...(required.length > 0 && { required }),
      };
    }
    case 'optional':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return convert(def.innerType, at);
    case 'default':
    case 'prefault': {
      const value = convert(def.innerType, at);
      return at.io === 'input' ? { ...value, default: def.defaultValue } : value;
    }
    case 'nullable':
      if (at.io === 'input') {
        throw new ContractError(at.path, 'Bedrock has no null for an argument', 'Use z.optional');
      }
      return { ...convert(def.innerType, at), nullable: true };
    case 'pipe':
      return convert(at.io === 'input' ? def.in : def.out, at);
    case 'lazy':
      return convert(def.getter(), at);
    case 'union':
      throw new ContractError(
        at.path,
        'a union of types has no form that Bedrock documents',
        'Use one object whose parts are optional, or one operation for each case',
      );
    default: {
      const [problem, mend] = refused[def.type] ?? [
        `a value of type ${def.type}`,
        'Use a type that JSON has',
      ];
      throw new ContractError(at.path, `${problem} has no form in OpenAPI 3.0`, mend);
    }
  }
}

function isRequired(schema: $ZodType | undefined, io: Direction): boolean {
  const { def, optin, optout } = (schema as $ZodTypes)._zod;
  // Zod calls a caught argument optional, because it forgives its absence; the contract still wants it.
  if (io === 'input' && def.type === 'catch') return isRequired(def.innerType, io);
  return (io === 'input' ? optin : optout) === undefined;
}

/** `convert` adds annotations; an `id` among them would make Zod move the schema behind a `$ref`. */
const noMetadata = registry<Record<string, unknown>>();

/** What Zod itself says of this one schema: bounds and formats. */
const own = (schema: $ZodType, io: Direction) =>
  toJSONSchema(schema, { target: 'openapi-3.0', io, unrepresentable: 'any', metadata: noMetadata });

function text(schema: $ZodType, at: Place): SchemaObject {
  const { $schema: _, allOf, contentEncoding, ...string } = own(schema, at.io);
  if (allOf) {
    throw new ContractError(
      at.path,
      'a string has one pattern in OpenAPI 3.0',
      'Join the expressions to one',
    );
  }
  const flags = flagsOf(schema);
  if (flags) {
    throw new ContractError(
      at.path,
      `a pattern has no flags in OpenAPI 3.0, and this one has "${flags}"`,
      'Write the expression without flags, for example [Aa] instead of a with the flag i',
    );
  }
  if (contentEncoding === 'base64') return { type: 'string', format: 'byte' };
  if (namedFormats.has(string.format ?? '')) delete string.pattern;
  else if (string.pattern) delete string.format;
  return string as SchemaObject;
}

function number(schema: $ZodType, at: Place): SchemaObject {
  const { $schema: _, allOf, ...bounds } = own(schema, at.io);
  if (allOf) {
    throw new ContractError(
      at.path,
      'a number has one multipleOf in OpenAPI 3.0',
      'Join the divisors to one',
    );
  }
  // The bounds of every safe integer say nothing about this one.
  if (bounds.minimum === Number.MIN_SAFE_INTEGER) delete bounds.minimum;
  if (bounds.maximum === Number.MAX_SAFE_INTEGER) delete bounds.maximum;
  return bounds as SchemaObject;
}

/** Flags that change what a pattern matches; OpenAPI carries the bare expression only. */
function flagsOf(schema: $ZodType): string {
  const { checks = [] } = schema._zod.def;
  const patterns = [schema, ...checks].map(({ _zod }) => (_zod.def as { pattern?: unknown }).pattern);
  return patterns
    .flatMap((pattern) => (pattern instanceof RegExp ? [...pattern.flags] : []))
    .filter((flag) => 'ims'.includes(flag))
    .join('');
}

/** The values of an enum, a literal, or a union of such; undefined for any other schema. */
function valuesOf(schema: $ZodType): readonly unknown[] | undefined {
  const { def, values } = schema._zod;
  return values && ['enum', 'literal', 'union'].includes(def.type) ? [...values] : undefined;
}

const isValue = (value: unknown): value is Value =>
  ['string', 'number', 'boolean'].includes(typeof value) && !Number.isNaN(value);

function oneOf(values: readonly unknown[], at: Place): SchemaObject {
  const [first] = values;
  if (!isValue(first) || values.some((value) => typeof value !== typeof first)) {
    throw new ContractError(
      at.path,
      'allowed values must be of one type',
      'Use strings only, or numbers only',
    );
  }
  const type = typeof first as 'string' | 'number' | 'boolean';
  const pattern = type === 'string' && at.io === 'input' && `^(?:${values.map(escaped).join('|')})$`;
  return {
    type: type === 'number' && values.every(Number.isInteger) ? 'integer' : type,
    description: allowedValues(undefined, values),
    ...(pattern && { pattern }),
  };
}

/** The allowed values as a sentence after the description, where Bedrock's documentation wants them. */
export function allowedValues(description: string | undefined, values: readonly unknown[]): string {
  const sentence = values.length === 1 ? `Always ${values[0]}` : `One of: ${values.join(', ')}`;
  return description ? `${description}. ${sentence}` : sentence;
}

const escaped = (value: unknown) => String(value).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Escapes a name for a JSON pointer (RFC 6901). */
export const pointerToken = (name: string | number) =>
  String(name).replaceAll('~', '~0').replaceAll('/', '~1');

function annotationsOf(schema: $ZodType): SchemaObject {
  const meta = globalRegistry.get(schema) ?? {};
  const found: SchemaObject = Object.fromEntries(
    annotations.filter((name) => meta[name] !== undefined).map((name) => [name, meta[name]]),
  );
  const values = valuesBehind(schema as $ZodTypes);
  if (values && found.description) found.description = allowedValues(found.description, values);
  return found;
}

function valuesBehind(schema: $ZodTypes): readonly unknown[] | undefined {
  const { def } = schema._zod;
  return 'innerType' in def ? valuesBehind(def.innerType as $ZodTypes) : valuesOf(schema);
}
