import * as agent from '@aws-sdk/client-bedrock-agent';
import * as runtime from '@aws-sdk/client-bedrock-agent-runtime';
import * as models from '@aws-sdk/client-bedrock-runtime';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sts from '@aws-sdk/client-sts';
import { NormalizedSchema } from '@smithy/core/schema';
import type { Emulator } from '../../../emulator/create-emulator';
import { operationsOf } from '../../../emulator/front-door/sdk-schemas';
import type { ServiceName } from '../../../emulator/front-door/service-definition';
import { clientConfig } from '../../kit/agent/agent-client';
import { say, use } from '../../kit/agent/scripted-model';
import { type Desk, openDesk } from '../../kit/desk/desk';
import { agentResources } from '../../kit/hand-made-app';
import { type OpenLibrary, openLibrary } from '../../kit/knowledge-base/library';
import { changed, courierGroup, shelfGroup } from '../../kit/knowledge-base/shelf';
import { type Checked, check } from './check';
import { constraintsOf } from './constraints';
import { type Guarded, openGuarded, useGuardrail } from './guardrail-run';
import { libraryProps, useKnowledgeBase } from './knowledge-base-run';
import { useS3 } from './s3-run';
import { useTables } from './tables-run';

interface Response {
  readonly service: ServiceName;
  readonly operation: string;
  readonly output: Record<string, unknown>;
  /** Of `output.events`, which came as a stream. */
  readonly stream?: NormalizedSchema;
}

const schemas: Readonly<Partial<Record<ServiceName, ReturnType<typeof operationsOf>>>> = {
  'bedrock-agent': operationsOf(agent),
  'bedrock-agent-runtime': operationsOf(runtime),
  'bedrock-runtime': operationsOf(models),
  cloudformation: operationsOf(cloudformation),
  dynamodb: operationsOf(dynamodb),
  lambda: operationsOf(lambda),
  s3: operationsOf(s3),
  sts: operationsOf(sts),
};
const responses: Response[] = [];
let desk: Desk;
let library: OpenLibrary;
let guarded: Guarded;
const clients: { destroy(): void }[] = [];

/** A stock client that keeps every response for the check. */
function recording<Client extends { middlewareStack: { add(...args: never[]): void }; destroy(): void }>(
  Client: new (config: ReturnType<typeof clientConfig>) => Client,
  service: ServiceName,
  { emulator }: { readonly emulator: Emulator } = desk,
): Client {
  const client = new Client(
    clientConfig(emulator, `AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll('-', '_')}`),
  );
  type Next = (args: never) => Promise<Response>;
  const record =
    (next: Next, { commandName = '' }) =>
    async (args: never) => {
      const answered = await next(args);
      responses.push({ service, operation: commandName.replace(/Command$/, ''), output: answered.output });
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
  await useTables(recording(dynamodb.DynamoDBClient, 'dynamodb'));
  const stacks = recording(cloudformation.CloudFormationClient, 'cloudformation');
  await stacks.send(new cloudformation.DescribeStacksCommand({}));
  await stacks.send(new cloudformation.ListStackResourcesCommand({ StackName: 'desk' }));
  const identities = recording(sts.STSClient, 'sts');
  await identities.send(new sts.GetCallerIdentityCommand({}));
  await identities.send(new sts.GetFederationTokenCommand({ Name: 'visitor' }));
  const visitor = { RoleArn: 'arn:aws:iam::000000000000:role/visitor', RoleSessionName: 'desk' };
  await identities.send(new sts.AssumeRoleCommand(visitor));
  const invoke = { FunctionName: 'shelf', Payload: Buffer.from('{}'), LogType: 'Tail' as const };
  await recording(lambda.LambdaClient, 'lambda').send(new lambda.InvokeCommand(invoke));
  await useS3(recording(s3.S3Client, 's3'));
  guarded = await openGuarded();
  await useGuardrail(guarded, recording(models.BedrockRuntimeClient, 'bedrock-runtime', guarded));
  library = await openLibrary(libraryProps);
  const { events } = await useKnowledgeBase(
    library,
    recording(agent.BedrockAgentClient, 'bedrock-agent', library),
    recording(runtime.BedrockAgentRuntimeClient, 'bedrock-agent-runtime', library),
  );
  const stream = NormalizedSchema.of(runtime.RetrieveAndGenerateStreamResponseOutput$);
  responses.push({
    service: 'bedrock-agent-runtime',
    operation: 'events of RetrieveAndGenerateStream',
    output: { events },
    stream,
  });
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await desk.close();
  await library.close();
  await guarded.close();
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
  const client = recording(agent.BedrockAgentClient, 'bedrock-agent');
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
  const client = recording(runtime.BedrockAgentRuntimeClient, 'bedrock-agent-runtime');
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
    responses.push({
      service: 'bedrock-agent-runtime',
      operation: 'events of InvokeAgent',
      output: { events },
      stream,
    });
  }
}

function checked({ service, operation, output, stream }: Response): Checked[] {
  const constraints = constraintsOf(service);
  if (stream) return (output.events as unknown[]).map((event) => check(stream, event, constraints));
  const schema = schemas[service]?.get(operation)?.output;
  if (!schema) throw new Error(`No SDK package has ${operation}`);
  // A stream is looked at event by event, an object's body not at all.
  const { completion: _, stream: __, Body: ___, ...rest } = output;
  return [check(schema, rest, constraints)];
}

it('is a run over every operation that the emulator has', async () => {
  const coverage = await desk.emulator.coverage();
  const served = coverage.flatMap(({ service, operation, status }) =>
    status === 'missing' ? [] : [`${service} ${operation}`],
  );
  const run = new Set(responses.map(({ service, operation }) => `${service} ${operation}`));
  expect(served.filter((operation) => !run.has(operation))).toEqual([]);
  const services = new Set(
    coverage.flatMap(({ service, status }) => (status === 'missing' ? [] : [service])),
  );
  expect([...services].filter((service) => Object.keys(constraintsOf(service)).length === 0)).toEqual([]);
});

it('answers within the constraints of the services', () => {
  expect(responses.flatMap((response) => checked(response).flatMap(({ broken }) => broken))).toEqual([]);
});

it.each([
  ['bedrock-agent', 120],
  ['bedrock-agent-runtime', 20],
  ['bedrock-runtime', 15],
  ['cloudformation', 4],
  ['dynamodb', 20],
  ['lambda', 1],
  ['s3', 30],
  ['sts', 1],
] as const)('%s was held against %d constraints or more', (service, least) => {
  const used = responses
    .filter((response) => response.service === service)
    .flatMap((response) => checked(response).flatMap((one) => [...one.used]));
  expect(new Set(used).size).toBeGreaterThanOrEqual(least);
});

it.each([
  ['an agentId of another length', { agentId: 'SHORT' }, /Agent\.agentId.* does not fit/],
  ['a status of no such name', { agentStatus: 'READY' }, /READY is none of/],
  ['a description of 201 letters', { description: 'x'.repeat(201) }, /has 201, not 1 to 200/],
  [
    'a recommendation that is too long',
    { recommendedActions: ['x'.repeat(2049)] },
    /recommendedActions\[\].* has 2049/,
  ],
  ['a TTL above an hour', { idleSessionTTLInSeconds: 5401 }, /5401 is not within 60 to 5400/],
])('would notice %s', (_, wrong, problem) => {
  const schema = schemas['bedrock-agent']?.get('GetAgent')?.output;
  if (!schema) throw new Error('The SDK package has no GetAgent');
  const { broken } = check(schema, { agent: wrong }, constraintsOf('bedrock-agent'));
  expect(broken).toEqual([expect.stringMatching(problem)]);
});
