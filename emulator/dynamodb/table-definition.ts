import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { App, AppResource } from '../assembly/app';
import type { Index, Table } from './dynalite';

/** A table as its template declares it. */
export interface TableDefinition {
  readonly tableName: string;
  readonly keySchema: Table['KeySchema'];
  readonly attributeDefinitions: Table['AttributeDefinitions'];
  readonly globalSecondaryIndexes: readonly Index[];
  readonly localSecondaryIndexes: readonly Index[];
  readonly timeToLiveAttribute: string | undefined;
  readonly hasPointInTimeRecovery: boolean;
  /** File with the plain items that a new table begins with: a JSON array. */
  readonly seed: string | undefined;
}

/** Metadata key under which a template names the seed, relative to the assembly. */
const seedKey = 'outcrop:seed';

export const tablesOf = (app: App): readonly TableDefinition[] =>
  ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table'].flatMap((type) =>
    app.resources(type).map((resource) => definitionOf(app, resource)),
  );

interface Enabled {
  readonly PointInTimeRecoveryEnabled?: boolean;
}

function definitionOf(
  app: App,
  { physicalId, properties, metadata, stack, logicalId }: AppResource,
): TableDefinition {
  const { TimeToLiveSpecification, KeySchema, AttributeDefinitions } = properties;
  const { Enabled, AttributeName } = (TimeToLiveSpecification ?? {}) as {
    Enabled?: boolean;
    AttributeName?: string;
  };
  const [replica] = (properties.Replicas ?? []) as { PointInTimeRecoverySpecification?: Enabled }[];
  const recovery = (replica ?? properties).PointInTimeRecoverySpecification as Enabled | undefined;
  const seed = metadata[seedKey];
  if (!Array.isArray(KeySchema)) throw new Error(`${stack} ${logicalId}: Properties.KeySchema is missing`);
  return {
    tableName: physicalId,
    keySchema: KeySchema,
    attributeDefinitions: (AttributeDefinitions ?? []) as Table['AttributeDefinitions'],
    globalSecondaryIndexes: indexes(properties.GlobalSecondaryIndexes),
    localSecondaryIndexes: indexes(properties.LocalSecondaryIndexes),
    timeToLiveAttribute: Enabled ? AttributeName : undefined,
    hasPointInTimeRecovery: recovery?.PointInTimeRecoveryEnabled === true,
    seed: typeof seed === 'string' ? path.join(app.directory, seed) : undefined,
  };
}

const indexes = (value: unknown): Index[] =>
  ((value ?? []) as Index[]).map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema,
    Projection,
  }));

/** The seed's items, in DynamoDB's types. */
export async function readSeed(file: string): Promise<Record<string, never>[]> {
  const items: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(items)) throw new Error(`${file} must be a JSON array of items`);
  const { marshall } = await import('@aws-sdk/util-dynamodb');
  return items.map((item) => marshall(item) as Record<string, never>);
}
