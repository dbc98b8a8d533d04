import * as dynamodb from '@aws-sdk/client-dynamodb';

/** Sends what the emulator has of DynamoDB, once each. */
export async function useTables(client: dynamodb.DynamoDBClient): Promise<void> {
  const TableName = 'things';
  const Key = { id: { S: '1' } };
  const { TableDescription } = await client.send(
    new dynamodb.CreateTableCommand({
      TableName,
      AttributeDefinitions: ['id', 'kind'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byKind',
          KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  const active = () =>
    dynamodb.waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 0.01, maxDelay: 0.05 }, { TableName });
  await active();
  const ResourceArn = TableDescription?.TableArn;
  await client.send(new dynamodb.PutItemCommand({ TableName, Item: { ...Key, kind: { S: 'hat' } } }));
  const set = { UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': { N: '1' } } };
  await client.send(new dynamodb.UpdateItemCommand({ TableName, Key, ...set, ReturnValues: 'ALL_NEW' }));
  await client.send(new dynamodb.GetItemCommand({ TableName, Key }));
  await client.send(new dynamodb.BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key] } } }));
  const write = { PutRequest: { Item: { id: { S: '2' } } } };
  await client.send(new dynamodb.BatchWriteItemCommand({ RequestItems: { [TableName]: [write] } }));
  const byId = { KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': { S: '1' } } };
  await client.send(new dynamodb.QueryCommand({ TableName, ...byId }));
  await client.send(new dynamodb.ScanCommand({ TableName }));
  await client.send(new dynamodb.TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key } }] }));
  await client.send(
    new dynamodb.TransactWriteItemsCommand({ TransactItems: [{ Delete: { TableName, Key } }] }),
  );
  await client.send(new dynamodb.DeleteItemCommand({ TableName, Key: { id: { S: '2' } } }));
  const ttl = { TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true } };
  await client.send(new dynamodb.UpdateTimeToLiveCommand({ TableName, ...ttl }));
  await client.send(new dynamodb.DescribeTimeToLiveCommand({ TableName }));
  await client.send(new dynamodb.DescribeContinuousBackupsCommand({ TableName }));
  const provisioned = {
    BillingMode: 'PROVISIONED' as const,
    ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
  };
  const index = { Update: { IndexName: 'byKind', ProvisionedThroughput: provisioned.ProvisionedThroughput } };
  await client.send(
    new dynamodb.UpdateTableCommand({ TableName, ...provisioned, GlobalSecondaryIndexUpdates: [index] }),
  );
  await active();
  await client.send(new dynamodb.DescribeTableCommand({ TableName }));
  await client.send(new dynamodb.ListTablesCommand({}));
  await client.send(new dynamodb.TagResourceCommand({ ResourceArn, Tags: [{ Key: 'a', Value: 'b' }] }));
  await client.send(new dynamodb.ListTagsOfResourceCommand({ ResourceArn }));
  await client.send(new dynamodb.UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));
  await client.send(new dynamodb.DeleteTableCommand({ TableName }));
}
