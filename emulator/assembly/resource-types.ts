import { createHash } from 'node:crypto';

/** What a resource's name and attributes are made of. */
export interface Naming {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly stack: string;
  readonly logicalId: string;
  /** A property, resolved. */
  property(name: string): unknown;
  /** What `Ref` gives. */
  ref(): string;
  /** `n` for the n-th resource of this type and with the same value of this property in its stack, from 1. */
  ordinal(property: string): number;
}

export interface ResourceType {
  ref(naming: Naming): string;
  readonly attributes?: Readonly<Record<string, (naming: Naming) => string>>;
}

const digest = ({ stack, logicalId }: Naming) =>
  createHash('sha256').update(`${stack}/${logicalId}`).digest('hex');
const base36 = (naming: Naming, length: number) =>
  BigInt(`0x${digest(naming)}`)
    .toString(36)
    .slice(0, length);

/** Ten characters, as Bedrock's ids are; the same for the same resource in every synthesis. */
const bedrockId = (naming: Naming): string => base36(naming, 10).toUpperCase();
const uuid = (naming: Naming): string =>
  digest(naming).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
const arn = (service: string, resource: string, { partition, region, account }: Naming) =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;
const text = (naming: Naming, property: string): string => {
  const value = naming.property(property);
  if (typeof value === 'string') return value;
  throw new Error(`${naming.stack} ${naming.logicalId}.Properties.${property} is no text`);
};

/** As CloudFormation names what the template does not: stack, logical id and a suffix, within the limit. */
const named =
  (property: string, limit: number, spell = (name: string) => name) =>
  (naming: Naming): string => {
    const given = naming.property(property);
    if (typeof given === 'string' && given !== '') return given;
    const suffix = base36(naming, 12).toUpperCase();
    const { stack, logicalId } = naming;
    const room = limit - suffix.length - 2;
    const id = logicalId.slice(0, Math.max(room - stack.length, Math.floor(room / 2)));
    return spell(`${stack.slice(0, room - id.length)}-${id}-${suffix}`);
  };

const table: ResourceType = {
  ref: named('TableName', 255),
  attributes: {
    Arn: (naming) => arn('dynamodb', `table/${naming.ref()}`, naming),
    TableId: uuid,
  },
};
const queueName = named('QueueName', 80);
const topicArn = (naming: Naming): string => arn('sns', named('TopicName', 256)(naming), naming);
const stateMachineArn = (naming: Naming): string =>
  arn('states', `stateMachine:${named('StateMachineName', 80)(naming)}`, naming);
const guardrailArn = (id: string, naming: Naming) => arn('bedrock', `guardrail/${id}`, naming);
const guardrailId = (naming: Naming) => base36(naming, 12);

/** The resource types whose names and attributes the emulator knows, as CloudFormation's reference gives them. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Bedrock::Agent': {
    ref: bedrockId,
    attributes: {
      AgentId: bedrockId,
      AgentArn: (naming) => arn('bedrock', `agent/${bedrockId(naming)}`, naming),
      AgentStatus: () => 'PREPARED',
      AgentVersion: () => 'DRAFT',
    },
  },
  'AWS::Bedrock::AgentAlias': {
    ref: (naming) => `${text(naming, 'AgentId')}|${bedrockId(naming)}`,
    attributes: {
      AgentAliasId: bedrockId,
      AgentAliasArn: (naming) =>
        arn('bedrock', `agent-alias/${text(naming, 'AgentId')}/${bedrockId(naming)}`, naming),
      AgentAliasStatus: () => 'PREPARED',
    },
  },
  'AWS::Bedrock::Guardrail': {
    ref: (naming) => guardrailArn(guardrailId(naming), naming),
    attributes: {
      GuardrailId: guardrailId,
      GuardrailArn: (naming) => guardrailArn(guardrailId(naming), naming),
      Version: () => 'DRAFT',
      Status: () => 'READY',
    },
  },
  'AWS::Bedrock::GuardrailVersion': {
    ref: (naming) =>
      `${text(naming, 'GuardrailIdentifier').split('/').at(-1)}|${naming.ordinal('GuardrailIdentifier')}`,
    attributes: {
      GuardrailId: (naming) => text(naming, 'GuardrailIdentifier').split('/').at(-1) ?? '',
      GuardrailArn: (naming) => {
        const id = text(naming, 'GuardrailIdentifier');
        return id.startsWith('arn:') ? id : guardrailArn(id, naming);
      },
      Version: (naming) => String(naming.ordinal('GuardrailIdentifier')),
    },
  },
  'AWS::Bedrock::KnowledgeBase': {
    ref: bedrockId,
    attributes: {
      KnowledgeBaseId: bedrockId,
      KnowledgeBaseArn: (naming) => arn('bedrock', `knowledge-base/${bedrockId(naming)}`, naming),
      Status: () => 'ACTIVE',
    },
  },
  'AWS::Bedrock::DataSource': {
    ref: (naming) => `${text(naming, 'KnowledgeBaseId')}|${bedrockId(naming)}`,
    attributes: { DataSourceId: bedrockId, DataSourceStatus: () => 'AVAILABLE' },
  },
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::Events::Rule': {
    ref: named('Name', 64),
    attributes: { Arn: (naming) => arn('events', `rule/${naming.ref()}`, naming) },
  },
  'AWS::IAM::ManagedPolicy': {
    ref: (naming) =>
      `arn:${naming.partition}:iam::${naming.account}:policy/${named('ManagedPolicyName', 128)(naming)}`,
  },
  'AWS::IAM::Policy': { ref: named('PolicyName', 128) },
  'AWS::IAM::Role': {
    ref: named('RoleName', 64),
    attributes: {
      Arn: (naming) =>
        `arn:${naming.partition}:iam::${naming.account}:role${naming.property('Path') ?? '/'}${naming.ref()}`,
      RoleId: (naming) => `AROA${base36(naming, 17).toUpperCase()}`,
    },
  },
  'AWS::KMS::Key': {
    ref: uuid,
    attributes: { KeyId: uuid, Arn: (naming) => arn('kms', `key/${uuid(naming)}`, naming) },
  },
  'AWS::Lambda::Alias': { ref: (naming) => `${functionArn(naming)}:${text(naming, 'Name')}` },
  'AWS::Lambda::Function': {
    ref: named('FunctionName', 64),
    attributes: { Arn: (naming) => arn('lambda', `function:${naming.ref()}`, naming) },
  },
  'AWS::Lambda::Permission': { ref: named('Id', 100) },
  'AWS::Lambda::Version': {
    ref: (naming) => `${functionArn(naming)}:${naming.ordinal('FunctionName')}`,
    attributes: {
      FunctionArn: (naming) => `${functionArn(naming)}:${naming.ordinal('FunctionName')}`,
      Version: (naming) => String(naming.ordinal('FunctionName')),
    },
  },
  'AWS::Logs::LogGroup': {
    ref: named('LogGroupName', 512),
    attributes: { Arn: (naming) => `${arn('logs', `log-group:${naming.ref()}`, naming)}:*` },
  },
  'AWS::OpenSearchServerless::AccessPolicy': { ref: (naming) => text(naming, 'Name') },
  'AWS::OpenSearchServerless::Collection': {
    ref: (naming) => base36(naming, 20),
    attributes: {
      CollectionEndpoint: (naming) => `https://${base36(naming, 20)}.${naming.region}.aoss.amazonaws.com`,
      Id: (naming) => base36(naming, 20),
      Arn: (naming) => arn('aoss', `collection/${base36(naming, 20)}`, naming),
    },
  },
  'AWS::OpenSearchServerless::Index': {
    ref: (naming) => `${text(naming, 'IndexName')}|${text(naming, 'CollectionEndpoint')}`,
  },
  'AWS::OpenSearchServerless::SecurityPolicy': {
    ref: (naming) => `${text(naming, 'Type')}|${text(naming, 'Name')}`,
  },
  'AWS::S3::Bucket': {
    ref: named('BucketName', 63, (name) => name.toLowerCase()),
    attributes: {
      Arn: (naming) => `arn:${naming.partition}:s3:::${naming.ref()}`,
      DomainName: (naming) => `${naming.ref()}.s3.amazonaws.com`,
      RegionalDomainName: (naming) => `${naming.ref()}.s3.${naming.region}.amazonaws.com`,
    },
  },
  'AWS::S3::BucketPolicy': { ref: (naming) => text(naming, 'Bucket') },
  'AWS::S3Vectors::Index': {
    ref: (naming) => vectorIndexArn(naming),
    attributes: { IndexArn: (naming) => vectorIndexArn(naming) },
  },
  'AWS::S3Vectors::VectorBucket': {
    ref: (naming) => vectorBucketArn(naming),
    attributes: { VectorBucketArn: (naming) => vectorBucketArn(naming) },
  },
  'AWS::SNS::Topic': { ref: topicArn, attributes: { TopicArn: topicArn } },
  'AWS::SNS::TopicPolicy': { ref: uuid },
  'AWS::SQS::Queue': {
    ref: (naming) => `https://sqs.${naming.region}.amazonaws.com/${naming.account}/${queueName(naming)}`,
    attributes: {
      Arn: (naming) => arn('sqs', queueName(naming), naming),
      QueueName: queueName,
    },
  },
  'AWS::SQS::QueuePolicy': { ref: uuid },
  'AWS::Scheduler::Schedule': {
    ref: named('Name', 64),
    attributes: {
      Arn: (naming) =>
        arn('scheduler', `schedule/${naming.property('GroupName') ?? 'default'}/${naming.ref()}`, naming),
    },
  },
  'AWS::StepFunctions::StateMachine': {
    ref: stateMachineArn,
    attributes: { Arn: stateMachineArn, Name: named('StateMachineName', 80) },
  },
  'AWS::SSM::Parameter': { ref: named('Name', 1000) },
};

const functionArn = (naming: Naming): string => {
  const name = text(naming, 'FunctionName');
  return name.startsWith('arn:') ? name : arn('lambda', `function:${name}`, naming);
};
const vectorBucketArn = (naming: Naming): string =>
  arn('s3vectors', `bucket/${named('VectorBucketName', 63, (name) => name.toLowerCase())(naming)}`, naming);
const vectorIndexArn = (naming: Naming): string => {
  const bucket =
    naming.property('VectorBucketArn') ??
    arn('s3vectors', `bucket/${naming.property('VectorBucketName')}`, naming);
  return `${bucket}/index/${named('IndexName', 63, (name) => name.toLowerCase())(naming)}`;
};
