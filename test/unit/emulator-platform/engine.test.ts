import { DynamoDbEngine } from '../../../emulator/dynamodb/engine';
import { until } from '../../kit/until';

it('closes what its reads have opened, also when they stop early', async () => {
  const engine = await DynamoDbEngine.open();
  const TableName = 'things';
  await engine.change('CreateTable', {
    TableName,
    AttributeDefinitions: ['id', 'at'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'id', KeyType: 'HASH' },
      { AttributeName: 'at', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await until(async () => (await engine.table(TableName))?.TableStatus === 'ACTIVE');
  for (let n = 0; n < 20; n++) {
    await engine.write('PutItem', { TableName, Item: { id: { S: 'a' }, at: { S: String(n) } } });
  }
  const opened: { next?: () => Promise<unknown> }[] = [];
  const { db } = engine.store;
  for (const kind of ['keys', 'values'] as const) {
    const create = db[kind].bind(db);
    db[kind] = (range) => {
      const iterator = create(range);
      opened.push(iterator as never);
      return iterator;
    };
  }
  const query = {
    TableName,
    KeyConditionExpression: 'id = :id',
    ExpressionAttributeValues: { ':id': { S: 'a' } },
  };
  await engine.read('Query', query);
  await engine.read('Query', { ...query, Limit: 3 });
  await engine.read('Scan', { TableName, Limit: 3 });
  await engine.read('Scan', { TableName });
  await engine.read('ListTables', {});
  expect(opened).toHaveLength(5);
  for (const iterator of opened) {
    await until(async () => {
      const error = await iterator.next?.().then(
        () => undefined,
        (reason: { code?: string }) => reason,
      );
      return error?.code === 'LEVEL_ITERATOR_NOT_OPEN';
    });
  }
  await engine.close();
});
