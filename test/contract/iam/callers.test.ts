import { BedrockAgentClient, GetAgentCommand, StartIngestionJobCommand } from '@aws-sdk/client-bedrock-agent';
import {
  BedrockAgentRuntimeClient,
  RetrieveAndGenerateCommand,
  RetrieveCommand,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { ApplyGuardrailCommand, BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  type Credentials,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  type GetFederationTokenCommandInput,
  STSClient,
} from '@aws-sdk/client-sts';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import { agentClient, clientOf } from '../../kit/agent/agent-client';
import { clientConfig } from '../../kit/sdk-client';
import { type DeskAssembly, deskAssembly, type Template } from './desk-assembly';

let assembly: DeskAssembly;
let emulator: Emulator;
let sts: STSClient;
let bucket: string;
let table: string;
let guardrailIdentifier: string;
let foundationModel: string;
const roles: Record<string, string> = {};
const clients: { destroy(): void }[] = [];

const time = { at: Date.UTC(2026, 10, 21) };

/** Lets the account's callers be each role of the app, which the app itself does not. */
function openTrust(templates: Readonly<Record<string, Template>>): void {
  for (const { Resources } of Object.values(templates)) {
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type !== 'AWS::IAM::Role') continue;
      const { Statement } = Properties.AssumeRolePolicyDocument as { Statement: object[] };
      Statement.push({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '000000000000' } });
    }
  }
}

beforeAll(async () => {
  assembly = await deskAssembly();
  assembly.write(openTrust);
  const clock = { now: () => time.at };
  emulator = await createEmulator({ assembly: assembly.folder, clock, log: () => {} });
  sts = open(STSClient, 'sts');
  const { Buckets = [] } = await open(S3Client, 's3').send(new ListBucketsCommand({}));
  bucket = Buckets[0]?.Name ?? '';
  const { TableNames = [] } = await open(DynamoDBClient, 'dynamodb').send(new ListTablesCommand({}));
  table = TableNames[0] ?? '';
  const { agentId } = emulator.ids;
  const { agent } = await open(BedrockAgentClient, 'bedrock-agent').send(new GetAgentCommand({ agentId }));
  guardrailIdentifier = agent?.guardrailConfiguration?.guardrailIdentifier ?? '';
  foundationModel = agent?.foundationModel ?? '';
  await open(S3Client, 's3').send(new PutObjectCommand({ Bucket: bucket, Key: 'docs/a.md', Body: 'a' }));
  await open(S3Client, 's3').send(new PutObjectCommand({ Bucket: bucket, Key: 'private/b.md', Body: 'b' }));
  // A refusal of a role that there is not says which there are.
  const unknown = new AssumeRoleCommand({
    RoleArn: 'arn:aws:iam::000000000000:role/none',
    RoleSessionName: 'me',
  });
  const { message } = (await sts.send(unknown).catch((error: Error) => error)) as Error;
  for (const [arn] of message.matchAll(/arn:aws:iam::\d+:role\/[\w-]+/g)) {
    for (const kind of ['AgentRole', 'ActionGroup', 'KnowledgeBaseRole'])
      if (arn.includes(kind)) roles[kind] = arn;
  }
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await emulator.close();
  assembly.remove();
});

function open<Client extends { destroy(): void }>(
  Client: new (config: never) => Client,
  service: string,
  credentials?: Credentials,
): Client {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken } = credentials ?? {};
  const client = new Client({
    ...clientConfig(emulator, service),
    ...(credentials && {
      credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    }),
    maxAttempts: 1,
  } as never);
  clients.push(client);
  return client;
}

async function assume(role: string, Policy?: object): Promise<Credentials> {
  const command = new AssumeRoleCommand({
    RoleArn: roles[role],
    RoleSessionName: 'visitor',
    ...(Policy && { Policy: JSON.stringify(Policy) }),
  });
  const { Credentials } = await sts.send(command);
  if (!Credentials) throw new Error('No credentials');
  return Credentials;
}

const federate = (Statement: readonly object[]): Promise<Credentials> =>
  federateWith({ Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });

async function federateWith(policies: Partial<GetFederationTokenCommandInput>): Promise<Credentials> {
  const { Credentials } = await sts.send(new GetFederationTokenCommand({ Name: 'visitor', ...policies }));
  if (!Credentials) throw new Error('No credentials');
  return Credentials;
}

/** A call of everything that a role could try, by name. */
function attempts(credentials: Credentials): Record<string, () => Promise<unknown>> {
  const dynamodb = open(DynamoDBClient, 'dynamodb', credentials);
  const s3 = open(S3Client, 's3', credentials);
  const lambda = open(LambdaClient, 'lambda', credentials);
  const agents = open(BedrockAgentClient, 'bedrock-agent', credentials);
  const runtime = open(BedrockAgentRuntimeClient, 'bedrock-agent-runtime', credentials);
  const models = open(BedrockRuntimeClient, 'bedrock-runtime', credentials);
  const stacks = open(CloudFormationClient, 'cloudformation', credentials);
  const TableName = table;
  const Key = { orderId: { S: 'ORD-100001' } };
  const { agentId, agentAliasId, knowledgeBaseId, dataSourceId } = emulator.ids;
  const ids = { knowledgeBaseId: knowledgeBaseId ?? '', dataSourceId: dataSourceId ?? '' };
  const query = (IndexName?: string) => () =>
    dynamodb.send(
      new QueryCommand({
        TableName,
        ...(IndexName && { IndexName }),
        KeyConditionExpression: IndexName ? 'customerId = :c' : 'orderId = :c',
        ExpressionAttributeValues: { ':c': { S: 'CUST-001' } },
      }),
    );
  return {
    'dynamodb GetItem': () => dynamodb.send(new GetItemCommand({ TableName, Key })),
    'dynamodb BatchGetItem': () =>
      dynamodb.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key] } } })),
    'dynamodb TransactGetItems': () =>
      dynamodb.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key } }] })),
    'dynamodb UpdateItem': () =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key,
          UpdateExpression: 'SET note = :n',
          ExpressionAttributeValues: { ':n': { S: 'seen' } },
        }),
      ),
    'dynamodb PutItem': () => dynamodb.send(new PutItemCommand({ TableName, Item: Key })),
    'dynamodb DeleteItem': () => dynamodb.send(new DeleteItemCommand({ TableName, Key })),
    'dynamodb Scan': () => dynamodb.send(new ScanCommand({ TableName, Limit: 1 })),
    'dynamodb Query of the table': query(),
    'dynamodb Query of an index': query('byCustomer'),
    'dynamodb DescribeTable': () => dynamodb.send(new DescribeTableCommand({ TableName })),
    'dynamodb ListTables': () => dynamodb.send(new ListTablesCommand({})),
    's3 GetObject of a document': () => s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'docs/a.md' })),
    's3 GetObject of something else': () =>
      s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'private/b.md' })),
    's3 ListObjectsV2': () => s3.send(new ListObjectsV2Command({ Bucket: bucket })),
    's3 PutObject': () => s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'docs/c.md', Body: 'c' })),
    's3 ListBuckets': () => s3.send(new ListBucketsCommand({})),
    'lambda Invoke': () =>
      lambda.send(
        new InvokeCommand({ FunctionName: emulator.ids.functions.orders, InvocationType: 'DryRun' }),
      ),
    'bedrock GetAgent': () => agents.send(new GetAgentCommand({ agentId })),
    'bedrock StartIngestionJob': () => agents.send(new StartIngestionJobCommand(ids)),
    'bedrock InvokeAgent': async () => {
      const { error } = await clientOf(runtime, { agentId, agentAliasId }).ask(
        'Where is my order ORD-100001?',
      );
      if (error) throw error;
    },
    'bedrock Retrieve': () =>
      runtime.send(new RetrieveCommand({ ...ids, retrievalQuery: { text: 'returns' } })),
    'bedrock RetrieveAndGenerate': () =>
      runtime.send(
        new RetrieveAndGenerateCommand({
          input: { text: 'returns' },
          retrieveAndGenerateConfiguration: {
            type: 'KNOWLEDGE_BASE',
            // Which the agent's role may call.
            knowledgeBaseConfiguration: { ...ids, modelArn: foundationModel },
          },
        }),
      ),
    'bedrock ApplyGuardrail': () =>
      models.send(
        new ApplyGuardrailCommand({
          guardrailIdentifier,
          guardrailVersion: 'DRAFT',
          source: 'INPUT',
          content: [{ text: { text: 'Hello' } }],
        }),
      ),
    'cloudformation DescribeStacks': () => stacks.send(new DescribeStacksCommand({})),
  };
}

it.each([
  [
    'ActionGroup',
    ['dynamodb GetItem', 'dynamodb TransactGetItems', 'dynamodb UpdateItem', 'dynamodb Query of an index'],
  ],
  ['AgentRole', ['bedrock Retrieve', 'bedrock ApplyGuardrail']],
  ['KnowledgeBaseRole', ['s3 GetObject of a document', 's3 ListObjectsV2']],
])('lets %s do nothing but what it is granted', async (role, granted) => {
  const allowed: string[] = [];
  for (const [name, attempt] of Object.entries(attempts(await assume(role)))) {
    const error = await attempt().then(
      () => undefined,
      (refused: Error) => refused,
    );
    if (!error) allowed.push(name);
    else {
      expect(error.name).toMatch(/^AccessDenied(Exception)?$/);
      expect(error.message).toContain(
        `assumed-role/${roles[role]?.split('/').at(-1)}/visitor is not authorized`,
      );
    }
  }
  expect(allowed).toEqual(granted);
});

it("lets whoever has the agent stack's policy for callers invoke the agent, and nothing else", async () => {
  const { Stacks = [] } = await open(CloudFormationClient, 'cloudformation').send(
    new DescribeStacksCommand({}),
  );
  const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
  const { OutputValue: arn } = outputs.find(({ OutputKey }) => OutputKey === 'CallerPolicyArn') ?? {};
  const allowed: string[] = [];
  const application = attempts(await federateWith({ PolicyArns: [{ arn }] }));
  for (const [name, attempt] of Object.entries(application)) {
    const error = await attempt().then(
      () => undefined,
      (refused: Error) => refused,
    );
    if (!error) allowed.push(name);
    else expect(error.name).toMatch(/^AccessDenied(Exception)?$/);
  }
  expect(allowed).toEqual(['bedrock InvokeAgent']);
});

describe('a refusal', () => {
  it("is AWS's sentence with the construct to change, from DynamoDB with 400", async () => {
    const dynamodb = open(DynamoDBClient, 'dynamodb', await assume('ActionGroup'));
    const role = roles.ActionGroup?.split('/').at(-1);
    const arn = `arn:aws:dynamodb:us-east-1:000000000000:table/${table}`;
    await expect(dynamodb.send(new ScanCommand({ TableName: table }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        `^User: arn:aws:sts::000000000000:assumed-role/${role}/visitor is not authorized to perform: dynamodb:Scan on resource: ${arn} because no identity-based policy allows the dynamodb:Scan action \\(Add dynamodb:Scan on ${arn} to the policy of order-desk-dev-agent/ActionGroupOrders/Role\\)`,
      ),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('names S3’s resource in quotation marks, with 403', async () => {
    const s3 = open(S3Client, 's3', await assume('KnowledgeBaseRole'));
    await expect(
      s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'private/b.md' })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(
        /is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::[\w-]+\/private\/b.md" because no identity-based policy allows the s3:GetObject action \(.*statement 3 of order-desk-dev-knowledge-base\/KnowledgeBase\/Role\/DefaultPolicy allows it on \S+\/docs\/\* only\)$/,
      ),
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('stands in the place of each object that may not be deleted', async () => {
    const statement = {
      Effect: 'Allow',
      Action: 's3:DeleteObject',
      Resource: `arn:aws:s3:::${bucket}/docs/*`,
    };
    const s3 = open(S3Client, 's3', await federate([statement]));
    const Objects = [{ Key: 'docs/none.md' }, { Key: 'private/b.md' }];
    const { Deleted, Errors } = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }),
    );
    expect(Deleted).toMatchObject([{ Key: 'docs/none.md' }]);
    expect(Errors).toMatchObject([{ Key: 'private/b.md', Code: 'AccessDenied' }]);
  });
});

it('hides from those who may not list whether an object is there', async () => {
  const get = { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` };
  const list = { Effect: 'Allow', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${bucket}` };
  const missing = { Bucket: bucket, Key: 'docs/nowhere.md' };
  const blind = open(S3Client, 's3', await federate([get]));
  await expect(blind.send(new GetObjectCommand({ Bucket: bucket, Key: 'docs/a.md' }))).resolves.toBeDefined();
  await expect(blind.send(new GetObjectCommand(missing))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('s3:ListBucket'),
  });
  await expect(blind.send(new HeadObjectCommand(missing))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
  const seeing = open(S3Client, 's3', await federate([get, list]));
  await expect(seeing.send(new GetObjectCommand(missing))).rejects.toMatchObject({ name: 'NoSuchKey' });
});

it('restricts a session by the policy that it was asked for with, and by conditions', async () => {
  const own = {
    Effect: 'Allow',
    Action: 'dynamodb:Query',
    Resource: '*',
    Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['CUST-001'] } },
  };
  const dynamodb = open(
    DynamoDBClient,
    'dynamodb',
    await assume('ActionGroup', { Version: '2012-10-17', Statement: [own] }),
  );
  const queryOf = (customer: string) =>
    dynamodb.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'byCustomer',
        KeyConditionExpression: '#c = :c',
        ExpressionAttributeNames: { '#c': 'customerId' },
        ExpressionAttributeValues: { ':c': { S: customer } },
      }),
    );
  expect((await queryOf('CUST-001')).Count).toBeGreaterThan(0);
  await expect(queryOf('CUST-002')).rejects.toThrow(
    'because no session policy allows the dynamodb:Query action',
  );
});

it.each([
  ['an unknown operator', { StringSort: { 'aws:username': 'x' } }, /condition operator StringSort/],
  [
    'a value that is no number',
    { NumericEquals: { 's3:max-keys': 'many' } },
    /NumericEquals cannot take "many"/,
  ],
])('refuses a session policy with %s', async (_, Condition, message) => {
  const refused = federate([{ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition }]);
  await expect(refused).rejects.toMatchObject({
    name: 'MalformedPolicyDocumentException',
    message: expect.stringMatching(message),
  });
});

it('tells each who it is, and ends temporary credentials in time', async () => {
  const who = (credentials?: Credentials) =>
    open(STSClient, 'sts', credentials).send(new GetCallerIdentityCommand({}));
  expect((await who()).Arn).toBe('arn:aws:iam::000000000000:user/outcrop-emulator');
  const credentials = await assume('AgentRole');
  expect((await who(credentials)).Arn).toMatch(/^arn:aws:sts::000000000000:assumed-role\/[\w-]+\/visitor$/);
  const stranger = { ...credentials, AccessKeyId: 'ASIASTRANGER' } as Credentials;
  await expect(who(stranger)).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  time.at += 3_600_000;
  await expect(who(credentials)).rejects.toMatchObject({ name: 'ExpiredToken' });
});

it('does not let a role of the app be anybody whom it does not trust', async () => {
  assembly.write();
  await emulator.reload(assembly.folder);
  const refused = sts.send(new AssumeRoleCommand({ RoleArn: roles.AgentRole, RoleSessionName: 'visitor' }));
  await expect(refused).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('because no role trust policy allows the sts:AssumeRole action'),
  });
  const { ask, close } = agentClient(emulator);
  const { error } = await ask('Where is my order ORD-100001?');
  expect(error).toBeUndefined();
  close();
});

it('refuses an app with a policy that it cannot evaluate, and goes on with the one before', async () => {
  assembly.write((templates) => {
    for (const { Resources } of Object.values(templates)) {
      for (const [id, { Type, Properties }] of Object.entries(Resources)) {
        if (Type !== 'AWS::IAM::Policy' || !id.startsWith('KnowledgeBaseRole')) continue;
        const { Statement } = Properties.PolicyDocument as { Statement: { Condition?: object }[] };
        for (const one of Statement) one.Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
      }
    }
  });
  await expect(emulator.reload(assembly.folder)).rejects.toThrow(
    /knowledge-base KnowledgeBaseRoleDefaultPolicy\w+\.Properties\.PolicyDocument\.Statement\[0\]\.Condition\.StringEquals: the emulator does not know the condition key aws:PrincipalOrgID/,
  );
  await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
});
