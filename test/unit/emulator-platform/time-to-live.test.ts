import { DynamoDbEngine } from '../../../emulator/dynamodb/engine';
import { TimeToLive } from '../../../emulator/dynamodb/time-to-live';
import { openState } from '../../../emulator/state/state';
import { until } from '../../kit/until';

const year = 365 * 24 * 60 * 60;
const now = 2_000_000_000;
const TableName = 'things';

async function engineWithTable(): Promise<DynamoDbEngine> {
  const engine = await DynamoDbEngine.open();
  await engine.change('CreateTable', {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await until(async () => (await engine.table(TableName))?.TableStatus === 'ACTIVE');
  return engine;
}

it('leaves an item that got more time after it was read', async () => {
  const engine = await engineWithTable();
  const state = await openState();
  const attributes = state.collection<string>('ttl');
  const put = (expires: number) =>
    engine.write('PutItem', { TableName, Item: { id: { S: 'one' }, expires: { N: String(expires) } } });
  await put(now - 1);
  const slow = Object.create(engine, {
    items: {
      value: async function* items() {
        for await (const item of engine.items(TableName)) {
          await put(now + 60);
          yield item;
        }
      },
    },
  }) as DynamoDbEngine;
  const timeToLive = new TimeToLive(slow, attributes, { now: () => now * 1000 });
  await timeToLive.set(TableName, 'expires');
  await timeToLive.sweep();
  expect(await engine.item(TableName, { id: { S: 'one' } })).toMatchObject({
    expires: { N: String(now + 60) },
  });
  await engine.close();
  await state.close();
});

it('deletes what has expired, by number and by index, and nothing else', async () => {
  const engine = await engineWithTable();
  const state = await openState();
  const timeToLive = new TimeToLive(engine, state.collection('ttl'), { now: () => now * 1000 });
  const expires: Record<string, object> = {
    past: { N: String(now - 1) },
    now: { N: String(now) },
    future: { N: String(now + 60) },
    text: { S: String(now - 1) },
    ancient: { N: String(now - 6 * year) },
  };
  const put = (id: string, more: object) =>
    engine.write('PutItem', { TableName, Item: { id: { S: id }, ...more } });
  for (const [id, value] of Object.entries(expires)) await put(id, { expires: value });
  await put('never', {});
  const left = async () => {
    const { Items } = (await engine.read('Scan', { TableName })) as { Items: { id: { S: string } }[] };
    return Items.map(({ id }) => id.S).sort();
  };

  await timeToLive.sweep();
  expect(await left()).toEqual(['ancient', 'future', 'never', 'now', 'past', 'text']);
  await timeToLive.set(TableName, 'expires');
  await timeToLive.sweep();
  expect(await left()).toEqual(['ancient', 'future', 'never', 'now', 'text']);
  await engine.close();
  await state.close();
});
