import type { BatchOperation, Index, Item, Table } from './dynalite';
import { DynamoDbEngine } from './engine';
import { readSeed, type TableDefinition } from './table-definition';
import { indexPrefix, indexWrites, itemWrites } from './table-writes';

/** The kept table and the template disagree on what no table can change. */
export class TableChangedError extends Error {
  override readonly name = 'TableChangedError';
}

/**
 * Makes a table as its template declares it: new, with its seed, or as it was kept, with the indexes that the
 * template has now. One batch each, so that a process killed in between leaves no half of it.
 */
export async function provisionTable(
  engine: DynamoDbEngine,
  definition: TableDefinition,
): Promise<'new' | 'kept'> {
  return engine.exclusively(async () => {
    const existing = await engine.table(definition.tableName);
    const wanted = await describe(engine, definition);
    if (existing?.TableStatus !== 'ACTIVE') {
      const seed = definition.seed ? await readSeed(definition.seed) : [];
      await engine.batch([tableWrite(wanted), ...itemWrites(wanted, seed)]);
      return 'new';
    }
    refuseChangedKeys(existing, wanted);
    await engine.batch(await indexChanges(engine, existing, wanted));
    return 'kept';
  });
}

const tableWrite = (table: Table): BatchOperation => ({
  type: 'put',
  key: `table~${table.TableName}`,
  value: table,
});

/** What dynalite would keep for the table: it is asked, with a store that is thrown away. */
async function describe(engine: DynamoDbEngine, definition: TableDefinition): Promise<Table> {
  const { tableName, keySchema, attributeDefinitions, globalSecondaryIndexes, localSecondaryIndexes } =
    definition;
  const scratch = await DynamoDbEngine.open();
  scratch.belongsTo(engine.store.tableDb.awsAccountId, engine.store.tableDb.awsRegion);
  const { TableDescription } = (await scratch.change('CreateTable', {
    TableName: tableName,
    KeySchema: keySchema,
    AttributeDefinitions: attributeDefinitions,
    BillingMode: 'PAY_PER_REQUEST',
    ...(globalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes: globalSecondaryIndexes }),
    ...(localSecondaryIndexes.length > 0 && { LocalSecondaryIndexes: localSecondaryIndexes }),
  })) as { TableDescription: Table };
  const active = (index: Index) => ({ ...index, IndexStatus: 'ACTIVE' });
  return {
    ...structuredClone(TableDescription),
    TableStatus: 'ACTIVE',
    ...(TableDescription.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: TableDescription.GlobalSecondaryIndexes.map(active),
    }),
  };
}

const keyText = ({ KeySchema, AttributeDefinitions }: Pick<Table, 'KeySchema' | 'AttributeDefinitions'>) =>
  KeySchema.map(({ AttributeName, KeyType }) => {
    const type = AttributeDefinitions.find(
      (attribute) => attribute.AttributeName === AttributeName,
    )?.AttributeType;
    return `${AttributeName} (${KeyType}, ${type})`;
  }).join(', ');

const indexText = (table: Table, { IndexName, KeySchema, Projection }: Index) =>
  JSON.stringify([
    IndexName,
    keyText({ KeySchema, AttributeDefinitions: table.AttributeDefinitions }),
    Projection.ProjectionType,
    [...(Projection.NonKeyAttributes ?? [])].sort(),
  ]);

function refuseChangedKeys(existing: Table, wanted: Table): void {
  const local = (table: Table) =>
    (table.LocalSecondaryIndexes ?? []).map((index) => indexText(table, index)).sort();
  const problem =
    keyText(existing) !== keyText(wanted)
      ? `its key is ${keyText(existing)}, in the template ${keyText(wanted)}`
      : local(existing).join() !== local(wanted).join()
        ? 'its local secondary indexes are not those of the template'
        : undefined;
  if (problem) {
    throw new TableChangedError(
      `The kept table ${existing.TableName} does not fit the template any more: ${problem}`,
    );
  }
}

/** The new description, the entries of new global indexes, and the end of those that are gone. */
async function indexChanges(
  engine: DynamoDbEngine,
  existing: Table,
  wanted: Table,
): Promise<BatchOperation[]> {
  const texts = (table: Table) =>
    new Set((table.GlobalSecondaryIndexes ?? []).map((index) => indexText(table, index)));
  const [before, after] = [texts(existing), texts(wanted)];
  const gone = (existing.GlobalSecondaryIndexes ?? []).filter(
    (index) => !after.has(indexText(existing, index)),
  );
  const added = (wanted.GlobalSecondaryIndexes ?? []).filter(
    (index) => !before.has(indexText(wanted, index)),
  );
  if (gone.length === 0 && added.length === 0) return [];
  const operations: BatchOperation[] = [];
  for (const { IndexName } of gone) {
    const prefix = indexPrefix(existing.TableName, 'Global', IndexName);
    for await (const [key] of engine.store.db.iterator({ gte: prefix, lt: `${prefix}\xFF` })) {
      operations.push({ type: 'del', key });
    }
  }
  for await (const item of engine.items(existing.TableName)) {
    operations.push(...indexWrites(wanted, 'Global', added, item satisfies Item));
  }
  const { GlobalSecondaryIndexes, AttributeDefinitions } = wanted;
  return [...operations, tableWrite({ ...existing, GlobalSecondaryIndexes, AttributeDefinitions })];
}
