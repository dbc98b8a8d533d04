import type { ActionGroupConfig } from '../../../schemas/agent-config';
import { openApiDocument } from '../../../schemas/openapi';
import { config, spelt, synthesize, trustOfBedrock } from './synthesized';

const [group] = config.actionGroups as readonly [ActionGroupConfig];
const { data, agent } = synthesize();
const [versionId, version] = agent.all('AWS::Lambda::Version')[0] ?? [];
const { Properties: agentProperties } = agent.one('AWS::Bedrock::Agent');
const actionGroups = agentProperties.ActionGroups as Record<string, unknown>[];

describe('the agent', () => {
  it('describes each action group with its inline OpenAPI document', () => {
    expect(actionGroups[0]).toMatchObject({
      ActionGroupName: group.name,
      ActionGroupState: 'ENABLED',
      ApiSchema: { Payload: JSON.stringify(openApiDocument(group.contract)) },
    });
  });

  it.each([true, false])('may ask the user for what is missing only when userInput is %s', (userInput) => {
    const { Properties } = synthesize({ change: { userInput } }).agent.one('AWS::Bedrock::Agent');
    const signatures = (Properties.ActionGroups as Record<string, unknown>[]).map(
      (actionGroup) => actionGroup.ParentActionGroupSignature,
    );
    expect(signatures.includes('AMAZON.UserInput')).toBe(userInput);
  });

  it('names the guardrail with its version, without which it would silently not apply', () => {
    const [[guardrailId] = []] = agent.all('AWS::Bedrock::Guardrail');
    const [[guardrailVersionId] = []] = agent.all('AWS::Bedrock::GuardrailVersion');
    expect(agentProperties.GuardrailConfiguration).toEqual({
      GuardrailIdentifier: { 'Fn::GetAtt': [guardrailId, 'GuardrailId'] },
      GuardrailVersion: { 'Fn::GetAtt': [guardrailVersionId, 'Version'] },
    });
  });

  it('is made after its role may call the model', () => {
    const { DependsOn = [] } = agent.one('AWS::Bedrock::Agent');
    const [[policyId] = []] = agent.all('AWS::IAM::Policy').filter(([id]) => id.startsWith('AgentRole'));
    expect(DependsOn).toContain(policyId);
  });

  it('has a role that only agents of this account and region can assume', () => {
    const [[, role] = []] = agent.all('AWS::IAM::Role').filter(([id]) => id.startsWith('AgentRole'));
    expect(role?.Properties.AssumeRolePolicyDocument).toMatchObject(trustOfBedrock);
  });
});

describe('the published version', () => {
  it('is what the action group names', () => {
    expect(actionGroups[0]?.ActionGroupExecutor).toEqual({ Lambda: { Ref: versionId } });
  });

  it('is kept with its permission when a newer one takes its place', () => {
    for (const resource of [version, agent.one('AWS::Lambda::Permission')]) {
      expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });

  it('can be called by this agent of this account only, before the alias moves', () => {
    const [[permissionId, permission] = []] = agent.all('AWS::Lambda::Permission');
    expect(permission?.Properties).toEqual({
      Action: 'lambda:InvokeFunction',
      Principal: 'bedrock.amazonaws.com',
      FunctionName: { Ref: versionId },
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: { 'Fn::GetAtt': ['Agent', 'AgentArn'] },
    });
    expect(agent.one('AWS::Bedrock::AgentAlias').DependsOn).toContain(permissionId);
  });
});

describe('the function', () => {
  const { Properties } = agent.one('AWS::Lambda::Function');

  it('runs on the newest Node, on arm64, with traces', () => {
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
    });
  });

  it('is told its tables, the name of its service and the namespace of its metrics', () => {
    const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
    expect(Object.keys(Variables)).toEqual(
      expect.arrayContaining([
        ...(group.tables ?? []).map(({ name }) => `${name.toUpperCase().replaceAll('-', '_')}_TABLE`),
        'POWERTOOLS_LOG_LEVEL',
      ]),
    );
    expect(Variables).toMatchObject({
      POWERTOOLS_SERVICE_NAME: group.name,
      POWERTOOLS_METRICS_NAMESPACE: `${config.name}-dev`,
    });
  });

  it('raises an alarm when a handler has a bug or its process dies', () => {
    const [[functionId] = []] = agent.all('AWS::Lambda::Function');
    const { Metrics } = agent.one('AWS::CloudWatch::Alarm').Properties;
    expect(Metrics).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Expression: 'FILL(internal, 0) + FILL(lambda, 0)' }),
        expect.objectContaining({
          MetricStat: expect.objectContaining({
            Metric: {
              Namespace: `${config.name}-dev`,
              MetricName: 'InternalErrors',
              Dimensions: [{ Name: 'service', Value: group.name }],
            },
          }),
        }),
        expect.objectContaining({
          MetricStat: expect.objectContaining({
            Metric: {
              Namespace: 'AWS/Lambda',
              MetricName: 'Errors',
              Dimensions: [{ Name: 'FunctionName', Value: { Ref: functionId } }],
            },
          }),
        }),
      ]),
    );
  });

  it.each([
    ['dev', 14, 'Delete'],
    ['prod', 90, 'Retain'],
  ])('writes to a log that %s keeps for %d days', (stage, days, policy) => {
    const logs = synthesize({ context: { stage } }).agent.one('AWS::Logs::LogGroup');
    expect(logs).toMatchObject({ Properties: { RetentionInDays: days }, DeletionPolicy: policy });
  });

  it('may do with tables and indexes what the configuration names, and nothing else', () => {
    const statements = agent.statements('ActionGroup');
    const granted = statements.flatMap(({ Action, Resource }) =>
      [Action]
        .flat()
        .flatMap((action) => [Resource].flat().map((resource) => `${action} ${spelt(resource)}`)),
    );
    const arnOf = (name: string) => {
      const index = (group.tables ?? []).findIndex((table) => table.name === name);
      const [logicalId] = data.all('AWS::DynamoDB::GlobalTable')[index] ?? [];
      return granted
        .find((text) => text.includes(`FnGetAtt${logicalId}Arn`))
        ?.split(' ')[1]
        ?.split('/')[0];
    };
    const expected = (group.tables ?? []).flatMap(({ name, actions, indexes = [], indexActions = [] }) => [
      ...actions.map((action) => `dynamodb:${action} ${arnOf(name)}`),
      ...indexActions.flatMap((action) =>
        indexes.map((index) => `dynamodb:${action} ${arnOf(name)}/index/${index.name}`),
      ),
    ]);
    const [[logsId] = []] = agent.all('AWS::Logs::LogGroup');
    expect(granted.sort()).toEqual(
      [
        ...expected,
        `logs:CreateLogStream \${${logsId}.Arn}`,
        `logs:PutLogEvents \${${logsId}.Arn}`,
        'xray:PutTelemetryRecords *',
        'xray:PutTraceSegments *',
      ].sort(),
    );
  });
});

it('puts out what the scripts read', () => {
  const pascal = (name: string) =>
    name.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
  expect(agent.outputs).toEqual(
    expect.arrayContaining([
      'AgentId',
      'AgentArn',
      'AgentAliasId',
      'GuardrailId',
      'GuardrailVersion',
      ...config.actionGroups.map(({ name }) => `Function${pascal(name)}`),
    ]),
  );
  expect(data.outputs).toEqual(
    expect.arrayContaining((group.tables ?? []).map(({ name }) => `Table${pascal(name)}`)),
  );
});

it('is free of account and region, so that one template fits all', () => {
  const here = synthesize();
  process.env.CDK_DEFAULT_ACCOUNT = '111122223333';
  process.env.CDK_DEFAULT_REGION = 'eu-west-1';
  try {
    expect(synthesize()).toEqual(here);
  } finally {
    delete process.env.CDK_DEFAULT_ACCOUNT;
    delete process.env.CDK_DEFAULT_REGION;
  }
});
