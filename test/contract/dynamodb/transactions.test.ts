import {
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { key, N, S, TableName, thingsTable } from './things';

const things = thingsTable();
const { get, put, ofOwner } = things;

describe('a transaction', () => {
  const transact = (input: TransactWriteItemsCommandInput) =>
    things.client.send(new TransactWriteItemsCommand(input));
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
    expect((await ofOwner('cy')).map(({ id, at }) => [id?.S, at?.S])).toEqual([
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
    things.time.now += 10 * 60 * 1000;
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
    const { Responses } = await things.client.send(
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
      const { Responses = [] } = await things.client.send(
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
