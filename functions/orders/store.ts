import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { output } from 'zod/v4/core';
import type { Order } from '../../schemas/orders';

/** An order as the table holds it: the order, its owner and the keys of the indexes. */
export type StoredOrder = output<typeof Order> & {
  customerId: string;
  customerStatus: string;
  placedKey: string;
};

export interface OrderStore {
  get(orderId: string): Promise<StoredOrder | undefined>;
}

export function dynamoOrderStore(tableName: string): OrderStore {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  return {
    async get(orderId) {
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { orderId } }));
      return Item as StoredOrder | undefined;
    },
  };
}
