import type { KnowledgeBaseConfig } from '../../../schemas/knowledge-base-config';
import { configured as knowledgeBase } from '../../kit/knowledge-base/configured';
import { type Resource, type StackTemplate, spelt, synthesize } from './synthesized';

const autoSync = { scheduleExpression: 'rate(1 hour)' };
const withKeys = (store: KnowledgeBaseConfig['store']) =>
  stacksOf({ customerManagedKey: true, knowledgeBase: { ...knowledgeBase, store, autoSync } });
const keyed = withKeys('S3_VECTORS');

function stacksOf(
  change: Parameters<typeof synthesize>[0] extends { change?: infer C } | undefined ? C : never,
) {
  const { data, agent, knowledgeBase } = synthesize({ change });
  if (!knowledgeBase) throw new Error('no stack');
  return { data, agent, knowledgeBase };
}

const keyOf = (stack: StackTemplate): string => {
  const [[id] = [], ...others] = stack.all('AWS::KMS::Key');
  if (!id || others.length > 0) throw new Error(`${others.length} keys too many, or none`);
  return `\${${id}.Arn}`;
};

/** Every property below a resource whose name says that it takes a key, with what it is given. */
function keysIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    /^(kms|customerEncryption).*(id|arn|key)$/i.test(name) ? [spelt(inner)] : keysIn(inner),
  );
}

const encrypted: readonly [keyof typeof keyed, string][] = [
  ['data', 'AWS::DynamoDB::GlobalTable'],
  ['agent', 'AWS::Logs::LogGroup'],
  ['agent', 'AWS::Bedrock::Guardrail'],
  ['agent', 'AWS::Bedrock::Agent'],
  ['knowledgeBase', 'AWS::S3::Bucket'],
  ['knowledgeBase', 'AWS::S3Vectors::VectorBucket'],
  ['knowledgeBase', 'AWS::Bedrock::DataSource'],
  ['knowledgeBase', 'AWS::Logs::LogGroup'],
  ['knowledgeBase', 'AWS::SNS::Topic'],
];

describe('with customerManagedKey', () => {
  it.each(encrypted)('the stack %s encrypts its %s with its own key', (stack, type) => {
    expect(keysIn(keyed[stack].one(type).Properties)).toEqual([keyOf(keyed[stack])]);
  });

  it('OPENSEARCH_SERVERLESS is made with the key, under another name, since it can never change it', () => {
    const policies = ({ knowledgeBase }: { knowledgeBase: StackTemplate }) =>
      knowledgeBase
        .all('AWS::OpenSearchServerless::SecurityPolicy')
        .map(([, { Properties }]) => Properties)
        .filter(({ Type }) => Type === 'encryption');
    const [own] = policies(withKeys('OPENSEARCH_SERVERLESS'));
    const [aws] = policies(stacksOf({ knowledgeBase: { ...knowledgeBase, store: 'OPENSEARCH_SERVERLESS' } }));
    expect(spelt(own?.Policy)).toMatch(/"AWSOwnedKey":false,"KmsARN":"\$\{Key\w+\.Arn\}"/);
    expect(spelt(aws?.Policy)).toMatch(/"AWSOwnedKey":true/);
    expect(own?.Name).not.toBe(aws?.Name);
  });

  it('keys rotate, and stay as long as what they encrypt', () => {
    const prod = synthesize({ change: { customerManagedKey: true }, context: { stage: 'prod' } });
    const key = (stack: StackTemplate | undefined) => stack?.one('AWS::KMS::Key') as Resource;
    for (const stack of [keyed.data, keyed.agent, keyed.knowledgeBase]) {
      expect(key(stack).Properties).toMatchObject({ EnableKeyRotation: true });
    }
    expect(key(keyed.knowledgeBase).DeletionPolicy).toBe('Retain');
    expect(key(keyed.data).DeletionPolicy).toBe('Delete');
    expect(key(prod.data).DeletionPolicy).toBe('Retain');
    expect(key(prod.agent).DeletionPolicy).toBe('Retain');
  });

  it.each([
    ['agent', 'AgentRole', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ['agent', 'ActionGroup', ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey']],
    ['knowledgeBase', 'KnowledgeBaseRole', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ['knowledgeBase', 'AutoSyncRole', ['kms:Decrypt', 'kms:GenerateDataKey']],
  ] as const)('in the stack %s %s… may use the key and no other', (stack, policy, actions) => {
    const statements = keyed[stack]
      .statements(policy)
      .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('kms:')));
    expect(statements).toHaveLength(1);
    expect([statements[0]?.Action].flat()).toEqual(actions);
    expect(spelt(statements[0]?.Resource)).toMatch(/Key/);
  });

  it('whoever invokes the agent may use the key for the agent and its guardrail, and not for logs', () => {
    const { PolicyDocument } = keyed.agent.one('AWS::IAM::ManagedPolicy').Properties as {
      PolicyDocument: {
        Statement: { Action: unknown; Condition?: Record<string, Record<string, unknown>> }[];
      };
    };
    const [, ...ofKey] = PolicyDocument.Statement;
    const agentArn = { 'Fn::GetAtt': [keyed.agent.all('AWS::Bedrock::Agent')[0]?.[0], 'AgentArn'] };
    expect(ofKey).toMatchObject([
      {
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Condition: { StringEquals: { 'kms:EncryptionContext:aws:bedrock:arn': agentArn } },
      },
      {
        Action: 'kms:Decrypt',
        Condition: { Null: { 'kms:EncryptionContext:aws:bedrock:guardrail-id': 'false' } },
      },
    ]);
  });
});

it('without it there is no key and nobody may use one', () => {
  const { data, agent, knowledgeBase: stack } = stacksOf({ knowledgeBase });
  for (const template of [data, agent, stack]) {
    expect(template.all('AWS::KMS::Key')).toEqual([]);
    expect(JSON.stringify(template.statements(''))).not.toContain('kms:');
  }
});
