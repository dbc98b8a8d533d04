import { readAssembly, type SynthesizedStack, type Template } from '../../../emulator/assembly/assembly';
import { resolveApp } from '../../../emulator/assembly/resolve-app';

const stack = (name: string, template: Template, more: Partial<SynthesizedStack> = {}): SynthesizedStack => ({
  name,
  account: 'unknown-account',
  region: 'unknown-region',
  tags: {},
  assets: new Map(),
  template,
  ...more,
});
const app = (...stacks: SynthesizedStack[]) => resolveApp({ directory: '/assembly', stacks });
const resource = (Type: string, Properties: Record<string, unknown> = {}, more: object = {}) => ({
  Type,
  Properties,
  ...more,
});

describe('names and attributes', () => {
  const everything = app(
    stack('desk-dev', {
      Resources: {
        Agent: resource('AWS::Bedrock::Agent'),
        Alias: resource('AWS::Bedrock::AgentAlias', { AgentId: { 'Fn::GetAtt': ['Agent', 'AgentId'] } }),
        Guard: resource('AWS::Bedrock::Guardrail'),
        GuardVersion: resource('AWS::Bedrock::GuardrailVersion', {
          GuardrailIdentifier: { 'Fn::GetAtt': ['Guard', 'GuardrailId'] },
        }),
        Base: resource('AWS::Bedrock::KnowledgeBase'),
        Source: resource('AWS::Bedrock::DataSource', { KnowledgeBaseId: { Ref: 'Base' } }),
        Fn: resource('AWS::Lambda::Function', { FunctionName: 'fixed' }),
        V1: resource('AWS::Lambda::Version', { FunctionName: { Ref: 'Fn' } }),
        V2: resource('AWS::Lambda::Version', { FunctionName: { Ref: 'Fn' } }),
        Role: resource('AWS::IAM::Role', { Path: '/service/' }),
        Table: resource('AWS::DynamoDB::GlobalTable'),
        Bucket: resource('AWS::S3::Bucket'),
        Vectors: resource('AWS::S3Vectors::VectorBucket', { VectorBucketName: 'vectors' }),
        Index: resource('AWS::S3Vectors::Index', { VectorBucketName: 'vectors', IndexName: 'main' }),
        Stream: resource('AWS::Kinesis::Stream'),
      },
    }),
  );
  const of = (logicalId: string) => {
    const found = everything.stacks[0]?.resources.find((one) => one.logicalId === logicalId);
    if (!found) throw new Error(logicalId);
    return found;
  };

  it.each([
    ['Agent', 'AgentId', /^[0-9A-Z]{10}$/],
    ['Agent', 'AgentArn', /^arn:aws:bedrock:us-east-1:000000000000:agent\/[0-9A-Z]{10}$/],
    [
      'Alias',
      'AgentAliasArn',
      /^arn:aws:bedrock:us-east-1:000000000000:agent-alias\/[0-9A-Z]{10}\/[0-9A-Z]{10}$/,
    ],
    ['Guard', 'GuardrailArn', /^arn:aws:bedrock:us-east-1:000000000000:guardrail\/[a-z0-9]{12}$/],
    ['GuardVersion', 'Version', /^1$/],
    ['Base', 'KnowledgeBaseId', /^[0-9A-Z]{10}$/],
    ['Source', 'DataSourceId', /^[0-9A-Z]{10}$/],
    ['Fn', 'Arn', /^arn:aws:lambda:us-east-1:000000000000:function:fixed$/],
    ['V2', 'Version', /^2$/],
    ['Role', 'Arn', /^arn:aws:iam::000000000000:role\/service\/desk-dev-Role-[0-9A-Z]{12}$/],
    ['Table', 'Arn', /^arn:aws:dynamodb:us-east-1:000000000000:table\/desk-dev-Table-[0-9A-Z]{12}$/],
    ['Bucket', 'Arn', /^arn:aws:s3:::desk-dev-bucket-[0-9a-z]{12}$/],
    ['Index', 'IndexArn', /^arn:aws:s3vectors:us-east-1:000000000000:bucket\/vectors\/index\/main$/],
  ])('of %s: %s', (logicalId, attribute, pattern) =>
    expect(of(logicalId).attribute(attribute)).toMatch(pattern),
  );

  it.each([
    ['Alias', /^[0-9A-Z]{10}\|[0-9A-Z]{10}$/],
    ['GuardVersion', /^[a-z0-9]{12}\|1$/],
    ['Source', /^[0-9A-Z]{10}\|[0-9A-Z]{10}$/],
    ['V1', /^arn:aws:lambda:us-east-1:000000000000:function:fixed:1$/],
  ])('Ref of %s', (logicalId, pattern) => expect(of(logicalId).physicalId).toMatch(pattern));

  it('fail by name where they are not known', () => {
    expect(() => of('Stream').physicalId).toThrow(
      'desk-dev Stream: the emulator does not know what Ref of AWS::Kinesis::Stream gives',
    );
    expect(() => of('Table').attribute('StreamArn')).toThrow(
      'desk-dev Table: the emulator does not know the attribute StreamArn of AWS::DynamoDB::GlobalTable',
    );
  });

  it('stay within the limit, and apart, when stack and logical id are long', () => {
    const long = 'x'.repeat(100);
    const resources = {
      [`${long}A`]: resource('AWS::Lambda::Function'),
      [`${long}B`]: resource('AWS::Lambda::Function'),
    };
    const names = app(stack('s'.repeat(80), { Resources: resources })).resources('AWS::Lambda::Function');
    const ids = names.map(({ physicalId }) => physicalId);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[\w-]{1,64}$/);
  });
});

it('follows outputs into other stacks', () => {
  const output = (name: string) => ({ 'Fn::GetStackOutput': { StackName: 'data', OutputName: name } });
  const { stacks } = app(
    stack('agent', { Outputs: { Table: { Value: output('Out') }, Nothing: { Value: output('Gone') } } }),
    stack('data', {
      Resources: { Table: resource('AWS::DynamoDB::Table', { TableName: 'things' }) },
      Outputs: { Out: { Value: { Ref: 'Table' } } },
    }),
  );
  const [table, nothing] = stacks[0]?.outputs ?? [];
  expect(table?.value()).toBe('things');
  expect(() => nothing?.value()).toThrow('agent Outputs.Nothing.Value: no stack data has an output Gone');
});

it('follows exports into other stacks', () => {
  const { stacks } = app(
    stack('agent', {
      Outputs: { Table: { Value: { 'Fn::ImportValue': 'data:table' }, Description: 'The table' } },
    }),
    stack('data', {
      Resources: { Table: resource('AWS::DynamoDB::Table', { TableName: 'things' }) },
      Outputs: {
        Out: {
          Value: { Ref: 'Table' },
          Export: { Name: { 'Fn::Join': [':', [{ Ref: 'AWS::StackName' }, 'table']] } },
        },
      },
    }),
  );
  expect(stacks[0]?.outputs[0]?.value()).toBe('things');
  expect(stacks[0]?.outputs[0]).toMatchObject({ key: 'Table', description: 'The table' });
});

it('takes conditions, parameters, mappings and the environment of the stack', () => {
  const { stacks, region, account } = app(
    stack(
      's',
      {
        Parameters: {
          Size: { Type: 'String', Default: 'small' },
          Names: { Type: 'CommaDelimitedList', Default: 'a,b' },
        },
        Mappings: { Sizes: { small: { count: 3 } } },
        Conditions: {
          IsSmall: { 'Fn::Equals': [{ Ref: 'Size' }, 'small'] },
          IsBig: { 'Fn::Not': [{ Condition: 'IsSmall' }] },
        },
        Resources: {
          Here: resource('AWS::IAM::Role', { RoleName: { Ref: 'AWS::Region' } }, { Condition: 'IsSmall' }),
          Gone: resource('AWS::IAM::Role', {}, { Condition: 'IsBig' }),
        },
        Outputs: {
          Count: { Value: { 'Fn::FindInMap': ['Sizes', { Ref: 'Size' }, 'count'] } },
          Second: { Value: { 'Fn::Select': [1, { Ref: 'Names' }] } },
          Gone: { Value: { Ref: 'Gone' }, Condition: 'IsBig' },
        },
      },
      { account: '123456789012', region: 'eu-central-1' },
    ),
  );
  expect({ region, account }).toEqual({ region: 'eu-central-1', account: '123456789012' });
  expect(stacks[0]?.resources.map(({ logicalId, physicalId }) => [logicalId, physicalId])).toEqual([
    ['Here', 'eu-central-1'],
  ]);
  expect(stacks[0]?.outputs.map(({ key, value }) => [key, value()])).toEqual([
    ['Count', '3'],
    ['Second', 'b'],
  ]);
});

it('resolves a property when it is read, and names the place when it cannot', () => {
  const { stacks } = app(
    stack('s', {
      Parameters: { Given: { Type: 'String' } },
      Resources: {
        Fn: resource('AWS::Lambda::Function', {
          FunctionName: 'f',
          Environment: { Variables: { URL: { 'Fn::GetAtt': ['Stream', 'QueueUrl'] } } },
          Description: { Ref: 'Given' },
        }),
        Stream: resource('AWS::Kinesis::Stream'),
      },
    }),
  );
  const [fn] = stacks[0]?.resources ?? [];
  expect(fn?.properties.FunctionName).toBe('f');
  expect(() => fn?.properties.Environment).toThrow(
    's Stream: the emulator does not know the attribute QueueUrl of AWS::Kinesis::Stream',
  );
  expect(() => fn?.properties.Description).toThrow(
    's Fn.Properties.Description: the parameter Given has no default',
  );
});

it('says that it runs no nested stacks', () => {
  expect(() => app(stack('s', { Resources: { Inner: resource('AWS::CloudFormation::Stack') } }))).toThrow(
    's Inner: the emulator does not run nested stacks',
  );
});

it('says what a folder lacks in which nothing was synthesized', () => {
  expect(() => readAssembly(__dirname)).toThrow(
    `${__dirname} holds no synthesized app: cdk synth writes one, with its manifest.json`,
  );
});
