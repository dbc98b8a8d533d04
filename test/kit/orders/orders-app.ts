import { copyFileSync } from 'node:fs';
import * as path from 'node:path';
import { build } from 'esbuild';
import config from '../../../agent.config';
import { agentResources, functionResource, type HandMadeApp, handMadeApp } from '../hand-made-app';

const root = path.join(__dirname, '..', '..', '..');

/** The table of orders with its seed, as the agent's configuration describes it, under the name `orders`. */
export function ordersTable() {
  const table = config.actionGroups
    .flatMap(({ tables = [] }) => tables)
    .find(({ name }) => name === 'orders');
  if (!table) throw new Error('agent.config.ts has no table of orders');
  const { partitionKey, indexes = [] } = table;
  const keys = [
    partitionKey,
    ...indexes.flatMap((index) => [index.partitionKey, index.sortKey ?? partitionKey]),
  ];
  return {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      TableName: 'orders',
      AttributeDefinitions: [...new Set(keys)].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: 'HASH' },
          { AttributeName: index.sortKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      })),
      Replicas: [{ Region: { Ref: 'AWS::Region' } }],
    },
    Metadata: { 'outcrop:seed': 'seed.json' },
  };
}

/** An app of the table alone, or of the table and the orders' function, bundled, under these names. */
export async function ordersApp(functionNames: readonly string[] = [], wrap = ''): Promise<HandMadeApp> {
  const source = functionNames.length > 0 ? await bundled() : '';
  const app = handMadeApp(
    {
      Orders: ordersTable(),
      ...Object.fromEntries(
        functionNames.map((name) => [name, functionResource(name, { ORDERS_TABLE: 'orders' }, 15)]),
      ),
      ...agentResources('Desk', {}),
    },
    Object.fromEntries(functionNames.map((name) => [name, `${source}\n${wrap}`])),
  );
  copyFileSync(path.join(root, 'functions', 'orders', 'seed.json'), path.join(app.folder, 'seed.json'));
  return app;
}

/** The orders' function as one file, for an app that a test puts together itself. */
export async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'functions', 'orders', 'handler.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
