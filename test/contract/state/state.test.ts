import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import { openEmulator, runningEmulator } from '../../../emulator/open-emulator';
import { readDescription, writeDescription } from '../../../emulator/state/emulator-file';
import { agentResources, functionResource, type HandMadeApp, handMadeApp } from '../../kit/hand-made-app';
import { clientConfig } from '../../kit/sdk-client';
import { until } from '../../kit/until';

const TableName = 'things';
const attribute = (AttributeName: string, AttributeType = 'S') => ({ AttributeName, AttributeType });
const hash = (AttributeName: string) => [{ AttributeName, KeyType: 'HASH' }];
const index = (name: string) => ({
  IndexName: `by-${name}`,
  KeySchema: hash(name),
  Projection: { ProjectionType: 'ALL' },
});
const table = (properties: object = {}) => ({
  Things: {
    Type: 'AWS::DynamoDB::Table',
    Properties: { TableName, AttributeDefinitions: [attribute('id')], KeySchema: hash('id'), ...properties },
    Metadata: { 'outcrop:seed': 'seed.json' },
  },
});
const indexed = (...names: string[]) =>
  table({
    AttributeDefinitions: ['id', ...names].map((name) => attribute(name)),
    GlobalSecondaryIndexes: names.map(index),
  });
const desk = agentResources('Desk', {});

let app: HandMadeApp;
let directory: string;
const closing: (() => Promise<void>)[] = [];

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'state-'));
  app = handMadeApp({ ...table(), ...desk }, { greeter: 'exports.handler = async () => "hello";' });
  writeFileSync(path.join(app.folder, 'seed.json'), '[{"id":"seed","owner":"ann"}]');
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  app.remove();
  rmSync(directory, { recursive: true, force: true });
});

async function start(assembly = app.folder): Promise<Emulator> {
  const emulator = await createEmulator({ assembly, state: { directory } });
  closing.push(emulator.close);
  return emulator;
}
async function open() {
  const emulator = await openEmulator({ assembly: app.folder, state: { directory } });
  closing.push(emulator.close);
  return emulator;
}
function database(emulator: Pick<Emulator, 'env'>): DynamoDBClient {
  const client = new DynamoDBClient(clientConfig(emulator, 'dynamodb'));
  closing.push(async () => client.destroy());
  return client;
}
const get = async (emulator: Pick<Emulator, 'env'>, id: string) =>
  (await database(emulator).send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))).Item;
const put = (emulator: Pick<Emulator, 'env'>, item: Record<string, { S: string }>) =>
  database(emulator).send(new PutItemCommand({ TableName, Item: item }));

describe('after a restart', () => {
  it('the tables are as they were, and the seed does not come again', async () => {
    const first = await start();
    await put(first, { id: { S: 'seed' }, owner: { S: 'changed' } });
    await put(first, { id: { S: 'mine' } });
    await first.close();
    const second = await start();
    expect((await get(second, 'seed'))?.owner).toEqual({ S: 'changed' });
    expect(await get(second, 'mine')).toBeDefined();
  });

  it('nothing is left of an ephemeral one', async () => {
    const code = { greeter: 'exports.handler = async () => process.cwd();' };
    const other = handMadeApp({ ...table(), ...desk, Greeter: functionResource('greeter') }, code);
    writeFileSync(path.join(other.folder, 'seed.json'), '[]');
    closing.push(async () => other.remove());
    const first = await createEmulator({ assembly: other.folder });
    closing.push(first.close);
    await put(first, { id: { S: 'mine' } });
    const lambda = new LambdaClient(clientConfig(first));
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'greeter' }));
    lambda.destroy();
    const folder = path.join(JSON.parse(Payload?.transformToString() ?? ''), '..', '..');
    expect(existsSync(folder)).toBe(true);
    await first.close();
    expect(existsSync(folder)).toBe(false);
    const second = await createEmulator({ assembly: app.folder, state: 'ephemeral' });
    closing.push(second.close);
    expect(await get(second, 'mine')).toBeUndefined();
    expect(await get(second, 'seed')).toBeDefined();
  });
});

describe('a changed template', () => {
  const query = async (emulator: Emulator, name: string, value: string) =>
    database(emulator).send(
      new QueryCommand({
        TableName,
        IndexName: `by-${name}`,
        KeyConditionExpression: '#key = :key',
        ExpressionAttributeNames: { '#key': name },
        ExpressionAttributeValues: { ':key': { S: value } },
      }),
    );

  it('gives a kept table the indexes that it has now', async () => {
    const first = await start();
    await put(first, { id: { S: 'mine' }, owner: { S: 'ann' }, place: { S: 'shelf' } });
    await first.close();
    app.write({ ...indexed('owner'), ...desk });
    const second = await start();
    expect((await query(second, 'owner', 'ann')).Items?.map(({ id }) => id?.S).sort()).toEqual([
      'mine',
      'seed',
    ]);
    app.write({ ...indexed('place'), ...desk });
    await second.reload(app.folder);
    expect((await query(second, 'place', 'shelf')).Count).toBe(1);
    await expect(query(second, 'owner', 'ann')).rejects.toMatchObject({ name: 'ValidationException' });
    await put(second, { id: { S: 'other' }, place: { S: 'shelf' } });
    expect((await query(second, 'place', 'shelf')).Count).toBe(2);
    // An index that comes back knows nothing of what it knew when it went.
    await put(second, { id: { S: 'mine' }, owner: { S: 'bob' } });
    app.write({ ...indexed('owner'), ...desk });
    await second.reload(app.folder);
    expect((await query(second, 'owner', 'ann')).Items?.map(({ id }) => id?.S)).toEqual(['seed']);
  });

  it('gives an index what it holds by now of each item', async () => {
    const projected = (ProjectionType: string) =>
      table({
        AttributeDefinitions: [attribute('id'), attribute('owner')],
        GlobalSecondaryIndexes: [{ ...index('owner'), Projection: { ProjectionType } }],
      });
    app.write({ ...projected('KEYS_ONLY'), ...desk });
    const emulator = await start();
    const item = { id: { S: 'mine' }, owner: { S: 'bob' }, place: { S: 'shelf' } };
    await put(emulator, item);
    const { place: _, ...keys } = item;
    expect((await query(emulator, 'owner', 'bob')).Items).toEqual([keys]);
    app.write({ ...projected('ALL'), ...desk });
    await emulator.reload(app.folder);
    expect((await query(emulator, 'owner', 'bob')).Items).toEqual([item]);
  });

  it('with another local secondary index is refused', async () => {
    const sorted = (more: object) =>
      table({
        AttributeDefinitions: ['id', 'at', 'owner'].map((name) => attribute(name)),
        KeySchema: [...hash('id'), { AttributeName: 'at', KeyType: 'RANGE' }],
        ...more,
      });
    const local = {
      ...index('owner'),
      KeySchema: [...hash('id'), { AttributeName: 'owner', KeyType: 'RANGE' }],
    };
    writeFileSync(path.join(app.folder, 'seed.json'), '[]');
    app.write({ ...sorted({ LocalSecondaryIndexes: [local] }), ...desk });
    const emulator = await start();
    const without = sorted({ AttributeDefinitions: ['id', 'at'].map((name) => attribute(name)) });
    app.write({ ...without, ...desk });
    await expect(emulator.reload(app.folder)).rejects.toMatchObject({
      name: 'TableChangedError',
      message: expect.stringContaining('its local secondary indexes are not those of the template'),
    });
  });

  it.each([
    [
      'another key',
      table({ KeySchema: hash('name'), AttributeDefinitions: [attribute('name')] }),
      /its key is id \(HASH, S\), in the template name \(HASH, S\)/,
    ],
    [
      'another type of key',
      table({ AttributeDefinitions: [attribute('id', 'N')] }),
      /its key is id \(HASH, S\), in the template id \(HASH, N\)/,
    ],
  ])('with %s is refused, and the running app stays', async (_, resources, message) => {
    const emulator = await start();
    app.write({ ...resources, ...desk });
    await expect(emulator.reload(app.folder)).rejects.toMatchObject({
      name: 'TableChangedError',
      message: expect.stringMatching(message),
    });
    expect(await get(emulator, 'seed')).toBeDefined();
    await emulator.close();
    await expect(start()).rejects.toMatchObject({ name: 'TableChangedError' });
  });
});

describe('a second process', () => {
  it('uses the emulator that runs, which stays until nobody needs it', async () => {
    const first = await openEmulator({ assembly: app.folder, state: { directory } });
    const second = await open();
    expect([first.isOwn, second.isOwn]).toEqual([true, false]);
    expect(second).toMatchObject({
      endpoint: first.endpoint,
      env: first.env,
      ids: first.ids,
      pid: process.pid,
    });
    let closed = false;
    const end = first.close().then(() => {
      closed = true;
    });
    await put(second, { id: { S: 'mine' } });
    expect(closed).toBe(false);
    await second.close();
    await end;
    expect(await runningEmulator({ assembly: app.folder, state: { directory } })).toBeUndefined();
    expect(await get(await open(), 'mine')).toBeDefined();
  });

  it('hands its assembly to the one that runs', async () => {
    const first = await start();
    const newer = handMadeApp(
      { ...table(), ...desk, Greeter: functionResource('greeter') },
      {
        greeter: 'exports.handler = async () => "hello";',
      },
    );
    closing.push(async () => newer.remove());
    const second = await openEmulator({ assembly: newer.folder, state: { directory } });
    closing.push(second.close);
    expect([first.assembly, second.assembly()]).toEqual([newer.folder, newer.folder]);
    newer.write({
      ...table({ KeySchema: hash('name'), AttributeDefinitions: [attribute('name')] }),
      ...desk,
    });
    app.write({ ...table({ KeySchema: hash('name'), AttributeDefinitions: [attribute('name')] }), ...desk });
    await expect(open()).rejects.toMatchObject({ name: 'TableChangedError' });
  });

  it('is not led astray by what a killed one left behind', async () => {
    const first = await start();
    const folder = path.join(directory, 'desk');
    const left = readDescription(folder);
    await first.close();
    expect(readDescription(folder)).toBeUndefined();
    if (!left) throw new Error('The lock file was not there');
    // Somebody else has the port by now.
    const stranger = await createEmulator({ assembly: app.folder });
    closing.push(stranger.close);
    writeDescription(folder, { ...left, endpoint: stranger.endpoint });
    const second = await open();
    expect(second.isOwn).toBe(true);
    expect(second.endpoint).not.toBe(stranger.endpoint);
  });

  it('cannot open the same state beside it', async () => {
    await start();
    await expect(createEmulator({ assembly: app.folder, state: { directory } })).rejects.toMatchObject({
      name: 'StateInUseError',
    });
  });
});

describe('a reload', () => {
  it('lets what is under way end with the app that it began with', async () => {
    const slow = (word: string) => `
      exports.handler = async ({ wait }) => {
        if (wait) require('node:fs').writeFileSync(wait + '.reached', '');
        if (wait) while (!require('node:fs').existsSync(wait)) await new Promise((r) => setTimeout(r, 5));
        return '${word}';
      };`;
    const resources = { ...desk, Greeter: functionResource('greeter', {}, 60) };
    const older = handMadeApp(resources, { greeter: slow('before') });
    const newer = handMadeApp(resources, { greeter: slow('after') });
    closing.push(async () => older.remove());
    closing.push(async () => newer.remove());
    // Each edit gives an asset another name, as a hash in it does.
    for (const [one, name] of [
      [older, 'one'],
      [newer, 'two'],
    ] as const) {
      const file = path.join(one.folder, 'desk.assets.json');
      renameSync(path.join(one.folder, 'asset.greeter'), path.join(one.folder, `asset.${name}`));
      writeFileSync(file, readFileSync(file, 'utf8').replace('asset.greeter', `asset.${name}`));
    }
    const emulator = await start(older.folder);
    const client = new LambdaClient(clientConfig(emulator));
    closing.push(async () => client.destroy());
    const gate = path.join(directory, 'gate');
    const invoke = async (event: object) => {
      const command = new InvokeCommand({ FunctionName: 'greeter', Payload: JSON.stringify(event) });
      return JSON.parse((await client.send(command)).Payload?.transformToString() ?? '');
    };
    expect(await invoke({})).toBe('before');
    const waiting = invoke({ wait: gate });
    await until(() => existsSync(`${gate}.reached`));
    await emulator.reload(newer.folder);
    expect(await invoke({})).toBe('after');
    writeFileSync(gate, '');
    expect(await waiting).toBe('before');
    expect(await invoke({})).toBe('after');
  });
});
