import type { NormalizedSchema } from '@smithy/core/schema';
import { type Constraint, constraints } from './constraints';

export interface Checked {
  /** What a response breaks, each with its place. */
  readonly broken: readonly string[];
  /** The constraints that something was held against. */
  readonly used: ReadonlySet<string>;
}

/** Holds a response, as the stock SDK decoded it, against the constraints of its structures' members. */
export function check(schema: NormalizedSchema, response: unknown): Checked {
  const broken: string[] = [];
  const used = new Set<string>();
  walk(schema, response, '');
  return { broken, used };

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
        const constraint = constraints[key];
        if (constraint) {
          used.add(key);
          broken.push(
            ...problems(constraint, found).map((problem) => `${place}.${member} (${key}) ${problem}`),
          );
        }
        walk(schemaOfMember, found, `${place}.${member}`);
      }
    }
  }
}

function problems({ pattern, values, length, range, items }: Constraint, value: unknown): string[] {
  const found = items && Array.isArray(value) ? value.flatMap((item) => problems(items, item)) : [];
  const size = typeof value === 'string' || Array.isArray(value) ? value.length : Number.NaN;
  if (pattern && !pattern.test(String(value))) found.push(`${value} does not fit ${pattern}`);
  if (values && !values.includes(String(value))) found.push(`${value} is none of ${values.join(', ')}`);
  if (length && !(size >= length[0] && size <= length[1]))
    found.push(`has ${size}, not ${length.join(' to ')}`);
  if (range && !(Number(value) >= range[0] && Number(value) <= range[1]))
    found.push(`${value} is not within ${range.join(' to ')}`);
  return found;
}
