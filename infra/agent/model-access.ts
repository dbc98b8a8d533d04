import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ModelReference } from '../../schemas/agent-config';

export interface ModelAccess {
  /** What the agent's `foundationModel` says. */
  readonly foundationModel: string;
  readonly statements: readonly PolicyStatement[];
}

const invoke = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
const bedrockArn = (region: string, account: string, resource: string) =>
  `arn:${Aws.PARTITION}:bedrock:${region}:${account}:${resource}`;
/** A foundation model, which belongs to no account. */
export const modelArn = (region: string, modelId: string) =>
  bedrockArn(region, '', `foundation-model/${modelId}`);
/** Its ARN, also when the configuration gives its id. */
export const profileArnOf = (inferenceProfileId: string) =>
  inferenceProfileId.startsWith('arn:')
    ? inferenceProfileId
    : bedrockArn(Aws.REGION, Aws.ACCOUNT_ID, `inference-profile/${inferenceProfileId}`);
const allow = (
  actions: readonly string[],
  resources: readonly string[],
  equals?: Readonly<Record<string, string>>,
) =>
  new PolicyStatement({
    actions: [...actions],
    resources: [...resources],
    ...(equals && { conditions: { StringEquals: equals } }),
  });

/**
 * What the agent's role needs for each kind of model.
 * Source: Amazon Bedrock user guide, agents-permissions, geographic- and global-cross-region-inference.
 */
export function modelAccess(model: ModelReference): ModelAccess {
  switch (model.type) {
    case 'foundation-model':
      return {
        foundationModel: model.modelId,
        statements: [allow(invoke, [modelArn(Aws.REGION, model.modelId)])],
      };
    case 'inference-profile':
      return inferenceProfile(model);
    case 'provisioned-throughput':
      return {
        foundationModel: model.provisionedModelArn,
        statements: [
          allow([...invoke, 'bedrock:GetProvisionedModelThroughput'], [model.provisionedModelArn]),
        ],
      };
    case 'custom-model':
      return {
        foundationModel: model.customModelArn,
        statements: [allow(invoke, [model.customModelArn])],
      };
  }
}

type InferenceProfile = Extract<ModelReference, { type: 'inference-profile' }>;

/** The foundation models are granted by way of the profile only: called directly, they are refused. */
function inferenceProfile(model: InferenceProfile): ModelAccess {
  const { inferenceProfileId, foundationModelId, regions } = model;
  const profileArn = profileArnOf(inferenceProfileId);
  const throughProfile = { 'bedrock:InferenceProfileArn': profileArn };
  const sourceModel = modelArn(Aws.REGION, foundationModelId);
  if (isGlobal(inferenceProfileId)) {
    const here = { 'aws:RequestedRegion': Aws.REGION };
    return {
      foundationModel: inferenceProfileId,
      statements: [
        allow(invoke, [profileArn], here),
        allow(invoke, [sourceModel], { ...here, ...throughProfile }),
        // AWS evaluates the routed call against an ARN without a region, and names no region either.
        allow(invoke, [modelArn('', foundationModelId)], {
          'aws:RequestedRegion': 'unspecified',
          ...throughProfile,
        }),
        allow(['bedrock:GetInferenceProfile'], [profileArn]),
        allow(['bedrock:GetFoundationModel'], [sourceModel]),
      ],
    };
  }
  const models = [sourceModel, ...regions.map((region) => modelArn(region, foundationModelId))];
  return {
    foundationModel: inferenceProfileId,
    statements: [
      allow([...invoke, 'bedrock:GetInferenceProfile'], [profileArn]),
      allow(invoke, models, throughProfile),
      allow(['bedrock:GetFoundationModel'], models),
    ],
  };
}

const isGlobal = (inferenceProfileId: string) => /(^|:inference-profile\/)global\./.test(inferenceProfileId);
