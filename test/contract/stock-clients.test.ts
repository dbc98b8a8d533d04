import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { say, use } from '../kit/agent/scripted-model';
import { type Desk, openDesk } from '../kit/desk/desk';
import { agentResources } from '../kit/hand-made-app';
import { shelfGroup } from '../kit/knowledge-base/shelf';

const hasCli = spawnSync('aws', ['--version']).status === 0;
const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;
const bucket = 'stock-clients';

let desk: Desk;
let folder: string;
beforeAll(async () => {
  const properties = { ActionGroups: [shelfGroup] };
  desk = await openDesk({ Desk: properties });
  const byId = { AttributeName: 'id', KeyType: 'HASH' };
  desk.shelf.write({
    Shelf: desk.shelf.resource,
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucket } },
    Things: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'things',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [byId],
      },
    },
    ...agentResources('Desk', properties),
  });
  await desk.emulator.reload(desk.shelf.folder);
  folder = mkdtempSync(path.join(tmpdir(), 'stock-clients-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await desk.close();
});

const run = promisify(execFile);
type Way = 'base paths' | 'one bare endpoint';
const ways: readonly Way[] = ['base paths', 'one bare endpoint'];

/** What a shell has that was set up for the emulator, without the base paths for the bare endpoint. */
function environment(way: Way): NodeJS.ProcessEnv {
  const nothing = path.join(folder, 'no-such-file');
  const given = Object.entries(desk.emulator.env).filter(
    ([name]) => way === 'base paths' || !name.startsWith('AWS_ENDPOINT_URL_'),
  );
  return {
    ...process.env,
    ...Object.fromEntries(given),
    AWS_CONFIG_FILE: nothing,
    AWS_SHARED_CREDENTIALS_FILE: nothing,
    AWS_PAGER: '',
    PYTHONWARNINGS: 'ignore',
  };
}

if (hasCli) {
  describe.each(ways)('the AWS CLI through %s', (way) => {
    const aws = async (...args: string[]) => {
      const { stdout } = await run('aws', args, { env: environment(way), cwd: folder });
      return stdout.trim();
    };
    const text = (...args: string[]) => aws(...args, '--output', 'text');

    it('knows whose account it is, the stacks and what is in them', async () => {
      expect(await text('sts', 'get-caller-identity', '--query', 'Account')).toBe('000000000000');
      expect(await text('cloudformation', 'describe-stacks', '--query', 'Stacks[].StackName')).toBe('desk');
      await aws('cloudformation', 'wait', 'stack-create-complete', '--stack-name', 'desk');
      const types = 'StackResourceSummaries[].ResourceType';
      const list = ['cloudformation', 'list-stack-resources', '--stack-name', 'desk', '--query', types];
      expect((await text(...list)).split('\t').sort()).toContain('AWS::DynamoDB::Table');
    });

    it('reads the agent', async () => {
      const { agentId, agentAliasId } = desk.emulator.ids;
      const ofAgent = ['--agent-id', agentId];
      expect(await text('bedrock-agent', 'get-agent', ...ofAgent, '--query', 'agent.agentName')).toBe('Desk');
      const aliases = ['bedrock-agent', 'list-agent-aliases', ...ofAgent];
      expect(await text(...aliases, '--query', 'agentAliasSummaries[].agentAliasId')).toContain(agentAliasId);
      const prepared = await text('bedrock-agent', 'prepare-agent', ...ofAgent, '--query', 'agentStatus');
      expect(prepared).toBe('PREPARED');
    });

    it('writes and reads a table, page by page', async () => {
      const table = ['--table-name', 'things'];
      for (const id of ['1', '2', '3']) {
        await aws('dynamodb', 'put-item', ...table, '--item', JSON.stringify({ id: { S: id } }));
      }
      const count = ['--page-size', '1', '--query', 'length(Items)'];
      expect(await aws('dynamodb', 'scan', ...table, ...count)).toBe('3');
      await expect(aws('dynamodb', 'get-item', '--table-name', 'nobody', '--key', '{}')).rejects.toThrow(
        /ResourceNotFoundException/,
      );
    });

    it('invokes the function, and gets the log with its answer', async () => {
      const answer = path.join(folder, 'answer.json');
      const asked = ['--function-name', 'shelf', '--payload', '{}', '--log-type', 'Tail'];
      const log = await text('lambda', 'invoke', ...asked, '--query', 'LogResult', answer);
      expect(Buffer.from(log, 'base64').toString()).toMatch(/^START RequestId: [\s\S]*\nREPORT RequestId: /);
      expect(JSON.parse(readFileSync(answer, 'utf8'))).toMatchObject({ messageVersion: '1.0' });
    });

    it('keeps a file, and signs an address for it that anybody can open', async () => {
      writeFileSync(path.join(folder, 'hello.txt'), 'hello');
      const file = `s3://${bucket}/${way}/hello.txt`;
      await aws('s3', 'cp', 'hello.txt', file, '--no-progress');
      expect(await aws('s3', 'ls', `s3://${bucket}/${way}/`)).toMatch(/ 5 hello\.txt$/);
      const response = await fetch(await aws('s3', 'presign', file));
      expect([response.status, await response.text()]).toEqual([200, 'hello']);
    });

    it.each([
      ['an operation', ['dynamodb', 'describe-limits'], 'DescribeLimits of dynamodb'],
      ['a service that reads XML', ['iam', 'list-users'], 'the service iam'],
      [
        'a service that signs as another one',
        ['bedrock', 'list-foundation-models'],
        'GET /foundation-models',
      ],
    ])('is told the name of %s that is not there', async (_, args, name) => {
      await expect(aws(...args)).rejects.toThrow(
        new RegExp(`\\(NotImplementedException\\).*The emulator does not implement ${name}`),
      );
    });
  });
} else {
  it('was not tried with the AWS CLI: this machine does not have it', () => expect(hasCli).toBe(false));
}

const script = `
import boto3, json, os
from botocore.exceptions import ClientError

agent_id, alias_id, way = os.environ['AGENT'], os.environ['ALIAS'], os.environ['WAY']
runtime = boto3.client('bedrock-agent-runtime')

def ask(session, **rest):
    answer = runtime.invoke_agent(agentId=agent_id, agentAliasId=alias_id, sessionId=session + way, **rest)
    return list(answer['completion'])

def code_of(call):
    try:
        call()
    except ClientError as error:
        return error.response['Error']['Code'], error.response['ResponseMetadata']['HTTPStatusCode']

events = ask('look', inputText='Where is number 7?', enableTrace=True)
traces = [event['trace']['trace']['orchestrationTrace'] for event in events if 'trace' in event]
found = {
    'kinds': [kind for event in events for kind in event if kind != 'trace'],
    'traces': [kind for trace in traces for kind in trace],
    'text': events[-1]['chunk']['bytes'].decode(),
    'path': [trace['invocationInput'] for trace in traces if 'invocationInput' in trace][0]
        ['actionGroupInvocationInput']['apiPath'],
}

[asked] = ask('remove', inputText='Take number 7 away')
waiting = asked['returnControl']
call = waiting['invocationInputs'][0]['apiInvocationInput']
result = {key: call[key] for key in ['actionGroup', 'apiPath', 'httpMethod']}
state = {
    'invocationId': waiting['invocationId'],
    'returnControlInvocationResults': [{'apiResult': {**result, 'confirmationState': 'CONFIRM'}}],
}
found['confirmed'] = ask('remove', sessionState=state)[-1]['chunk']['bytes'].decode()
found['twice'] = code_of(lambda: ask('remove', sessionState=state))
found['nobody'] = code_of(lambda: runtime.invoke_agent(
    agentId='NOBODY0000', agentAliasId=alias_id, sessionId='ab', inputText='Hello'))
found['inline'] = code_of(lambda: runtime.invoke_inline_agent(
    foundationModel='m', instruction='i' * 40, sessionId='ab', inputText='Hello'))
try:
    ask('fail', inputText='Fail')
except ClientError as error:
    found['failed'] = [type(error).__name__, error.response['Error']['Code']]

agents = boto3.client('bedrock-agent').get_paginator('list_agents').paginate()
found['agents'] = [one['agentName'] for page in agents for one in page['agentSummaries']]

table = boto3.resource('dynamodb').Table('things')
table.put_item(Item={'id': 'python' + way, 'n': 3})
found['item'] = int(table.get_item(Key={'id': 'python' + way})['Item']['n'])
found['condition'] = code_of(lambda: table.put_item(
    Item={'id': 'python' + way}, ConditionExpression='attribute_not_exists(id)'))

invoked = boto3.client('lambda').invoke(FunctionName='shelf', Payload=b'{}')
found['invoked'] = json.loads(invoked['Payload'].read())['messageVersion']
stacks = boto3.client('cloudformation').get_paginator('describe_stacks').paginate()
found['stacks'] = [stack['StackName'] for page in stacks for stack in page['Stacks']]
found['account'] = boto3.client('sts').get_caller_identity()['Account']
s3 = boto3.client('s3')
s3.put_object(Bucket='${bucket}', Key='python', Body=way.encode())
found['object'] = s3.get_object(Bucket='${bucket}', Key='python')['Body'].read().decode()
print(json.dumps(found))
`;

if (hasBoto3) {
  it.each(ways)('serves boto3 through %s', async (way) => {
    desk.model.script(
      use('I look.', ['shelf__getItem', { itemId: '7' }]),
      say('On the shelf'),
      use(['shelf__removeItem', { itemId: '7', reason: 'old' }]),
      say('It is gone'),
      use(['shelf__trouble', { kind: 'throw' }]),
    );
    const env = { ...environment(way), AGENT: desk.emulator.ids.agentId, WAY: way.replaceAll(' ', '-') };
    const { stdout } = await run('python3', ['-c', script], {
      env: { ...env, ALIAS: desk.emulator.ids.agentAliasId },
    });
    expect(JSON.parse(stdout)).toEqual({
      kinds: ['chunk'],
      traces: [
        'modelInvocationInput',
        'modelInvocationOutput',
        'rationale',
        'invocationInput',
        'observation',
        'modelInvocationInput',
        'modelInvocationOutput',
        'observation',
      ],
      text: 'On the shelf',
      path: '/items/{itemId}',
      confirmed: 'It is gone',
      twice: ['ValidationException', 400],
      nobody: ['ResourceNotFoundException', 404],
      inline: ['NotImplementedException', 501],
      failed: ['EventStreamError', 'dependencyFailedException'],
      agents: ['Desk'],
      item: 3,
      condition: ['ConditionalCheckFailedException', 400],
      invoked: '1.0',
      stacks: ['desk'],
      account: '000000000000',
      object: way.replaceAll(' ', '-'),
    });
  });
} else {
  it('was not tried with boto3: this machine does not have it', () => expect(hasBoto3).toBe(false));
}
