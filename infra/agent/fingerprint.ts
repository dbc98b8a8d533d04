import { createHash } from 'node:crypto';
import { Lazy, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * The sha256 of a value as the template will show it: references are logical ids, and that of a function's
 * version holds a hash of its code and configuration. Computed when the app is synthesized.
 */
export const fingerprint = (scope: IConstruct, value: unknown): string =>
  Lazy.string({
    produce: () =>
      createHash('sha256')
        .update(JSON.stringify(sorted(Stack.of(scope).resolve(value))))
        .digest('hex'),
  });

/** The same value with its keys sorted, so that moving a line in the configuration changes nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
