import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import * as path from 'node:path';
import { crc32 } from 'node:zlib';
import { BedrockAgentClient, ListAgentsCommand, PrepareAgentCommand } from '@aws-sdk/client-bedrock-agent';
import {
  BedrockAgentRuntimeClient,
  InvokeAgentCommand,
  InvokeInlineAgentCommand,
} from '@aws-sdk/client-bedrock-agent-runtime';
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  paginateDescribeStacks,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { coverageOf, coveredServices } from '../../emulator/coverage';
import { createEmulator, type Emulator } from '../../emulator/create-emulator';
import { agentResources, type HandMadeApp, handMadeApp } from '../kit/hand-made-app';
import { clientConfig } from '../kit/sdk-client';

let app: HandMadeApp;
let emulator: Emulator;

beforeAll(async () => {
  app = handMadeApp({
    ...agentResources('Desk', {}),
    Queue: { Type: 'AWS::Kinesis::Stream', Properties: {} },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: {} },
  });
  emulator = await createEmulator({ assembly: app.folder });
});
afterAll(async () => {
  await emulator.close();
  app.remove();
});

const config = (service: string) => clientConfig(emulator, service);
const bare = () => ({ ...config('sts'), endpoint: emulator.endpoint });

interface Reply {
  readonly status: number | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}
async function send(path: string, options: http.RequestOptions = {}, body = ''): Promise<Reply> {
  const { port } = new URL(emulator.endpoint);
  const request = http.request({ host: '127.0.0.1', port, path, agent: false, ...options });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}
const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKID/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

describe('one endpoint for all', () => {
  it.each([
    ['dynamodb', () => new DynamoDBClient(bare()).send(new ListTablesCommand({})), { TableNames: [] }],
    ['sts', () => new STSClient(bare()).send(new GetCallerIdentityCommand({})), { Account: '000000000000' }],
    [
      'bedrock-agent',
      () => new BedrockAgentClient(bare()).send(new ListAgentsCommand({})),
      { agentSummaries: [expect.objectContaining({ agentName: 'Desk' })] },
    ],
    [
      'a path that differs from another service only in its last slash',
      () => new BedrockAgentClient(bare()).send(new PrepareAgentCommand({ agentId: emulator.ids.agentId })),
      { agentId: emulator?.ids.agentId, agentStatus: expect.anything() },
    ],
  ])('finds %s by signature and path', async (_, call, answer) => {
    const { agentId } = emulator.ids;
    const expected = 'agentId' in answer ? { ...answer, agentId } : answer;
    await expect(call()).resolves.toMatchObject(expected);
  });

  it('holds a request to the size of its own service, whatever others of the same signature take', async () => {
    const body = ' '.repeat(16 * 1024 * 1024 + 1);
    const reply = await send('/agents/', { method: 'POST', headers: signedFor('bedrock') }, body);
    expect(reply).toMatchObject({
      status: 413,
      text: expect.stringContaining('smaller than 16777216 bytes'),
    });
  });

  it('takes a path without its last slash, where no operation has it so', async () => {
    const reply = await send('/bedrock-agent/agents', { method: 'POST' }, '{}');
    expect(reply).toMatchObject({ status: 200, text: expect.stringContaining('"agentName":"Desk"') });
  });

  it('names the operation of the right service when it is missing', async () => {
    const client = new BedrockAgentRuntimeClient(bare());
    const call = client.send(
      new InvokeInlineAgentCommand({ sessionId: 'abc', foundationModel: 'm', instruction: 'x'.repeat(40) }),
    );
    await expect(call).rejects.toMatchObject({
      name: 'NotImplementedException',
      message: 'The emulator does not implement InvokeInlineAgent of bedrock-agent-runtime',
      $metadata: { httpStatusCode: 501, attempts: 1 },
    });
    client.destroy();
  });
});

it('takes HTTP/2 from a client that speaks HTTP/1.1 by itself, and the other way round', async () => {
  const runtime = new BedrockAgentRuntimeClient(config('bedrock-agent-runtime'));
  const tables = new DynamoDBClient(config('dynamodb'));
  const spoken = (client: { config: { requestHandler: { metadata?: { handlerProtocol: string } } } }) =>
    client.config.requestHandler.metadata?.handlerProtocol;
  expect([spoken(runtime), spoken(tables)]).toEqual(['h2', 'http/1.1']);
  const onHttp2 = { ...config('dynamodb'), requestHandler: runtime.config.requestHandler };
  const onHttp1 = { ...config('bedrock-agent-runtime'), requestHandler: tables.config.requestHandler };
  const swapped = [new DynamoDBClient(onHttp2), new BedrockAgentRuntimeClient(onHttp1)] as const;
  const [dynamodb, agents] = swapped;
  expect(await dynamodb.send(new ListTablesCommand({}))).toMatchObject({ TableNames: [] });
  const { agentId, agentAliasId } = emulator.ids;
  const turn = { agentId, agentAliasId, sessionId: 'swapped', inputText: 'Hello' };
  const { completion = [] } = await agents.send(new InvokeAgentCommand(turn));
  let text = '';
  for await (const { chunk } of completion) text += new TextDecoder().decode(chunk?.bytes);
  expect(text).toMatch(/^Hello/);
  for (const client of [runtime, tables, ...swapped]) client.destroy();
});

describe('what is not there', () => {
  it.each([
    [
      'an operation of CloudFormation',
      () =>
        new CloudFormationClient(config('cloudformation')).send(
          new DescribeStackEventsCommand({ StackName: 'x' }),
        ),
      /DescribeStackEvents of cloudformation/,
    ],
    [
      'an operation of STS',
      () => new STSClient(config('sts')).send(new GetSessionTokenCommand({})),
      /GetSessionToken of sts/,
    ],
  ])('answers 501 for %s, and is not tried again', async (_, call, message) => {
    await expect(call()).rejects.toMatchObject({
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 501, attempts: 1 },
    });
  });

  it.each([
    ['an operation that it knows of', '/bedrock-runtime/async-invoke', {}, 501, /ListAsyncInvokes/],
    ['a service by signature', '/', signedFor('sqs'), 501, /the service sqs/],
    [
      'what may be an operation of yet another service',
      '/foundation-models',
      signedFor('bedrock'),
      501,
      /GET \/foundation-models of any service that signs as bedrock/,
    ],
    [
      'a service that reads XML only',
      '/',
      { ...signedFor('iam'), 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      501,
      /^<\?xml .*<Code>NotImplementedException<.*the service iam</s,
    ],
    ['an unknown path of a service', '/lambda/2015-03-31/nothing', {}, 404, /lambda has no operation GET/],
    [
      'an unknown action',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.Dance' },
      404,
      /DynamoDB_20120810\.Dance/,
    ],
    [
      'neither base path nor signature',
      '/model/x/invoke',
      {},
      403,
      /must begin with a service: bedrock-agent-runtime/,
    ],
    ['an unknown request of its own', '/_outcrop/dance', {}, 404, /\/_outcrop\/dance/],
  ])('says so for %s', async (_, path, headers, status, message) => {
    const reply = await send(path, { headers });
    expect(reply.status).toBe(status);
    expect(reply.text).toMatch(message);
  });
});

describe('an answer', () => {
  it.each([
    ['that is fine', '/sts', { method: 'POST' }, 'Action=GetCallerIdentity&Version=2011-06-15', 200],
    ['that is an error', '/sts', { method: 'POST' }, 'Action=Dance', 404],
    ['that refuses the host', '/sts', { headers: { host: 'example.com' } }, '', 403],
  ])('%s carries a request id', async (_, path, options, body, status) => {
    const reply = await send(path, options, body);
    expect(reply.status).toBe(status);
    expect(reply.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('of DynamoDB carries the checksum of its body', async () => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables' };
    const reply = await send('/dynamodb', { method: 'POST', headers }, '{}');
    expect(reply.headers['content-type']).toBe('application/x-amz-json-1.0');
    expect(reply.headers['x-amz-crc32']).toBe(String(crc32(reply.text)));
  });

  it.each([
    [
      'DynamoDB',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
      '{"Limit":',
      400,
      'SerializationException',
    ],
    [
      'DynamoDB, for a list',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
      '[]',
      400,
      'SerializationException',
    ],
    [
      'DynamoDB, for a wrong type',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
      '{"Limit":"x"}',
      400,
      'SerializationException',
    ],
    ['bedrock-agent', '/bedrock-agent/agents/', {}, '{"maxResults":', 400, 'SerializationException'],
    [
      'bedrock-agent, for a wrong type',
      '/bedrock-agent/agents/',
      {},
      '{"maxResults":"x"}',
      400,
      'ValidationException',
    ],
    [
      'CloudFormation, for what is missing',
      '/cloudformation',
      {},
      'Action=ListStackResources',
      400,
      'ValidationError',
    ],
  ])('refuses what does not parse: %s', async (_, path, headers, body, status, name) => {
    const reply = await send(path, { method: 'POST', headers }, body);
    expect(reply.status).toBe(status);
    expect(`${reply.headers['x-amzn-errortype']} ${reply.text}`).toContain(name);
  });
});

describe('who may ask', () => {
  it.each([
    ['another name for this machine', { host: 'attacker.example' }, 403],
    ['another name with a port', { host: `attacker.example:80` }, 403],
    ["another site's page", { origin: 'https://attacker.example' }, 403],
    ['a page of no site', { origin: 'null' }, 403],
    ['localhost', { host: 'localhost:4510' }, 200],
    ['a name below localhost', { host: 'bucket.localhost' }, 200],
    ["this machine's page", { origin: 'http://localhost:3000' }, 200],
  ])('%s', async (_, headers, status) => {
    expect((await send('/_outcrop/emulator', { headers })).status).toBe(status);
  });

  it('holds for HTTP/2 as well', async () => {
    const session = http2.connect(emulator.endpoint);
    const status = async (authority: string) => {
      const stream = session.request({ ':path': '/_outcrop/emulator', ':authority': authority });
      const [headers] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders];
      stream.resume();
      await once(stream, 'close');
      return headers[':status'];
    };
    expect(await status('attacker.example')).toBe(403);
    expect(await status('127.0.0.1')).toBe(200);
    session.close();
  });
});

describe('CloudFormation', () => {
  it('describes the stacks with their outputs', async () => {
    const client = new CloudFormationClient(config('cloudformation'));
    const names: (string | undefined)[] = [];
    for await (const { Stacks = [] } of paginateDescribeStacks({ client }, { StackName: 'desk' })) {
      names.push(...Stacks.map(({ StackName }) => StackName));
    }
    expect(names).toEqual(['desk']);
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({}));
    expect(stack).toMatchObject({
      StackId: expect.stringMatching(
        /^arn:aws:cloudformation:us-east-1:000000000000:stack\/desk\/[0-9a-f-]{36}$/,
      ),
      StackStatus: 'CREATE_COMPLETE',
      CreationTime: expect.any(Date),
    });
    const byId = await client.send(new DescribeStacksCommand({ StackName: stack?.StackId }));
    expect(byId.Stacks?.[0]?.StackName).toBe('desk');
    await expect(client.send(new DescribeStacksCommand({ StackName: 'other' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id other does not exist',
    });
    client.destroy();
  });

  it('lists the resources, without inventing names', async () => {
    const client = new CloudFormationClient(config('cloudformation'));
    const { StackResourceSummaries = [] } = await client.send(
      new ListStackResourcesCommand({ StackName: 'desk' }),
    );
    const ids = Object.fromEntries(
      StackResourceSummaries.map(({ LogicalResourceId, PhysicalResourceId }) => [
        LogicalResourceId,
        PhysicalResourceId,
      ]),
    );
    expect(ids).toMatchObject({
      Desk: emulator.ids.agentId,
      DeskAlias: `${emulator.ids.agentId}|${emulator.ids.agentAliasId}`,
      DeskRole: 'desk',
      Queue: undefined,
      Bucket: expect.stringMatching(/^desk-bucket-[0-9a-z]{12}$/),
    });
    client.destroy();
  });
});

it("has an environment that leads every client here, and to nobody's account", async () => {
  const { env, endpoint } = emulator;
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith('AWS_ENDPOINT_URL')) expect(value.startsWith(endpoint)).toBe(true);
  }
  expect(env.AWS_SECRET_ACCESS_KEY).toBe('not-a-secret');
  const client = new LambdaClient(config('lambda'));
  await expect(client.send(new InvokeCommand({ FunctionName: 'nobody' }))).rejects.toThrow(
    /Function not found/,
  );
  client.destroy();
});

it('says of each operation whether it is there', async () => {
  const rows = await emulator.coverage();
  expect(await coverageOf(coveredServices)).toEqual(rows);
  const status = (name: string) => rows.find(({ operation }) => operation === name);
  expect(status('GetItem')).toEqual({ service: 'dynamodb', operation: 'GetItem', status: 'exact' });
  expect(status('Invoke')).toMatchObject({
    status: 'approximate',
    how: expect.stringContaining('Node.js only'),
  });
  expect(status('InvokeInlineAgent')?.status).toBe('missing');
  const missing = rows.filter((row) => row.status === 'missing' && row.service === 'sts');
  expect(missing.map(({ operation }) => operation)).toContain('GetSessionToken');
  // What is called approximate must be there.
  expect(rows.filter((row) => row.status === 'approximate').length).toBeGreaterThanOrEqual(9);
});

it('says which output it cannot resolve', async () => {
  const other = handMadeApp({
    ...agentResources('Desk', {}),
    Queue: { Type: 'AWS::Kinesis::Stream', Properties: {} },
  });
  const template = path.join(other.folder, 'desk.template.json');
  const { Resources } = JSON.parse(readFileSync(template, 'utf8'));
  const Outputs = { Url: { Value: { 'Fn::GetAtt': ['Queue', 'QueueUrl'] } } };
  writeFileSync(template, JSON.stringify({ Resources, Outputs }));
  const second = await createEmulator({ assembly: other.folder });
  const client = new CloudFormationClient(clientConfig(second, 'cloudformation'));
  await expect(client.send(new DescribeStacksCommand({}))).rejects.toMatchObject({
    message: expect.stringContaining('desk Queue: the emulator does not know the attribute QueueUrl'),
    $metadata: { httpStatusCode: 501 },
  });
  client.destroy();
  await second.close();
  other.remove();
});
