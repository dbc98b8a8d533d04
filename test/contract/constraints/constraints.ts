import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { ServiceName } from '../../../emulator/front-door/service-definition';

/** What the model of a service says of a value, beside its type. */
export interface Constraint {
  /** Found anywhere in the value, as Smithy defines it, unless it is anchored. */
  readonly pattern?: string;
  readonly values?: readonly string[];
  /** Characters of a string, bytes of a blob, items of a list, entries of a map. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
}

/** By structure and member, `Agent.agentId`, or `IngestionJob.failureReasons[]`, which means each item of that list. */
export type Constraints = Readonly<Record<string, Constraint>>;

/** Written by `extract.py`, to be run again when the emulator has more operations. */
const file = path.join(__dirname, 'service-models.json');
const models = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly constraints: Readonly<Partial<Record<ServiceName, Constraints>>>;
};

/** What AWS's own answers break, as its documents and published traces show. */
const brokenByAws = new Set([
  // At least 1; the reference's examples of DescribeTable have 0.
  'ProvisionedThroughputDescription.NumberOfDecreasesToday',
  // At least one table; when nothing is left, "the response contains an empty" map.
  'BatchGetItemOutput.UnprocessedKeys',
  'BatchWriteItemOutput.UnprocessedItems',
]);
/** A `traceId` has 2 to 16 characters, and many more in published traces. */
const isBrokenByAws = (key: string) => brokenByAws.has(key) || key.endsWith('.traceId');

/** All that the service's model says of what an answer of the emulator can hold. */
export const constraintsOf = (service: ServiceName): Constraints =>
  Object.fromEntries(
    Object.entries(models.constraints[service] ?? {}).filter(([key]) => !isBrokenByAws(key)),
  );
