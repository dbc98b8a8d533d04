import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  paginateDescribeStacks,
} from '@aws-sdk/client-cloudformation';
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

const config = () => clientConfig(emulator, 'cloudformation');

describe('CloudFormation', () => {
  it('describes the stacks with their outputs', async () => {
    const client = new CloudFormationClient(config());
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
    const client = new CloudFormationClient(config());
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
