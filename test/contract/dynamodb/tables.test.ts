import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { createEmulator } from '../../../emulator/create-emulator';
import { clientConfig } from '../../kit/sdk-client';
import { until } from '../../kit/until';
import { key, N, S, seed, TableName, thingsTable } from './things';

const things = thingsTable();
const { get, ofOwner } = things;

describe('a table of the template', () => {
  it('has its seed, its index and its settings', async () => {
    expect(await get('seed-3')).toEqual({
      id: S('seed-3'),
      owner: S('ann'),
      at: S('2026-01-04'),
      size: N(3),
      tags: { L: [S('a'), { M: { b: { BOOL: true } } }] },
      none: { NULL: true },
    });
    const items = await ofOwner('ann');
    expect(items.map(({ at }) => at?.S)).toEqual(
      seed.filter(({ owner }) => owner === 'ann').map(({ at }) => at),
    );
    const { Table } = await things.client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/things',
      GlobalSecondaryIndexes: [{ IndexName: 'byOwner', IndexStatus: 'ACTIVE' }],
    });
    const { ContinuousBackupsDescription } = await things.client.send(
      new DescribeContinuousBackupsCommand({ TableName }),
    );
    expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe(
      'ENABLED',
    );
  });

  it('pages through an index', async () => {
    const pages: number[] = [];
    let ExclusiveStartKey: Record<string, never> | undefined;
    do {
      const page = await things.client.send(
        new QueryCommand({
          TableName,
          IndexName: 'byOwner',
          KeyConditionExpression: '#owner = :owner',
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: { ':owner': S('bob') },
          ScanIndexForward: false,
          Limit: 6,
          ExclusiveStartKey,
        }),
      );
      pages.push(page.Count ?? 0);
      ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
    } while (ExclusiveStartKey);
    expect(pages).toEqual([6, 6, 3]);
  });
});

describe('time to live', () => {
  it('is as the template says, and can be changed', async () => {
    const describeIt = async () =>
      (await things.client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
    const update = (Enabled: boolean, AttributeName = 'expires') =>
      things.client.send(
        new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled, AttributeName } }),
      );
    expect(await describeIt()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
    await expect(update(true)).rejects.toMatchObject({ message: 'TimeToLive is already enabled' });
    await expect(update(false, 'other')).rejects.toMatchObject({ name: 'ValidationException' });
    await update(false);
    expect(await describeIt()).toEqual({ TimeToLiveStatus: 'DISABLED' });
    await update(true);
  });

  it('is looked after every ten seconds', async () => {
    const others = ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const;
    jest.useFakeTimers({
      doNotFake: [...others, 'setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'],
    });
    try {
      const own = await createEmulator({
        assembly: things.app.folder,
        clock: { now: () => things.time.now },
      });
      const database = new DynamoDBClient(clientConfig(own, 'dynamodb'));
      const seconds = Math.floor(things.time.now / 1000);
      const Item = { ...key('expired'), expires: { N: String(seconds - 1) } };
      await database.send(new PutItemCommand({ TableName, Item }));
      const isThere = async () =>
        (await database.send(new GetItemCommand({ TableName, Key: key('expired') }))).Item !== undefined;
      expect(await isThere()).toBe(true);
      jest.advanceTimersByTime(10_000);
      await until(async () => !(await isThere()));
      database.destroy();
      await own.close();
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('a client', () => {
  it('writes and reads in batches', async () => {
    await things.client.send(
      new BatchWriteItemCommand({
        RequestItems: { [TableName]: ['b1', 'b2'].map((id) => ({ PutRequest: { Item: key(id) } })) },
      }),
    );
    const { Responses } = await things.client.send(
      new BatchGetItemCommand({
        RequestItems: { [TableName]: { Keys: [key('b1'), key('b2'), key('nobody')] } },
      }),
    );
    expect(Responses?.[TableName]).toHaveLength(2);
    await things.client.send(new DeleteItemCommand({ TableName, Key: key('b1') }));
    expect(await get('b1')).toBeUndefined();
  });

  it('creates and deletes tables', async () => {
    const made = { TableName: 'made-by-hand' };
    await things.client.send(
      new CreateTableCommand({
        ...made,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    await waitUntilTableExists(
      { client: things.client, maxWaitTime: 60, minDelay: 0.01, maxDelay: 0.05 },
      made,
    );
    expect((await things.client.send(new ListTablesCommand({}))).TableNames).toEqual([
      'made-by-hand',
      'things',
    ]);
    await things.client.send(new DeleteTableCommand(made));
  });

  it('answers errors as DynamoDB does', async () => {
    await expect(
      things.client.send(new GetItemCommand({ TableName: 'nowhere', Key: key('x') })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(
      things.client.send(new ScanCommand({ TableName, FilterExpression: 'a b' })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/^Invalid FilterExpression: Syntax error/),
    });
  });

  it.each([
    [
      'PartiQL',
      () => new ExecuteStatementCommand({ Statement: 'SELECT * FROM things' }),
      /ExecuteStatement of dynamodb/,
    ],
    [
      'an index made by hand',
      () =>
        new UpdateTableCommand({
          TableName,
          GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byOwner' } }],
        }),
      /indexes in UpdateTable of dynamodb/,
    ],
  ])('says that it has no %s', async (_, command, message) => {
    await expect(things.client.send(command() as never)).rejects.toMatchObject({
      name: 'NotImplementedException',
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 501, attempts: 1 },
    });
  });
});
