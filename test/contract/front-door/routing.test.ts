import { BedrockAgentClient, ListAgentsCommand, PrepareAgentCommand } from '@aws-sdk/client-bedrock-agent';
import {
  BedrockAgentRuntimeClient,
  InvokeAgentCommand,
  InvokeInlineAgentCommand,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { CloudFormationClient, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { clientConfig } from '../../kit/sdk-client';
import { emulatorDoor, signedFor } from './door';

const door = emulatorDoor();
const { send } = door;
const config = (service: string) => clientConfig(door.emulator, service);
const bare = () => ({ ...config('sts'), endpoint: door.emulator.endpoint });

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
      () =>
        new BedrockAgentClient(bare()).send(new PrepareAgentCommand({ agentId: door.emulator.ids.agentId })),
      { agentId: door.emulator?.ids.agentId, agentStatus: expect.anything() },
    ],
  ])('finds %s by signature and path', async (_, call, answer) => {
    const { agentId } = door.emulator.ids;
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
  const { agentId, agentAliasId } = door.emulator.ids;
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
