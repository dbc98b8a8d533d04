import type { NormalizedSchema } from '@smithy/core/schema';

const kinds: readonly [
  test: (schema: NormalizedSchema) => boolean,
  holds: (value: unknown) => boolean,
  name: string,
][] = [
  [(s) => s.isBlobSchema(), (v) => v instanceof Uint8Array || typeof v === 'string', 'bytes'],
  [(s) => s.isTimestampSchema(), (v) => v instanceof Date && !Number.isNaN(v.getTime()), 'a timestamp'],
  [(s) => s.isBooleanSchema(), (v) => typeof v === 'boolean', 'a boolean'],
  [(s) => s.isStringSchema(), (v) => typeof v === 'string', 'a string'],
  [(s) => s.isNumericSchema(), (v) => typeof v === 'number', 'a number'],
];

/**
 * What a value breaks of its schema: unknown members, missing ones, wrong types. The SDK's schemas know nothing
 * of enums, patterns and lengths. Event streams are not looked into: their events are checked one by one.
 */
export function violations(schema: NormalizedSchema, value: unknown, at = ''): string[] {
  if (value === undefined || value === null || schema.isDocumentSchema()) return [];
  const name = at || (schema.getName() ?? 'value');
  if (schema.isStructSchema()) return schema.isStreaming() ? [] : structViolations(schema, value, at, name);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return [`${name} must be a list`];
    return value.flatMap((item, index) => itemViolations(schema.getValueSchema(), item, `${at}[${index}]`));
  }
  if (schema.isMapSchema()) {
    if (!isObject(value)) return [`${name} must be a map`];
    return Object.entries(value).flatMap(([key, item]) =>
      itemViolations(schema.getValueSchema(), item, `${at}.${key}`),
    );
  }
  const kind = kinds.find(([test]) => test(schema));
  return kind && !kind[1](value) ? [`${name} must be ${kind[2]}`] : [];
}

/** Where a member may be left out, an item of a list or map may not be null. */
const itemViolations = (schema: NormalizedSchema, item: unknown, at: string): string[] =>
  item === null || item === undefined ? [`${at} must not be null`] : violations(schema, item, at);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members that a structure must have. */
export function requiredMembers(schema: NormalizedSchema): readonly string[] {
  // A static structure is [3, namespace, name, traits, names, members, how many of the first are required].
  const [, , , , names = [], , required = 0] = schema.getSchema() as unknown as [
    number,
    string,
    string,
    unknown,
    string[]?,
    unknown?,
    number?,
  ];
  return names.slice(0, required);
}

function structViolations(schema: NormalizedSchema, value: unknown, at: string, name: string): string[] {
  if (!isObject(value)) return [`${name} must be a structure`];
  const path = (member: string) => (at ? `${at}.${member}` : member);
  const members = schema.getMemberSchemas();
  const found: string[] = [];
  const [kind] = schema.getSchema() as unknown as [number];
  if (!schema.isUnionSchema()) {
    for (const member of requiredMembers(schema)) {
      if (value[member] === undefined || value[member] === null) found.push(`${path(member)} is required`);
    }
  }
  for (const [member, item] of Object.entries(value)) {
    const memberSchema = members[member];
    if (memberSchema) found.push(...violations(memberSchema, item, path(member)));
    else if (kind !== -3 && item !== undefined) {
      // The SDK's decoder puts a union's unknown member under this name, as a pair of its own name and its value.
      const named = member === '$unknown' && Array.isArray(item) ? String(item[0]) : member;
      found.push(`${path(named)} is not a member of ${schema.getName()}`);
    }
  }
  if (schema.isUnionSchema() && Object.values(value).filter((item) => item !== undefined).length !== 1) {
    found.push(`${name} must have exactly one member`);
  }
  return found;
}
