import * as agent from '@aws-sdk/client-bedrock-agent';
import * as runtime from '@aws-sdk/client-bedrock-agent-runtime';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as lambda from '@aws-sdk/client-lambda';
import * as sts from '@aws-sdk/client-sts';
import { NormalizedSchema } from '@smithy/core/schema';
import type { Emulator } from '../../../emulator/create-emulator';
import { operationsOf } from '../../../emulator/front-door/sdk-schemas';
import { clientConfig } from '../../kit/agent-client';
import { type Desk, openDesk } from '../../kit/desk';
import { agentResources } from '../../kit/hand-made-app';
import { type OpenLibrary, openLibrary } from '../../kit/library';
import { say, use } from '../../kit/scripted-model';
import { changed, courierGroup, shelfGroup } from '../../kit/shelf';
import { type Checked, check } from './check';
import { constraints } from './constraints';
import { libraryProps, useKnowledgeBase } from './knowledge-base-run';

interface Response {
  readonly operation: string;
  readonly output: Record<string, unknown>;
  /** Of `output.events`, which came as a stream. */
  readonly stream?: NormalizedSchema;
}

const packages = [agent, runtime, cloudformation, dynamodb, lambda, sts];
const schemas = new Map(
  packages.flatMap((sdkPackage) =>
    [...operationsOf(sdkPackage)].map(([operation, { output }]) => [operation, output] as const),
  ),
);
const responses: Response[] = [];
/** Services whose answers have tests of their own and no constraints here. */
const elsewhere: ReadonlySet<string> = new Set(['s3']);
let desk: Desk;
let library: OpenLibrary;
const clients: { destroy(): void }[] = [];

/** A stock client that keeps every response for the check. */
function recording<Client extends { middlewareStack: { add(...args: never[]): void }; destroy(): void }>(
  Client: new (config: ReturnType<typeof clientConfig>) => Client,
  variable: string,
  { emulator }: { readonly emulator: Emulator } = desk,
): Client {
  const client = new Client(clientConfig(emulator, `AWS_ENDPOINT_URL_${variable}`));
  type Next = (args: never) => Promise<Response>;
  const record =
    (next: Next, { commandName = '' }) =>
    async (args: never) => {
      const answered = await next(args);
      responses.push({ operation: commandName.replace(/Command$/, ''), output: answered.output });
      return answered;
    };
  client.middlewareStack.add(record as never, { step: 'initialize' } as never);
  clients.push(client);
  return client;
}

const agents = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`Clerk${n}`, {}]));
const properties = {
  Description: 'Looks after the shelf',
  OrchestrationType: 'DEFAULT',
  ActionGroups: [
    shelfGroup,
    changed(courierGroup, { ActionGroupState: 'DISABLED' }),
    { ActionGroupName: 'user', ParentActionGroupSignature: 'AMAZON.UserInput' },
  ],
  PromptOverrideConfiguration: {
    PromptConfigurations: [
      { PromptType: 'ORCHESTRATION', PromptCreationMode: 'OVERRIDDEN', PromptState: 'ENABLED' },
    ],
  },
};

beforeAll(async () => {
  desk = await openDesk({ Desk: properties, ...agents });
  await changeAgentOften();
  await readAgents();
  await talk();
  await useTables();
  const stacks = recording(cloudformation.CloudFormationClient, 'CLOUDFORMATION');
  await stacks.send(new cloudformation.DescribeStacksCommand({}));
  await stacks.send(new cloudformation.ListStackResourcesCommand({ StackName: 'desk' }));
  await recording(sts.STSClient, 'STS').send(new sts.GetCallerIdentityCommand({}));
  const invoke = { FunctionName: 'shelf', Payload: Buffer.from('{}'), LogType: 'Tail' as const };
  await recording(lambda.LambdaClient, 'LAMBDA').send(new lambda.InvokeCommand(invoke));
  library = await openLibrary(libraryProps);
  const { events } = await useKnowledgeBase(
    library,
    recording(agent.BedrockAgentClient, 'BEDROCK_AGENT', library),
    recording(runtime.BedrockAgentRuntimeClient, 'BEDROCK_AGENT_RUNTIME', library),
  );
  const stream = NormalizedSchema.of(runtime.RetrieveAndGenerateStreamResponseOutput$);
  responses.push({ operation: 'events of RetrieveAndGenerateStream', output: { events }, stream });
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await desk.close();
  await library.close();
});

/** More versions and moves of the alias than lists of them may show. */
async function changeAgentOften(): Promise<void> {
  for (let n = 0; n < 12; n++) {
    const edited = {
      ...properties,
      Instruction: `You look after shelf number ${n}, whatever may come of it.`,
    };
    desk.shelf.write({
      Shelf: desk.shelf.resource,
      ...agentResources('Desk', edited),
      ...Object.assign({}, ...Object.keys(agents).map((id) => agentResources(id, {}))),
    });
    await desk.emulator.reload(desk.shelf.folder);
  }
}

async function readAgents(): Promise<void> {
  const client = recording(agent.BedrockAgentClient, 'BEDROCK_AGENT');
  const { agentId, agentAliasId } = desk.emulator.ids;
  await client.send(new agent.ListAgentsCommand({}));
  await client.send(new agent.GetAgentCommand({ agentId }));
  await client.send(new agent.PrepareAgentCommand({ agentId }));
  await client.send(new agent.ListAgentAliasesCommand({ agentId }));
  await client.send(new agent.GetAgentAliasCommand({ agentId, agentAliasId }));
  await client.send(new agent.ListAgentVersionsCommand({ agentId }));
  const agentVersion = '13';
  await client.send(new agent.GetAgentVersionCommand({ agentId, agentVersion }));
  const listed = await client.send(new agent.ListAgentActionGroupsCommand({ agentId, agentVersion }));
  for (const { actionGroupId } of listed.actionGroupSummaries ?? [])
    await client.send(new agent.GetAgentActionGroupCommand({ agentId, agentVersion, actionGroupId }));
}

async function talk(): Promise<void> {
  const client = recording(runtime.BedrockAgentRuntimeClient, 'BEDROCK_AGENT_RUNTIME');
  const { agentId, agentAliasId } = desk.emulator.ids;
  const removals = Array.from({ length: 7 }, (_, n) => [
    'shelf__removeItem',
    { itemId: `${n}`, reason: 'old' },
  ]) as [string, Record<string, unknown>][];
  for (const [sessionId, ...lines] of [
    ['answered', use('I look.', ['shelf__getItem', { itemId: '7' }]), say('There')],
    ['reprompted', use(['shelf__burn', {}]), say('I cannot')],
    ['returned', use(...removals)],
  ] as const) {
    desk.model.script(...lines);
    const input = { agentId, agentAliasId, sessionId, inputText: 'Do it', enableTrace: true };
    const { completion = [] } = await client.send(new runtime.InvokeAgentCommand(input));
    const events: runtime.ResponseStream[] = [];
    for await (const event of completion) events.push(event);
    const stream = NormalizedSchema.of(runtime.ResponseStream$);
    responses.push({ operation: 'events of InvokeAgent', output: { events }, stream });
  }
}

async function useTables(): Promise<void> {
  const client = recording(dynamodb.DynamoDBClient, 'DYNAMODB');
  const TableName = 'things';
  const Key = { id: { S: '1' } };
  const { TableDescription } = await client.send(
    new dynamodb.CreateTableCommand({
      TableName,
      AttributeDefinitions: ['id', 'kind'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byKind',
          KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  const ResourceArn = TableDescription?.TableArn;
  await client.send(new dynamodb.PutItemCommand({ TableName, Item: { ...Key, kind: { S: 'hat' } } }));
  const set = { UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': { N: '1' } } };
  await client.send(new dynamodb.UpdateItemCommand({ TableName, Key, ...set, ReturnValues: 'ALL_NEW' }));
  await client.send(new dynamodb.GetItemCommand({ TableName, Key }));
  await client.send(new dynamodb.BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key] } } }));
  const write = { PutRequest: { Item: { id: { S: '2' } } } };
  await client.send(new dynamodb.BatchWriteItemCommand({ RequestItems: { [TableName]: [write] } }));
  const byId = { KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': { S: '1' } } };
  await client.send(new dynamodb.QueryCommand({ TableName, ...byId }));
  await client.send(new dynamodb.ScanCommand({ TableName }));
  await client.send(new dynamodb.TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key } }] }));
  await client.send(
    new dynamodb.TransactWriteItemsCommand({ TransactItems: [{ Delete: { TableName, Key } }] }),
  );
  await client.send(new dynamodb.DeleteItemCommand({ TableName, Key: { id: { S: '2' } } }));
  const ttl = { TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true } };
  await client.send(new dynamodb.UpdateTimeToLiveCommand({ TableName, ...ttl }));
  await client.send(new dynamodb.DescribeTimeToLiveCommand({ TableName }));
  await client.send(new dynamodb.DescribeContinuousBackupsCommand({ TableName }));
  const provisioned = {
    BillingMode: 'PROVISIONED' as const,
    ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
  };
  const index = { Update: { IndexName: 'byKind', ProvisionedThroughput: provisioned.ProvisionedThroughput } };
  await client.send(
    new dynamodb.UpdateTableCommand({ TableName, ...provisioned, GlobalSecondaryIndexUpdates: [index] }),
  );
  await client.send(new dynamodb.DescribeTableCommand({ TableName }));
  await client.send(new dynamodb.ListTablesCommand({}));
  await client.send(new dynamodb.TagResourceCommand({ ResourceArn, Tags: [{ Key: 'a', Value: 'b' }] }));
  await client.send(new dynamodb.ListTagsOfResourceCommand({ ResourceArn }));
  await client.send(new dynamodb.UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));
  await client.send(new dynamodb.DeleteTableCommand({ TableName }));
}

function checked({ operation, output, stream }: Response): Checked[] {
  if (stream) return (output.events as unknown[]).map((event) => check(stream, event));
  const schema = schemas.get(operation);
  if (!schema) throw new Error(`No SDK package has ${operation}`);
  // A stream is looked at event by event.
  const { completion: _, stream: __, ...rest } = output;
  return [check(schema, rest)];
}

it('is a run over every operation that the emulator has', async () => {
  const coverage = await desk.emulator.coverage();
  const served = coverage.flatMap(({ service, operation, status }) =>
    status === 'missing' || elsewhere.has(service) ? [] : [operation],
  );
  const run = new Set(responses.map(({ operation }) => operation));
  expect(served.filter((operation) => !run.has(operation))).toEqual([]);
});

it('answers within the constraints of the services', () => {
  expect(responses.flatMap((response) => checked(response).flatMap(({ broken }) => broken))).toEqual([]);
});

it('meets every constraint that is written down', () => {
  const used = new Set(responses.flatMap((response) => checked(response).flatMap((one) => [...one.used])));
  expect(Object.keys(constraints).filter((key) => !used.has(key))).toEqual([]);
});

it.each([
  ['an agentId of another length', { agentId: 'SHORT' }, /Agent\.agentId.* does not fit/],
  ['a status of no such name', { agentStatus: 'READY' }, /READY is none of/],
  ['a description of 201 letters', { description: 'x'.repeat(201) }, /has 201, not 1 to 200/],
])('would notice %s', (_, wrong, problem) => {
  const schema = schemas.get('GetAgent');
  if (!schema) throw new Error('The SDK package has no GetAgent');
  expect(check(schema, { agent: wrong }).broken).toEqual([expect.stringMatching(problem)]);
});
