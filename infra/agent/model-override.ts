import type { ModelReference } from '../../schemas/agent-config';
import { ConfigError } from '../config-error';

const modelId = /^[a-z0-9]+(\.[A-Za-z0-9][A-Za-z0-9-]*)+(:[A-Za-z0-9]+)*$/;
/** Two letters or one of AWS's longer names: providers of models have longer names than geographies. */
const geography = /^(?:[a-z]{2}|us-gov|apac|global)\.(.+)$/;
const arn = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]*:(?:\d{12})?:([a-z-]+)\/(.+)$/;

/**
 * The model that `-c model=` names: an id or an ARN as Bedrock shows it. Throws `ConfigError` when its kind
 * can't be told, or when it doesn't tell what has to be granted.
 */
export function modelFromText(text: string): ModelReference {
  const [, resource, name = ''] = arn.exec(text) ?? [];
  if (resource) return modelFromArn(text, resource, name);
  if (!modelId.test(text)) {
    throw new ConfigError(
      'model',
      `'${text}' is neither the id nor the ARN of a Bedrock model`,
      'Give a foundation model (amazon.nova-pro-v1:0), an inference profile (us.amazon.nova-pro-v1:0) or an ARN',
    );
  }
  return profile(text, text) ?? { type: 'foundation-model', modelId: text };
}

function modelFromArn(text: string, resource: string, name: string): ModelReference {
  switch (resource) {
    case 'foundation-model':
      return { type: 'foundation-model', modelId: name };
    case 'inference-profile': {
      const found = profile(text, name);
      if (found) return found;
      break;
    }
    case 'provisioned-model':
      return { type: 'provisioned-throughput', provisionedModelArn: text };
    case 'custom-model':
    case 'custom-model-deployment':
    case 'imported-model':
      return { type: 'custom-model', customModelArn: text };
    case 'application-inference-profile':
      throw new ConfigError(
        'model',
        `'${text}' doesn't tell the model behind the application inference profile, which has to be granted too`,
        "Write it in agent.config.ts as { type: 'inference-profile', inferenceProfileId, foundationModelId, regions }",
      );
  }
  throw new ConfigError(
    'model',
    `'${text}' is the ARN of no model`,
    'Give the ARN of a foundation-model, inference-profile, provisioned-model, custom-model or imported-model',
  );
}

/** A profile by its id. Its id doesn't tell where it routes to: any region, but only by way of the profile. */
function profile(inferenceProfileId: string, id: string): ModelReference | undefined {
  const [, foundationModelId] = geography.exec(id) ?? [];
  return foundationModelId
    ? { type: 'inference-profile', inferenceProfileId, foundationModelId, regions: ['*'] }
    : undefined;
}
