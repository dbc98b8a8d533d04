import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectsCommand, GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { agentClient } from '../../../kit/agent/agent-client';
import { attempts } from './attempts';
import { openToVisitors, type VisitedDesk } from './visited-desk';

let desk: VisitedDesk;
beforeAll(async () => {
  desk = await openToVisitors();
});
afterAll(() => desk.close());

it.each([
  [
    'ActionGroup',
    ['dynamodb GetItem', 'dynamodb TransactGetItems', 'dynamodb UpdateItem', 'dynamodb Query of an index'],
  ],
  ['AgentRole', ['bedrock Retrieve', 'bedrock ApplyGuardrail']],
  ['KnowledgeBaseRole', ['s3 GetObject of a document', 's3 ListObjectsV2']],
])('lets %s do nothing but what it is granted', async (role, granted) => {
  const allowed: string[] = [];
  for (const [name, attempt] of Object.entries(attempts(desk, await desk.assume(role)))) {
    const error = await attempt().then(
      () => undefined,
      (refused: Error) => refused,
    );
    if (!error) allowed.push(name);
    else {
      expect(error.name).toMatch(/^AccessDenied(Exception)?$/);
      expect(error.message).toContain(
        `assumed-role/${desk.roles[role]?.split('/').at(-1)}/visitor is not authorized`,
      );
    }
  }
  expect(allowed).toEqual(granted);
});

it("lets whoever has the agent stack's policy for callers invoke the agent, and nothing else", async () => {
  const { Stacks = [] } = await desk
    .open(CloudFormationClient, 'cloudformation')
    .send(new DescribeStacksCommand({}));
  const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
  const { OutputValue: arn } = outputs.find(({ OutputKey }) => OutputKey === 'CallerPolicyArn') ?? {};
  const allowed: string[] = [];
  const application = attempts(desk, await desk.federateWith({ PolicyArns: [{ arn }] }));
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
    const dynamodb = desk.open(DynamoDBClient, 'dynamodb', await desk.assume('ActionGroup'));
    const role = desk.roles.ActionGroup?.split('/').at(-1);
    const arn = `arn:aws:dynamodb:us-east-1:000000000000:table/${desk.table}`;
    await expect(dynamodb.send(new ScanCommand({ TableName: desk.table }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        `^User: arn:aws:sts::000000000000:assumed-role/${role}/visitor is not authorized to perform: dynamodb:Scan on resource: ${arn} because no identity-based policy allows the dynamodb:Scan action \\(Add dynamodb:Scan on ${arn} to the policy of order-desk-dev-agent/ActionGroupOrders/Role\\)`,
      ),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('names S3’s resource in quotation marks, with 403', async () => {
    const s3 = desk.open(S3Client, 's3', await desk.assume('KnowledgeBaseRole'));
    await expect(
      s3.send(new GetObjectCommand({ Bucket: desk.bucket, Key: 'private/b.md' })),
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
      Resource: `arn:aws:s3:::${desk.bucket}/docs/*`,
    };
    const s3 = desk.open(S3Client, 's3', await desk.federate([statement]));
    const Objects = [{ Key: 'docs/none.md' }, { Key: 'private/b.md' }];
    const { Deleted, Errors } = await s3.send(
      new DeleteObjectsCommand({ Bucket: desk.bucket, Delete: { Objects } }),
    );
    expect(Deleted).toMatchObject([{ Key: 'docs/none.md' }]);
    expect(Errors).toMatchObject([{ Key: 'private/b.md', Code: 'AccessDenied' }]);
  });
});

it('hides from those who may not list whether an object is there', async () => {
  const get = { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${desk.bucket}/*` };
  const list = { Effect: 'Allow', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${desk.bucket}` };
  const missing = { Bucket: desk.bucket, Key: 'docs/nowhere.md' };
  const blind = desk.open(S3Client, 's3', await desk.federate([get]));
  await expect(
    blind.send(new GetObjectCommand({ Bucket: desk.bucket, Key: 'docs/a.md' })),
  ).resolves.toBeDefined();
  await expect(blind.send(new GetObjectCommand(missing))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('s3:ListBucket'),
  });
  await expect(blind.send(new HeadObjectCommand(missing))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
  const seeing = desk.open(S3Client, 's3', await desk.federate([get, list]));
  await expect(seeing.send(new GetObjectCommand(missing))).rejects.toMatchObject({ name: 'NoSuchKey' });
});

it('restricts a session by the policy that it was asked for with, and by conditions', async () => {
  const own = {
    Effect: 'Allow',
    Action: 'dynamodb:Query',
    Resource: '*',
    Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['CUST-001'] } },
  };
  const dynamodb = desk.open(
    DynamoDBClient,
    'dynamodb',
    await desk.assume('ActionGroup', { Version: '2012-10-17', Statement: [own] }),
  );
  const queryOf = (customer: string) =>
    dynamodb.send(
      new QueryCommand({
        TableName: desk.table,
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
  const refused = desk.federate([{ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition }]);
  await expect(refused).rejects.toMatchObject({
    name: 'MalformedPolicyDocumentException',
    message: expect.stringMatching(message),
  });
});

it('tells each who it is, and ends temporary credentials in time', async () => {
  const who = (credentials?: Credentials) =>
    desk.open(STSClient, 'sts', credentials).send(new GetCallerIdentityCommand({}));
  expect((await who()).Arn).toBe('arn:aws:iam::000000000000:user/outcrop-emulator');
  const credentials = await desk.assume('AgentRole');
  expect((await who(credentials)).Arn).toMatch(/^arn:aws:sts::000000000000:assumed-role\/[\w-]+\/visitor$/);
  const stranger = { ...credentials, AccessKeyId: 'ASIASTRANGER' } as Credentials;
  await expect(who(stranger)).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  desk.time.at += 3_600_000;
  await expect(who(credentials)).rejects.toMatchObject({ name: 'ExpiredToken' });
});

it('does not let a role of the app be anybody whom it does not trust', async () => {
  desk.assembly.write();
  await desk.emulator.reload(desk.assembly.folder);
  const refused = desk.sts.send(
    new AssumeRoleCommand({ RoleArn: desk.roles.AgentRole, RoleSessionName: 'visitor' }),
  );
  await expect(refused).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('because no role trust policy allows the sts:AssumeRole action'),
  });
  const { ask, close } = agentClient(desk.emulator);
  const { error } = await ask('Where is my order ORD-100001?');
  expect(error).toBeUndefined();
  close();
});

it('refuses an app with a policy that it cannot evaluate, and goes on with the one before', async () => {
  desk.assembly.write((templates) => {
    for (const { Resources } of Object.values(templates)) {
      for (const [id, { Type, Properties }] of Object.entries(Resources)) {
        if (Type !== 'AWS::IAM::Policy' || !id.startsWith('KnowledgeBaseRole')) continue;
        const { Statement } = Properties.PolicyDocument as { Statement: { Condition?: object }[] };
        for (const one of Statement) one.Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
      }
    }
  });
  await expect(desk.emulator.reload(desk.assembly.folder)).rejects.toThrow(
    /knowledge-base KnowledgeBaseRoleDefaultPolicy\w+\.Properties\.PolicyDocument\.Statement\[0\]\.Condition\.StringEquals: the emulator does not know the condition key aws:PrincipalOrgID/,
  );
  await expect(desk.sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
});
