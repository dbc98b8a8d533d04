import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { customerStatus, inSeconds, type OrderQuery, type OrderStore } from './orders';
import { readStoredOrder } from './stored-order';

/**
 * A client for a function that has seconds, not minutes: a request that is not answered in time is tried again,
 * at most 3 times in 7 seconds together. The cancellation's condition makes trying again safe.
 */
export const createClient = (): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
  });

/** The orders in DynamoDB, with one request an operation. */
export function dynamoOrderStore(TableName: string, client = createClient()): OrderStore {
  const documents = DynamoDBDocumentClient.from(client);
  return {
    async get(orderId) {
      // Consistent: a customer who has just cancelled asks for the very same order.
      const command = new GetCommand({ TableName, Key: { orderId }, ConsistentRead: true });
      const { Item } = await documents.send(command);
      return Item && readStoredOrder(Item);
    },

    async list(query) {
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName,
          ...keyCondition(query),
          ...(query.after !== undefined && { ExclusiveStartKey: startKey(query, query.after) }),
          ScanIndexForward: false,
          // One more than asked for tells whether there are more.
          Limit: query.limit + 1,
        }),
      );
      const found = Items.slice(0, query.limit).map(readStoredOrder);
      // Fewer than asked for, and yet not the end: the page reached DynamoDB's 1 MB.
      const hasMore = Items.length > query.limit || LastEvaluatedKey !== undefined;
      return { orders: found, hasMore };
    },

    async cancel({ orderId, customerId, cancelledAt, reason }) {
      try {
        const { Attributes = {} } = await documents.send(
          new UpdateCommand({
            TableName,
            Key: { orderId },
            ConditionExpression: 'customerId = :customerId AND #status = :processing',
            UpdateExpression:
              'SET #status = :cancelled, customerStatus = :customerStatus, cancelledAt = :cancelledAt, cancellationReason = :reason REMOVE estimatedDelivery',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: {
              ':customerId': customerId,
              ':processing': 'PROCESSING',
              ':cancelled': 'CANCELLED',
              ':customerStatus': customerStatus(customerId, 'CANCELLED'),
              ':cancelledAt': cancelledAt,
              ':reason': reason,
            },
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { cancelled: true, order: readStoredOrder(Attributes) };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        // The document client leaves the item of an exception as DynamoDB wrote it.
        return { cancelled: false, order: error.Item && readStoredOrder(unmarshall(error.Item)) };
      }
    },
  };
}

function keyCondition({ customerId, status, placedAfter }: OrderQuery) {
  const [IndexName, name, value] = status
    ? ['byCustomerStatus', 'customerStatus', customerStatus(customerId, status)]
    : ['byCustomer', 'customerId', customerId];
  // Later than the second, then: above every key that begins with it. Fractions fall away, since the table has none.
  const bound = placedAfter && `${inSeconds(new Date(placedAfter))}#\uffff`;
  return {
    IndexName,
    KeyConditionExpression: bound ? '#owner = :owner AND placedKey > :bound' : '#owner = :owner',
    ExpressionAttributeNames: { '#owner': name },
    ExpressionAttributeValues: { ':owner': value, ...(bound && { ':bound': bound }) },
  };
}

function startKey({ customerId, status }: OrderQuery, placedKey: string) {
  const orderId = placedKey.slice(placedKey.indexOf('#') + 1);
  const key = { orderId, placedKey };
  return status ? { ...key, customerStatus: customerStatus(customerId, status) } : { ...key, customerId };
}
