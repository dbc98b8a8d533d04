import { type $ZodIssue, type $ZodType, safeParse } from 'zod/v4/core';
import { Problem } from '../errors';
import type { Property } from '../event';
import type { Arguments, PreparedOperation } from '../operations';
import { decode, Undecodable } from './decode';
import { messageOf, reasonOf, safeName, sentence } from './issues';

/** Decodes and validates the arguments. One answer names everything that is wrong with them. */
export function readArguments(prepared: PreparedOperation, given: readonly Property[]): Arguments | Problem {
  const { parts, parameters, operation } = prepared;
  const reasons: string[] = [];
  const seen = new Set<string>();
  const spoiled = new Set<PropertyKey>();
  const values = parts.map((): Record<string, unknown> => ({}));
  for (const { name, value } of given) {
    const parameter = parameters.get(name);
    const target = parameter && values[parameter.part];
    if (!target) {
      reasons.push(`${safeName(name)}: is not a parameter of ${prepared.operationId}; leave it out`);
    } else if (seen.has(name)) {
      reasons.push(`${safeName(name)}: is given more than once; give it once`);
    } else {
      seen.add(name);
      const decoded = decode(parameter.schema, value, operation.method === 'get');
      if (decoded instanceof Undecodable) {
        reasons.push(`${safeName(name)}: ${decoded.reason}`);
        spoiled.add(name);
      } else if (decoded !== null || safeParse(parameter.schema, null).success) {
        // Models write null for what they leave out.
        target[name] = decoded;
      }
    }
  }
  const input = {};
  for (const [part, schema] of parts.entries()) {
    const parsed = safeParse(schema, values[part]);
    if (parsed.success) Object.assign(input, parsed.data);
    else {
      const issues = issuesOf(schema, values[part]).filter(
        ({ path: [name] }) => name === undefined || !spoiled.has(name),
      );
      reasons.push(...issues.map(reasonOf));
    }
  }
  return reasons.length > 0 ? Problem.of(400, 'INVALID_INPUT', sentence(reasons)) : input;
}

/** Validates again, now for the words: zod is faster without an error map, which is rarely needed. */
const issuesOf = (schema: $ZodType, value: unknown): readonly $ZodIssue[] =>
  safeParse(schema, value, { error: messageOf }).error?.issues ?? [];
