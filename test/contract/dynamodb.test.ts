import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
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
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { createEmulator, type Emulator } from '../../emulator/create-emulator';
import { agentResources, type HandMadeApp, handMadeApp } from '../kit/hand-made-app';
import { clientConfig } from '../kit/sdk-client';
import { until } from '../kit/until';

const TableName = 'things';
const seed = Array.from({ length: 30 }, (_, n) => ({
  id: `seed-${n}`,
  owner: n % 2 ? 'ann' : 'bob',
  at: `2026-01-${String(n + 1).padStart(2, '0')}`,
  size: n,
  tags: ['a', { b: true }],
  none: null,
}));
const S = (text: string) => ({ S: text });
const N = (number: number) => ({ N: String(number) });
const key = (id: string) => ({ id: S(id) });

let app: HandMadeApp;
let emulator: Emulator;
let client: DynamoDBClient;
const time = { now: Date.UTC(2026, 10, 21) };

beforeAll(async () => {
  app = handMadeApp({
    Things: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        TableName,
        AttributeDefinitions: ['id', 'owner', 'at'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        GlobalSecondaryIndexes: [
          {
            IndexName: 'byOwner',
            KeySchema: [
              { AttributeName: 'owner', KeyType: 'HASH' },
              { AttributeName: 'at', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
        Replicas: [
          {
            Region: { Ref: 'AWS::Region' },
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
        TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
      },
      Metadata: { 'outcrop:seed': 'seed.json' },
    },
    ...agentResources('Desk', {}),
  });
  writeFileSync(path.join(app.folder, 'seed.json'), JSON.stringify(seed));
  emulator = await createEmulator({ assembly: app.folder, clock: { now: () => time.now } });
  client = new DynamoDBClient(clientConfig(emulator, 'dynamodb'));
});
afterAll(async () => {
  client.destroy();
  await emulator.close();
  app.remove();
});

const get = async (id: string) => (await client.send(new GetItemCommand({ TableName, Key: key(id) }))).Item;
const put = (id: string, more: object = {}) =>
  client.send(new PutItemCommand({ TableName, Item: { ...key(id), ...more } }));
const ofOwner = (owner: string) =>
  client.send(
    new QueryCommand({
      TableName,
      IndexName: 'byOwner',
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': S(owner) },
    }),
  );

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
    const { Items = [] } = await ofOwner('ann');
    expect(Items.map(({ at }) => at?.S)).toEqual(
      seed.filter(({ owner }) => owner === 'ann').map(({ at }) => at),
    );
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/things',
      GlobalSecondaryIndexes: [{ IndexName: 'byOwner', IndexStatus: 'ACTIVE' }],
    });
    const { ContinuousBackupsDescription } = await client.send(
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
      const page = await client.send(
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

describe('a condition', () => {
  const cancel = (id: string, more: object = {}) =>
    client.send(
      new UpdateItemCommand({
        TableName,
        Key: key(id),
        UpdateExpression: 'SET #state = :new',
        ConditionExpression: '#state = :old',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':new': S('off'), ':old': S('on') },
        ReturnValues: 'ALL_NEW',
        ...more,
      }),
    );

  it('that fails tells the old item if it is asked to', async () => {
    await put('c1', { state: S('off') });
    const ask = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    await expect(cancel('c1', ask)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: { id: S('c1'), state: S('off') },
    });
    await expect(cancel('c1')).rejects.toMatchObject({ Item: undefined });
    await expect(cancel('nobody', ask)).rejects.toMatchObject({ Item: undefined });
  });

  it('holds for one of 500 at once', async () => {
    await put('c2', { state: S('on') });
    const outcomes = await Promise.allSettled(Array.from({ length: 500 }, () => cancel('c2')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(new Set(outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.name] : [])))).toEqual(
      new Set(['ConditionalCheckFailedException']),
    );
  });

  it('counts exactly under 300 concurrent additions', async () => {
    await put('c3');
    await Promise.all(
      Array.from({ length: 300 }, () =>
        client.send(
          new UpdateItemCommand({
            TableName,
            Key: key('c3'),
            UpdateExpression: 'ADD hits :one',
            ExpressionAttributeValues: { ':one': N(1) },
          }),
        ),
      ),
    );
    expect((await get('c3'))?.hits).toEqual(N(300));
  });
});

describe('a transaction', () => {
  const transact = (input: TransactWriteItemsCommandInput) =>
    client.send(new TransactWriteItemsCommand(input));
  const exists = 'attribute_exists(id)';

  it('does all of it, indexes included', async () => {
    await put('t1', { owner: S('cy'), at: S('1') });
    await put('t2');
    await transact({
      TransactItems: [
        { Put: { TableName, Item: { ...key('t3'), owner: S('cy'), at: S('3') } } },
        {
          Update: {
            TableName,
            Key: key('t1'),
            UpdateExpression: 'SET #at = :at',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: { ':at': S('2') },
          },
        },
        { Delete: { TableName, Key: key('t2') } },
        { ConditionCheck: { TableName, Key: key('seed-1'), ConditionExpression: exists } },
      ],
    });
    expect((await ofOwner('cy')).Items?.map(({ id, at }) => [id?.S, at?.S])).toEqual([
      ['t1', '2'],
      ['t3', '3'],
    ]);
    expect(await get('t2')).toBeUndefined();
  });

  it('does nothing of it when one condition fails, and says which', async () => {
    await put('t4', { state: S('kept') });
    await expect(
      transact({
        TransactItems: [
          { Put: { TableName, Item: key('t5') } },
          { Delete: { TableName, Key: key('t4') } },
          {
            Put: {
              TableName,
              Item: key('seed-1'),
              ConditionExpression: 'attribute_not_exists(id)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          { ConditionCheck: { TableName, Key: key('nobody'), ConditionExpression: exists } },
        ],
      }),
    ).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, None, ConditionalCheckFailed, ConditionalCheckFailed]',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'None' },
        {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: { id: S('seed-1') },
        },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      ],
    });
    expect(await get('t5')).toBeUndefined();
    expect(await get('t4')).toBeDefined();
  });

  it('is done once for a client token, within ten minutes', async () => {
    const input = (id: string): TransactWriteItemsCommandInput => ({
      ClientRequestToken: 'token-1',
      TransactItems: [
        {
          Update: {
            TableName,
            Key: key(id),
            UpdateExpression: 'ADD hits :one',
            ExpressionAttributeValues: { ':one': N(1) },
          },
        },
      ],
    });
    await transact(input('t6'));
    await transact(input('t6'));
    expect((await get('t6'))?.hits).toEqual(N(1));
    await expect(transact(input('t7'))).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
    time.now += 10 * 60 * 1000;
    await transact(input('t6'));
    expect((await get('t6'))?.hits).toEqual(N(2));
  });

  it.each<[string, TransactWriteItemsCommandInput['TransactItems'], string, RegExp]>([
    [
      'an item twice',
      [{ Put: { TableName, Item: key('x') } }, { Delete: { TableName, Key: key('x') } }],
      'ValidationException',
      /multiple operations on one item/,
    ],
    ['no actions', [], 'ValidationException', /1 to 100 actions/],
    [
      '101 actions',
      Array(101).fill({ Put: { TableName, Item: key('x') } }),
      'ValidationException',
      /not 101/,
    ],
    [
      'two actions in one',
      [{ Put: { TableName, Item: key('x') }, Delete: { TableName, Key: key('y') } }],
      'ValidationException',
      /exactly one of/,
    ],
    [
      'an unknown table',
      [{ Put: { TableName: 'nowhere', Item: key('x') } }],
      'ResourceNotFoundException',
      /not found/,
    ],
    [
      'an expression that does not parse',
      [{ Delete: { TableName, Key: key('x'), ConditionExpression: 'is fine' } }],
      'ValidationException',
      /ConditionExpression/,
    ],
    ['a wrong key', [{ Delete: { TableName, Key: { other: S('x') } } }], 'ValidationException', /key/],
  ])('with %s is refused', async (_, TransactItems, name, message) => {
    await expect(transact({ TransactItems })).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  it('reads items as they are at one moment', async () => {
    const { Responses } = await client.send(
      new TransactGetItemsCommand({
        TransactItems: [
          { Get: { TableName, Key: key('seed-1'), ProjectionExpression: 'id' } },
          { Get: { TableName, Key: key('nobody') } },
        ],
      }),
    );
    expect(Responses).toEqual([{ Item: key('seed-1') }, {}]);
  });

  it('never shows half of itself', async () => {
    const move = (from: string, to: string) =>
      transact({
        TransactItems: [
          { Delete: { TableName, Key: key(from), ConditionExpression: exists } },
          { Put: { TableName, Item: key(to), ConditionExpression: 'attribute_not_exists(id)' } },
        ],
      });
    await put('left');
    let done = false;
    const moving = (async () => {
      for (let n = 0; n < 40; n++) {
        await move('left', 'right');
        await move('right', 'left');
      }
      done = true;
    })();
    let looks = 0;
    while (!done) {
      const { Responses = [] } = await client.send(
        new TransactGetItemsCommand({
          TransactItems: ['left', 'right'].map((id) => ({ Get: { TableName, Key: key(id) } })),
        }),
      );
      expect(Responses.filter(({ Item }) => Item)).toHaveLength(1);
      looks++;
    }
    await moving;
    expect(looks).toBeGreaterThan(5);
  });
});

describe('time to live', () => {
  it('is as the template says, and can be changed', async () => {
    const describeIt = async () =>
      (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
    const update = (Enabled: boolean, AttributeName = 'expires') =>
      client.send(
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
      const own = await createEmulator({ assembly: app.folder, clock: { now: () => time.now } });
      const database = new DynamoDBClient(clientConfig(own, 'dynamodb'));
      const seconds = Math.floor(time.now / 1000);
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

describe('the rest', () => {
  it('writes and reads in batches', async () => {
    await client.send(
      new BatchWriteItemCommand({
        RequestItems: { [TableName]: ['b1', 'b2'].map((id) => ({ PutRequest: { Item: key(id) } })) },
      }),
    );
    const { Responses } = await client.send(
      new BatchGetItemCommand({
        RequestItems: { [TableName]: { Keys: [key('b1'), key('b2'), key('nobody')] } },
      }),
    );
    expect(Responses?.[TableName]).toHaveLength(2);
    await client.send(new DeleteItemCommand({ TableName, Key: key('b1') }));
    expect(await get('b1')).toBeUndefined();
  });

  it('creates and deletes tables', async () => {
    const made = { TableName: 'made-by-hand' };
    await client.send(
      new CreateTableCommand({
        ...made,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    await waitUntilTableExists({ client, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.05 }, made);
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual(['made-by-hand', 'things']);
    await client.send(new DeleteTableCommand(made));
  });

  it('answers errors as DynamoDB does', async () => {
    await expect(
      client.send(new GetItemCommand({ TableName: 'nowhere', Key: key('x') })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(client.send(new ScanCommand({ TableName, FilterExpression: 'a b' }))).rejects.toMatchObject({
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
    await expect(client.send(command() as never)).rejects.toMatchObject({
      name: 'NotImplementedException',
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 501, attempts: 1 },
    });
  });
});
