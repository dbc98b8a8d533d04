import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import { agentResources, type HandMadeApp, handMadeApp } from '../../kit/hand-made-app';
import { clientConfig } from '../../kit/sdk-client';

export const TableName = 'things';
export const seed = Array.from({ length: 30 }, (_, n) => ({
  id: `seed-${n}`,
  owner: n % 2 ? 'ann' : 'bob',
  at: `2026-01-${String(n + 1).padStart(2, '0')}`,
  size: n,
  tags: ['a', { b: true }],
  none: null,
}));
export const S = (text: string) => ({ S: text });
export const N = (number: number) => ({ N: String(number) });
export const key = (id: string) => ({ id: S(id) });

export interface Things {
  readonly app: HandMadeApp;
  readonly client: DynamoDBClient;
  /** What the emulator's clock shows, in milliseconds since 1970. */
  readonly time: { now: number };
  get(id: string): Promise<Record<string, AttributeValue> | undefined>;
  put(id: string, more?: object): Promise<unknown>;
  /** By the index. */
  ofOwner(owner: string): Promise<Record<string, AttributeValue>[]>;
}

/** A table with a seed and an index, for the tests of one file. */
export function thingsTable(): Things {
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

  return {
    get app() {
      return app;
    },
    get client() {
      return client;
    },
    time,
    get: async (id) => (await client.send(new GetItemCommand({ TableName, Key: key(id) }))).Item,
    put: (id, more = {}) => client.send(new PutItemCommand({ TableName, Item: { ...key(id), ...more } })),
    async ofOwner(owner) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: 'byOwner',
          KeyConditionExpression: '#owner = :owner',
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: { ':owner': S(owner) },
        }),
      );
      return Items;
    },
  };
}
