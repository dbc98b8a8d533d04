import {
  BedrockClient,
  GetFoundationModelAvailabilityCommand,
  GetFoundationModelCommand,
  GetInferenceProfileCommand,
  GetProvisionedModelThroughputCommand,
} from '@aws-sdk/client-bedrock';
import type { ModelReference } from '../../../schemas/agent-config';
import { CommandError } from '../../cli/errors';
import { awsFailure, isDenied, spell } from '../aws-error';
import { type Identity, placeOf } from '../identity';
import { type Check, unknown } from './check';

type Ask = (client: BedrockClient, identity: Identity) => Promise<Check>;

/** Whether the agent will be able to call its model, as far as Bedrock tells beforehand. */
export async function checkModel(identity: Identity, model: ModelReference): Promise<Check> {
  const client = new BedrockClient(identity.access);
  try {
    return await askFor(model)(client, identity);
  } catch (error) {
    if (isDenied(error)) return unknown('model', 'bedrock:Get*');
    throw awsFailure(error, 'Looking for the model');
  } finally {
    client.destroy();
  }
}

function askFor(model: ModelReference): Ask {
  switch (model.type) {
    case 'foundation-model':
      return foundationModel(model.modelId);
    case 'inference-profile':
      return inferenceProfile(model);
    case 'provisioned-throughput':
      return provisionedThroughput(model.provisionedModelArn);
    case 'custom-model':
      return async () => ({
        check: 'model',
        outcome: 'unknown',
        message: `${model.customModelArn} was not looked at`,
      });
  }
}

const foundationModel =
  (modelId: string): Ask =>
  async (client, identity) => {
    const { modelDetails } = await client
      .send(new GetFoundationModelCommand({ modelIdentifier: modelId }))
      .catch(notThere(modelId, identity));
    const { inferenceTypesSupported: types = [] } = modelDetails ?? {};
    if (types.length > 0 && !types.includes('ON_DEMAND')) {
      throw new CommandError({
        code: 'MODEL_NEEDS_INFERENCE_PROFILE',
        message: `${modelId} takes no on-demand calls in ${identity.region}; it offers ${types.join(', ')}`,
        hint: "Use type: 'inference-profile' in agent.config.ts, or --model with the id of a profile",
      });
    }
    return access(client, modelId);
  };

const inferenceProfile =
  (model: Extract<ModelReference, { type: 'inference-profile' }>): Ask =>
  async (client, identity) => {
    const { inferenceProfileId, foundationModelId, regions } = model;
    const profile = await client
      .send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: inferenceProfileId }))
      .catch(notThere(inferenceProfileId, identity));
    const routed = (profile.models ?? []).map(({ modelArn = '' }) => modelArn.split(':')[3] ?? '');
    const granted = new Set([...regions, identity.region, '']);
    const missing = routed.filter((region) => !granted.has(region) && !regions.includes('*'));
    if (missing.length > 0) {
      throw new CommandError({
        code: 'MODEL_REGIONS',
        message: `${inferenceProfileId} also routes to ${missing.join(', ')}, where the agent's role may not call the model`,
        hint: `Set regions in agent.config.ts to ${JSON.stringify([...new Set(routed)].sort())}`,
      });
    }
    return access(client, foundationModelId);
  };

const provisionedThroughput =
  (arn: string): Ask =>
  async (client, identity) => {
    const { status } = await client
      .send(new GetProvisionedModelThroughputCommand({ provisionedModelId: arn }))
      .catch(notThere(arn, identity));
    if (status === 'InService') return { check: 'model', outcome: 'passed', message: `${arn} is in service` };
    return { check: 'model', outcome: 'warning', message: `${arn} is ${status}, not yet in service` };
  };

/** Whether the account has access to a model, which Bedrock gives by model and not by profile. */
async function access(client: BedrockClient, modelId: string): Promise<Check> {
  const answer = await client.send(new GetFoundationModelAvailabilityCommand({ modelId }));
  const lacking = Object.entries({
    'the agreement with its provider': answer.agreementAvailability?.status === 'AVAILABLE',
    'the authorization': answer.authorizationStatus === 'AUTHORIZED',
    'the entitlement': answer.entitlementAvailability === 'AVAILABLE',
    'the region': answer.regionAvailability === 'AVAILABLE',
  }).flatMap(([what, there]) => (there ? [] : [what]));
  if (lacking.length === 0) {
    return { check: 'model', outcome: 'passed', message: `the account may use ${modelId}` };
  }
  return {
    check: 'model',
    outcome: 'warning',
    message: `the account may not use ${modelId} yet: ${lacking.join(' and ')} is missing. Open the model in Bedrock's model catalog and ask for access`,
  };
}

const notThere =
  (model: string, identity: Identity) =>
  (error: unknown): never => {
    if (!/ResourceNotFound|ValidationException/.test(spell(error))) throw error;
    throw new CommandError({
      code: 'MODEL_NOT_FOUND',
      message: `${placeOf(identity)} has no model ${model} (${(error as Error).message})`,
      hint: 'Set model in agent.config.ts to one of this region, or give another --region or --model',
      cause: error,
    });
  };
