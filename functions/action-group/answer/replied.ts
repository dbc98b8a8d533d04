import { type $ZodType, safeParse } from 'zod/v4/core';
import { concrete } from '../decoding/decode';
import { pathOf } from '../decoding/issues';
import { InternalError } from '../errors';
import type { PreparedOperation } from '../operations';

export interface AnyPage {
  readonly hasMore: boolean;
  readonly positionOf: (item: unknown) => string;
}

/** What `reply` makes. A class, so that nothing else passes for a reply. */
export class Reply {
  constructor(
    readonly status: number,
    readonly body: unknown,
    /** What a customer's own answer is about, for the envelope to see that it was proved to be theirs. */
    readonly about?: unknown,
    readonly page?: AnyPage,
  ) {}
}

/**
 * The body of a reply, if the contract allows it under its status. Otherwise throws an InternalError that names
 * the place but never the value.
 */
export function validBody({ operationId, operation }: PreparedOperation, { status, body }: Reply): unknown {
  const { responses } = operation;
  const response = Object.hasOwn(responses, status) ? responses[status] : undefined;
  if (!response)
    throw new InternalError(`${operationId} replied ${status}, which its contract does not declare`);
  const parsed = safeParse(response.schema, body);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, code }) => `${pathOf(path) || 'the body'} (${code})`);
    throw new InternalError(
      `${operationId} replied ${status} with what its contract does not allow: ${issues.slice(0, 5).join(', ')}`,
    );
  }
  const extra = isStrict(response.schema) ? undefined : undeclared(body, parsed.data);
  if (extra)
    throw new InternalError(
      `${operationId} replied ${status} with ${extra}, which its contract does not declare`,
    );
  return parsed.data;
}

/** Where a body has something that its schema does not know, and that validation would drop in silence. */
function undeclared(body: unknown, valid: unknown, path: readonly PropertyKey[] = []): string | undefined {
  if (typeof body !== 'object' || body === null || typeof valid !== 'object' || valid === null)
    return undefined;
  for (const [key, value] of Object.entries(body)) {
    if (value === undefined) continue;
    const here = [...path, Array.isArray(body) ? Number(key) : key];
    if (!Object.hasOwn(valid, key)) return pathOf(here);
    const found = undeclared(value, (valid as Readonly<Record<string, unknown>>)[key], here);
    if (found) return found;
  }
  return undefined;
}

const strictness = new WeakMap<$ZodType, boolean>();

/** Whether validation by itself refuses what is not declared, all the way down: nothing is left to compare then. */
function isStrict(schema: $ZodType): boolean {
  let strict = strictness.get(schema);
  if (strict === undefined) {
    // Entered first, so that a schema that contains itself comes to an end.
    strictness.set(schema, true);
    strict = isStrictAnew(schema);
    strictness.set(schema, strict);
  }
  return strict;
}

function isStrictAnew(schema: $ZodType): boolean {
  const { def } = concrete(schema)._zod;
  switch (def.type) {
    case 'object':
      return (
        def.catchall?._zod.def.type === 'never' &&
        Object.values<$ZodType>(def.shape).every((property) => isStrict(property))
      );
    case 'array':
      return isStrict(def.element);
    default:
      return ['string', 'number', 'boolean', 'enum', 'literal', 'null'].includes(def.type);
  }
}
