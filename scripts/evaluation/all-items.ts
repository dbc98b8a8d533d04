import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import type { TableItem } from '../../emulator/inside/replace-items';

/** What an emulator's tables hold. `env` leads there. */
export async function allItems(env: Readonly<Record<string, string>>): Promise<TableItem[]> {
  const client = new DynamoDBClient({
    endpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
    region: env.AWS_REGION,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });
  try {
    const items: TableItem[] = [];
    for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
      for (const table of TableNames) {
        for await (const { Items = [] } of paginateScan({ client }, { TableName: table })) {
          items.push(...Items.map((item) => ({ table, item: item as unknown as TableItem['item'] })));
        }
      }
    }
    return items;
  } finally {
    client.destroy();
  }
}
