import { type BatchOperation, database, type Index, type Item, type Table } from './dynalite';

/** Writes that put items into a table with their index entries, without looking whether they are there. */
export function* itemWrites(table: Table, items: Iterable<Item>): Generator<BatchOperation> {
  const engine = database();
  for (const item of items) {
    const invalid = engine.validateItem(item, table);
    if (invalid) throw invalid;
    const key = `item-${table.TableName}~${engine.createKey(item, table)}`;
    yield { type: 'put', key, value: item };
    yield* indexWrites(table, 'Global', table.GlobalSecondaryIndexes ?? [], item);
    yield* indexWrites(table, 'Local', table.LocalSecondaryIndexes ?? [], item);
  }
}

/** Writes that put an item into some of its table's indexes. */
export function* indexWrites(
  table: Table,
  kind: 'Global' | 'Local',
  indexes: readonly Index[],
  item: Item,
): Generator<BatchOperation> {
  for (const { index, key, item: entry } of database().getIndexActions(indexes, undefined, item, table)
    .puts) {
    yield { type: 'put', key: `${indexPrefix(table.TableName, kind, index)}${key}`, value: entry };
  }
}

export const indexPrefix = (table: string, kind: 'Global' | 'Local', index: string): string =>
  `index-${kind.toLowerCase()}~${table}~${index}~`;
