import type { BatchOperation, Item } from '../dynamodb/dynalite';
import type { DynamoDbEngine } from '../dynamodb/engine';
import { itemWrites } from '../dynamodb/table-writes';

export interface TableItem {
  readonly table: string;
  readonly item: Item;
}

/** There is no such table for an item. */
export class NoTableError extends Error {
  override readonly name = 'NoTableError';
}

/** Empties all tables and fills them with these items, in one step. Throws NoTableError. */
export function replaceItems(engine: DynamoDbEngine, items: readonly TableItem[]): Promise<void> {
  return engine.exclusively(async () => {
    const operations = new Map<string, BatchOperation>();
    // Keys begin with `index-` and `item-`; the tables themselves are at `table~`.
    for await (const [key] of engine.store.db.iterator({ gte: 'index-', lt: 'item.' })) {
      operations.set(key, { type: 'del', key });
    }
    for (const { table: name, item } of items) {
      const table = await engine.table(name);
      if (!table) throw new NoTableError(`There is no table ${name}`);
      for (const write of itemWrites(table, [item])) operations.set(write.key, write);
    }
    await engine.batch([...operations.values()]);
  });
}
