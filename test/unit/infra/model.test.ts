import { modelFromText } from '../../../infra/agent/model-override';
import type { ModelReference } from '../../../schemas/agent-config';
import { config, spelt, synthesize } from './synthesized';

const provisioned = 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abcdefghij12';
const custom = 'arn:aws:bedrock:us-east-1:111122223333:imported-model/abcdefghij12';
const application = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abcdefghij12';
const here = `arn:\${AWS::Partition}:bedrock:\${AWS::Region}`;
const profile = (id: string) => `${here}:\${AWS::AccountId}:inference-profile/${id}`;

/** What the agent's role may do with models: `action resource`, with its conditions. */
function grants(model: ModelReference): { foundationModel: unknown; grants: string[] } {
  const { agent } = synthesize({ change: { model: { ...config.model, dev: model } } });
  const lines = agent.statements('AgentRole').flatMap(({ Action, Resource, Condition }) =>
    [Action].flat().flatMap((action) =>
      [Resource].flat().map((resource) => {
        const conditions = Object.entries(Condition?.StringEquals ?? {}).map(
          ([key, value]) => ` if ${key} = ${spelt(value)}`,
        );
        return `${action} ${spelt(resource)}${conditions.join('')}`;
      }),
    ),
  );
  return {
    foundationModel: agent.one('AWS::Bedrock::Agent').Properties.FoundationModel,
    grants: lines.filter((line) => !/ApplyGuardrail|bedrock:Retrieve/.test(line)).sort(),
  };
}
const invoke = (rest: string) => [
  `bedrock:InvokeModel ${rest}`,
  `bedrock:InvokeModelWithResponseStream ${rest}`,
];

it('grants a foundation model in the region of the agent', () => {
  expect(grants({ type: 'foundation-model', modelId: 'amazon.nova-pro-v1:0' })).toEqual({
    foundationModel: 'amazon.nova-pro-v1:0',
    grants: invoke(`${here}::foundation-model/amazon.nova-pro-v1:0`),
  });
});

it('grants an inference profile, and its model in every region by way of the profile only', () => {
  const id = 'us.amazon.nova-pro-v1:0';
  const model = 'foundation-model/amazon.nova-pro-v1:0';
  const models = [`${here}::${model}`, `arn:\${AWS::Partition}:bedrock:us-east-2::${model}`];
  expect(
    grants({
      type: 'inference-profile',
      inferenceProfileId: id,
      foundationModelId: 'amazon.nova-pro-v1:0',
      regions: ['us-east-2'],
    }),
  ).toEqual({
    foundationModel: id,
    grants: [
      ...invoke(profile(id)),
      `bedrock:GetInferenceProfile ${profile(id)}`,
      ...models.flatMap((arn) => [
        ...invoke(`${arn} if bedrock:InferenceProfileArn = ${profile(id)}`),
        `bedrock:GetFoundationModel ${arn}`,
      ]),
    ].sort(),
  });
});

it('grants a global profile its model without a region, as AWS evaluates the routed call', () => {
  const id = 'global.anthropic.claude-sonnet-4-6';
  const model = 'foundation-model/anthropic.claude-sonnet-4-6';
  const region = ` if aws:RequestedRegion = \${AWS::Region}`;
  const through = ` if bedrock:InferenceProfileArn = ${profile(id)}`;
  expect(
    grants({
      type: 'inference-profile',
      inferenceProfileId: id,
      foundationModelId: 'anthropic.claude-sonnet-4-6',
      regions: ['*'],
    }).grants,
  ).toEqual(
    [
      ...invoke(`${profile(id)}${region}`),
      ...invoke(`${here}::${model}${region}${through}`),
      ...invoke(`arn:\${AWS::Partition}:bedrock:::${model} if aws:RequestedRegion = unspecified${through}`),
      `bedrock:GetInferenceProfile ${profile(id)}`,
      `bedrock:GetFoundationModel ${here}::${model}`,
    ].sort(),
  );
});

it('grants an application inference profile by its ARN', () => {
  const { foundationModel, grants: lines } = grants({
    type: 'inference-profile',
    inferenceProfileId: application,
    foundationModelId: 'amazon.nova-pro-v1:0',
    regions: ['us-east-1'],
  });
  expect(foundationModel).toBe(application);
  expect(lines).toEqual(
    expect.arrayContaining([
      ...invoke(application),
      ...invoke(
        `arn:\${AWS::Partition}:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0 if bedrock:InferenceProfileArn = ${application}`,
      ),
    ]),
  );
});

it('grants provisioned throughput by its ARN', () => {
  expect(grants({ type: 'provisioned-throughput', provisionedModelArn: provisioned })).toEqual({
    foundationModel: provisioned,
    grants: [`bedrock:GetProvisionedModelThroughput ${provisioned}`, ...invoke(provisioned)].sort(),
  });
});

it('grants a custom model by its ARN', () => {
  expect(grants({ type: 'custom-model', customModelArn: custom })).toEqual({
    foundationModel: custom,
    grants: invoke(custom),
  });
});

it('takes the model of the stage, and that of -c model= before it', () => {
  const model = {
    dev: { type: 'foundation-model', modelId: 'amazon.nova-lite-v1:0' },
    prod: { type: 'foundation-model', modelId: 'amazon.nova-pro-v1:0' },
  } as const;
  const modelOf = (context: Record<string, string>) =>
    synthesize({ change: { model }, context }).agent.one('AWS::Bedrock::Agent').Properties.FoundationModel;
  expect(modelOf({ stage: 'dev' })).toBe('amazon.nova-lite-v1:0');
  expect(modelOf({ stage: 'prod' })).toBe('amazon.nova-pro-v1:0');
  expect(modelOf({ stage: 'prod', model: 'amazon.nova-micro-v1:0' })).toBe('amazon.nova-micro-v1:0');
});

it.each<[string, ModelReference]>([
  ['amazon.nova-pro-v1:0', { type: 'foundation-model', modelId: 'amazon.nova-pro-v1:0' }],
  ['openai.gpt-oss-120b-1:0', { type: 'foundation-model', modelId: 'openai.gpt-oss-120b-1:0' }],
  ['zai.glm-4.7', { type: 'foundation-model', modelId: 'zai.glm-4.7' }],
  [
    'apac.amazon.nova-pro-v1:0',
    {
      type: 'inference-profile',
      inferenceProfileId: 'apac.amazon.nova-pro-v1:0',
      foundationModelId: 'amazon.nova-pro-v1:0',
      regions: ['*'],
    },
  ],
  [
    'arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-sonnet-4-6',
    {
      type: 'inference-profile',
      inferenceProfileId:
        'arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-sonnet-4-6',
      foundationModelId: 'anthropic.claude-sonnet-4-6',
      regions: ['*'],
    },
  ],
  [
    'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0',
    { type: 'foundation-model', modelId: 'amazon.nova-pro-v1:0' },
  ],
  [provisioned, { type: 'provisioned-throughput', provisionedModelArn: provisioned }],
  [custom, { type: 'custom-model', customModelArn: custom }],
])('tells the kind of %s', (text, reference) => {
  expect(modelFromText(text)).toEqual(reference);
});

it.each([
  ['', 'neither the id nor the ARN'],
  ['claude', 'neither the id nor the ARN'],
  ['anthropic/claude', 'neither the id nor the ARN'],
  ['arn:aws:bedrock:us-east-1:111122223333:guardrail/abc', 'the ARN of no model'],
  ['arn:aws:bedrock:us-east-1:111122223333:inference-profile/claude', 'the ARN of no model'],
  [application, 'Write it in agent.config.ts'],
])('refuses -c model=%s with what to give instead', (text, message) => {
  expect(() => modelFromText(text)).toThrow(message);
});

it('refuses a stage that there is not', () => {
  expect(() => synthesize({ context: { stage: 'test' } })).toThrow(
    "stage: there is no stage 'test'. Give dev or prod.",
  );
});
