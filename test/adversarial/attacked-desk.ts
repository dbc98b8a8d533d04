import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import {
  BedrockAgentClient,
  IngestKnowledgeBaseDocumentsCommand,
  ListDataSourcesCommand,
  ListKnowledgeBasesCommand,
} from '@aws-sdk/client-bedrock-agent';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ModelFor } from '../../emulator/agent/model';
import { createEmulator } from '../../emulator/create-emulator';
import type { StoredOrder } from '../../functions/orders/orders';
import { openApiDocument } from '../../schemas/openapi';
import { orders } from '../../schemas/orders';
import { type AgentClient, type Answered, agentClient } from '../kit/agent/agent-client';
import { functionResource, handMadeApp } from '../kit/hand-made-app';
import { libraryResources } from '../kit/knowledge-base/library';
import { courierGroup } from '../kit/knowledge-base/shelf';
import { bundled, ordersTable } from '../kit/orders/orders-app';
import { clientConfig } from '../kit/sdk-client';
import { attacker, table } from './victims';

type Turn = Parameters<AgentClient['ask']>[0];
type Rows = Readonly<Record<string, StoredOrder>>;

export interface AttackedDesk {
  /** What the emulator's clock shows, in milliseconds since 1970. */
  readonly time: { at: number };
  /** The tool that searches the documents. */
  readonly searchTool: string;
  /** One turn of a customer who is signed in as the attacker, unless the turn says otherwise. */
  ask(turn: Turn): Promise<Answered>;
  /** The function's answer to an event that did not come from the agent. */
  invoke(event: unknown, clientContext?: object): Promise<string>;
  /** The table, whole. */
  rows(): Promise<Rows>;
  /** Puts the table back to what it was at first, and these orders into it. */
  reset(...orders: readonly StoredOrder[]): Promise<void>;
  addDocument(id: string, text: string): Promise<void>;
  close(): Promise<void>;
}

const key = (orderId: string) => ({ TableName: 'orders', Key: { orderId: { S: orderId } } });

/**
 * The shop as it is deployed, but for the guardrail, which nothing here may depend on: the orders' function and
 * table, their API schema, a knowledge base, and a second action group whose results the caller gives.
 */
export async function openAttackedDesk(model?: ModelFor): Promise<AttackedDesk> {
  const lambda = { 'Fn::GetAtt': ['OrdersFunction', 'Arn'] };
  const ordersGroup = {
    ActionGroupName: 'orders',
    ActionGroupExecutor: { Lambda: lambda },
    ApiSchema: { Payload: JSON.stringify(openApiDocument(orders)) },
  };
  const agent = {
    ActionGroups: [
      ordersGroup,
      courierGroup,
      { ...ordersGroup, ActionGroupName: 'retired', ActionGroupState: 'DISABLED' },
    ],
    KnowledgeBases: [
      {
        KnowledgeBaseId: { 'Fn::GetAtt': ['Library', 'KnowledgeBaseId'] },
        Description: 'Policies of the shop',
      },
    ],
  };
  const app = handMadeApp(
    {
      Orders: ordersTable(),
      OrdersFunction: functionResource(
        'orders',
        { ORDERS_TABLE: 'orders', POWERTOOLS_LOG_LEVEL: 'SILENT' },
        15,
      ),
      ...libraryResources({ agent }),
    },
    { orders: await bundled() },
  );
  writeFileSync(path.join(app.folder, 'seed.json'), JSON.stringify(table));
  const time = { at: Date.UTC(2026, 10, 21) };
  const emulator = await createEmulator({
    assembly: app.folder,
    clock: { now: () => time.at },
    ...(model && { model }),
  });
  const client = agentClient(emulator);
  const config = (service: string) => ({ ...clientConfig(emulator, service), maxAttempts: 1 });
  const database = new DynamoDBClient(config('dynamodb'));
  const functions = new LambdaClient(config('lambda'));
  const knowledge = new BedrockAgentClient(config('bedrock-agent'));
  const { knowledgeBaseSummaries = [] } = await knowledge.send(new ListKnowledgeBasesCommand({}));
  const knowledgeBaseId = knowledgeBaseSummaries[0]?.knowledgeBaseId ?? '';
  const { dataSourceSummaries = [] } = await knowledge.send(new ListDataSourcesCommand({ knowledgeBaseId }));
  const dataSourceId = dataSourceSummaries.find(({ name }) => name === 'Custom')?.dataSourceId;
  const rows = async (): Promise<Rows> => {
    const { Items = [] } = await database.send(
      new ScanCommand({ TableName: 'orders', ConsistentRead: true }),
    );
    return Object.fromEntries(Items.map((item) => [item.orderId?.S, unmarshall(item) as StoredOrder]));
  };
  return {
    time,
    searchTool: `GET__x_amz_knowledgebase_${knowledgeBaseId}__Search`,
    rows,
    ask(given) {
      const turn = typeof given === 'string' ? { inputText: given } : given;
      const { sessionAttributes = { customerId: attacker }, ...sessionState } = turn.sessionState ?? {};
      return client.ask({ enableTrace: true, ...turn, sessionState: { sessionAttributes, ...sessionState } });
    },
    async invoke(event, clientContext) {
      const { Payload } = await functions.send(
        new InvokeCommand({
          FunctionName: 'orders',
          Payload: typeof event === 'string' ? event : JSON.stringify(event),
          ...(clientContext && {
            ClientContext: Buffer.from(JSON.stringify({ custom: clientContext })).toString('base64'),
          }),
        }),
      );
      return new TextDecoder().decode(Payload);
    },
    async reset(...added) {
      const wanted = new Map([...table, ...added].map((order) => [order.orderId, order]));
      const found = await rows();
      for (const orderId of Object.keys(found)) {
        if (!wanted.has(orderId)) await database.send(new DeleteItemCommand(key(orderId)));
      }
      for (const [orderId, order] of wanted) {
        if (JSON.stringify(sorted(found[orderId])) === JSON.stringify(sorted(order))) continue;
        await database.send(new PutItemCommand({ TableName: 'orders', Item: marshall(order) }));
      }
    },
    async addDocument(id, data) {
      const textContent = { data };
      const inlineContent = { type: 'TEXT' as const, textContent };
      const custom = { customDocumentIdentifier: { id }, sourceType: 'IN_LINE' as const, inlineContent };
      const documents = [{ content: { dataSourceType: 'CUSTOM' as const, custom } }];
      await knowledge.send(
        new IngestKnowledgeBaseDocumentsCommand({ knowledgeBaseId, dataSourceId, documents }),
      );
    },
    async close() {
      client.close();
      for (const one of [database, functions, knowledge]) one.destroy();
      await emulator.close();
      app.remove();
    },
  };
}

/** A value with the names in its objects in sequence, for comparing by text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, part]) => [name, sorted(part)]));
}
