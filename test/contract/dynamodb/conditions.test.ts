import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { key, N, S, TableName, thingsTable } from './things';

const things = thingsTable();
const { get, put } = things;

describe('a condition', () => {
  const cancel = (id: string, more: object = {}) =>
    things.client.send(
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
        things.client.send(
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
