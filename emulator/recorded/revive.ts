import type { NormalizedSchema } from '@smithy/core/schema';

/** A value as JSON keeps it as the SDK has it: times are dates again, by the schema and not by their looks. */
export function revive(schema: NormalizedSchema, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (schema.isTimestampSchema()) return new Date(String(value));
  if (schema.isBlobSchema()) return typeof value === 'string' ? Buffer.from(value, 'base64') : value;
  if (schema.isListSchema() && Array.isArray(value)) {
    return value.map((item) => revive(schema.getValueSchema(), item));
  }
  if (typeof value !== 'object' || schema.isDocumentSchema()) return value;
  const members = schema.isStructSchema() ? schema.getMemberSchemas() : {};
  const schemaOf = (name: string) => (schema.isMapSchema() ? schema.getValueSchema() : members[name]);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const member = schemaOf(name);
      return [name, member ? revive(member, item) : item];
    }),
  );
}
