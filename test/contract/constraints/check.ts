import type { NormalizedSchema } from '@smithy/core/schema';
import type { Constraint, Constraints } from './constraints';

export interface Checked {
  /** What a response breaks, each with its place. */
  readonly broken: readonly string[];
  /** The constraints that something was held against. */
  readonly used: ReadonlySet<string>;
}

/** Holds a response, as the stock SDK decoded it, against the constraints of its structures' members. */
export function check(schema: NormalizedSchema, response: unknown, constraints: Constraints): Checked {
  const broken: string[] = [];
  const used = new Set<string>();
  walk(schema, response, '');
  return { broken, used };

  function hold(key: string, value: unknown, place: string): void {
    const constraint = constraints[key];
    if (!constraint) return;
    used.add(key);
    broken.push(...problems(constraint, value).map((problem) => `${place} (${key}) ${problem}`));
  }

  function walk(at: NormalizedSchema, value: unknown, place: string): void {
    if (value === undefined || value === null || value instanceof Date || at.isDocumentSchema()) return;
    if (at.isListSchema()) {
      (value as unknown[]).forEach((item, index) => {
        walk(at.getValueSchema(), item, `${place}[${index}]`);
      });
    } else if (at.isMapSchema()) {
      for (const [key, item] of Object.entries(value as object))
        walk(at.getValueSchema(), item, `${place}.${key}`);
    } else if (at.isStructSchema()) {
      for (const [member, schemaOfMember] of Object.entries(at.getMemberSchemas())) {
        const found: unknown = (value as Record<string, unknown>)[member];
        if (found === undefined || found === null) continue;
        const key = `${at.getName()}.${member}`;
        hold(key, found, `${place}.${member}`);
        if (Array.isArray(found)) for (const item of found) hold(`${key}[]`, item, `${place}.${member}`);
        walk(schemaOfMember, found, `${place}.${member}`);
      }
    }
  }
}

function problems(constraint: Constraint, value: unknown): string[] {
  const { pattern, values, minLength = 0, maxLength, min, max } = constraint;
  const found: string[] = [];
  if (pattern !== undefined && !new RegExp(pattern).test(String(value)))
    found.push(`${value} does not fit ${pattern}`);
  if (values && !values.includes(String(value))) found.push(`${value} is none of ${values.join(', ')}`);
  const length = lengthOf(value);
  if (length !== undefined && (length < minLength || length > (maxLength ?? length)))
    found.push(`has ${length}, not ${minLength} to ${maxLength ?? 'any number'}`);
  if (typeof value === 'number' && (value < (min ?? value) || value > (max ?? value)))
    found.push(`${value} is not within ${min ?? 'any'} to ${max ?? 'any'}`);
  return found;
}

function lengthOf(value: unknown): number | undefined {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}
