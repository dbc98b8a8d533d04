import type { ModelReference } from '../../agent-config';
import type { Rule } from '../rule';
import { messages, pages } from '../sources';

/** Past their end on Bedrock in November 2026: requests fail, whoever asks. */
const retired = [
  /^anthropic\.claude-(v1|v2|instant|3-)/,
  /^anthropic\.claude-(sonnet|opus)-4-20250514/,
  /^amazon\.(nova-premier|titan-text)/,
];
/** Offered through inference profiles only. */
const profileOnly = [/^anthropic\.claude-/, /^meta\.llama4-/, /^deepseek\.r1-/];
/** Where a profile of a geography may route to. */
const geographies: Readonly<Record<string, RegExp>> = {
  us: /^(us|ca|mx)-(?!gov-)/,
  'us-gov': /^us-gov-/,
  eu: /^(eu|il)-/,
  apac: /^(ap|me)-/,
  jp: /^ap-northeast-/,
  au: /^ap-southeast-/,
  ca: /^(ca|us)-(?!gov-)/,
};
const geography = /^(us|us-gov|eu|apac|jp|au|ca|global)\.(.+)$/;
const regionName = /^(\*|[a-z]{2}(-[a-z]+)+-\d)$/;
const bedrockArn = (resource: string) =>
  new RegExp(`^arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:${resource}/[a-zA-Z0-9./:-]+$`);
const arns = {
  'provisioned-throughput': bedrockArn('provisioned-model'),
  'custom-model': bedrockArn('(custom-model|custom-model-deployment|imported-model)'),
};

/** The foundation model behind a reference, as far as the reference tells it. */
function foundationModelOf(model: ModelReference): { path: string; id: string } | undefined {
  if (model.type === 'foundation-model') return { path: '/modelId', id: model.modelId };
  if (model.type === 'inference-profile') return { path: '/foundationModelId', id: model.foundationModelId };
  return undefined;
}

/** Rules about one reference to a model. */
export const modelRules: readonly Rule<ModelReference>[] = [
  {
    id: 'model-id',
    demand: 'A model id is a provider and a model, for example amazon.nova-pro-v1:0.',
    bedrock: 'not documented',
    mend: 'Copy the model id from the page of the model',
    source: pages.createAgent,
    *check(model) {
      const found = foundationModelOf(model);
      if (!found || /^[a-z0-9-]+(\.[a-zA-Z0-9-]+)+(:[a-zA-Z0-9]+)*$/.test(found.id)) return;
      yield { path: found.path, message: `It is ${JSON.stringify(found.id)}` };
    },
  },
  {
    id: 'model-kind',
    demand: "A foundation model's id has no geography before it: with one it is an inference profile.",
    bedrock: 'not documented',
    mend: "Use type: 'inference-profile', so that the role may call the profile and the models behind it",
    source: pages.inferenceProfiles,
    *check(model) {
      const found = foundationModelOf(model);
      const [, where] = geography.exec(found?.id ?? '') ?? [];
      if (!found || !where) return;
      yield { path: found.path, message: `${found.id} is an inference profile of ${where}` };
    },
  },
  {
    id: 'model-profile-only',
    demand: 'A model that Bedrock offers through inference profiles only is named by its profile.',
    bedrock: messages.onDemand,
    mend: "Use type: 'inference-profile' with the profile of your geography, for example us.<model id>",
    source: 'https://github.com/aws-samples/bedrock-chat/pull/1127',
    *check(model) {
      if (model.type !== 'foundation-model') return;
      const { modelId } = model;
      if (isRetired(modelId) || !profileOnly.some((pattern) => pattern.test(modelId))) return;
      yield { path: '/modelId', message: `${modelId} cannot be called on demand` };
    },
  },
  {
    id: 'model-retired',
    demand: 'The model has not reached the end of its life.',
    bedrock: messages.endOfLife,
    mend: 'Choose a model that the lifecycle page calls active',
    source: pages.modelLifecycle,
    *check(model) {
      const found = foundationModelOf(model);
      if (found && isRetired(found.id)) yield { path: found.path, message: `${found.id} has` };
    },
  },
  {
    id: 'profile-id',
    demand: 'An inference profile is a geography and the model behind it, or an ARN.',
    bedrock: 'not documented',
    mend: 'Write us., eu., apac., jp., au., ca., us-gov. or global. before foundationModelId, or the ARN',
    source: pages.inferenceProfiles,
    *check(model) {
      if (model.type !== 'inference-profile') return;
      const { inferenceProfileId: id, foundationModelId } = model;
      const [, , behind] = geography.exec(id) ?? [];
      if (behind === foundationModelId) return;
      if (bedrockArn('(application-)?inference-profile').test(id)) return;
      yield { path: '/inferenceProfileId', message: `${id} is no profile of ${foundationModelId}` };
    },
  },
  {
    id: 'profile-regions',
    demand: 'A profile names the regions that it routes to, in its own geography.',
    bedrock: 'not documented',
    mend: "Copy the destination regions from the profile's page, or write ['*']",
    source: pages.crossRegion,
    *check(model) {
      if (model.type !== 'inference-profile') return;
      const { inferenceProfileId, regions } = model;
      if (regions.length === 0) yield { path: '/regions', message: `${inferenceProfileId} has none` };
      const [, where = ''] = geography.exec(inferenceProfileId) ?? [];
      for (const [index, region] of regions.entries()) {
        const allowed = region === '*' ? undefined : geographies[where];
        if (regionName.test(region) && (!allowed || allowed.test(region))) continue;
        yield { path: `/regions/${index}`, message: `${inferenceProfileId} does not route to ${region}` };
      }
    },
  },
  {
    id: 'model-arn',
    demand: 'Provisioned throughput and custom models are named by their ARN.',
    bedrock: 'not documented',
    mend: 'Copy the ARN from the Bedrock console: arn:aws:bedrock:<region>:<account>:…',
    source: pages.createAgent,
    *check(model) {
      if (model.type === 'provisioned-throughput') {
        const { provisionedModelArn: arn } = model;
        if (!arns[model.type].test(arn)) yield { path: '/provisionedModelArn', message: `It is ${arn}` };
      } else if (model.type === 'custom-model') {
        const { customModelArn: arn } = model;
        if (!arns[model.type].test(arn)) yield { path: '/customModelArn', message: `It is ${arn}` };
      }
    },
  },
];

const isRetired = (modelId: string) => retired.some((pattern) => pattern.test(modelId));
