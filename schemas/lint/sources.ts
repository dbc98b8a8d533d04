import type { BedrockMessage } from './rule';

const aws = 'https://docs.aws.amazon.com';
const bedrockGuide = `${aws}/bedrock/latest/userguide`;
const bedrockApi = `${aws}/bedrock/latest/APIReference`;
const schedulerGuide = `${aws}/scheduler/latest/UserGuide`;
const dynamodbApi = `${aws}/amazondynamodb/latest/APIReference`;
const openApi = 'https://github.com/OAI/OpenAPI-Specification/blob/main/versions/3.0.0.md';

/** The pages that rules rest on. */
export const pages = {
  apiSchema: `${bedrockGuide}/agents-api-schema.html`,
  confirmation: `${bedrockGuide}/agents-userconfirmation.html`,
  lambda: `${bedrockGuide}/agents-lambda.html`,
  sessionState: `${bedrockGuide}/agents-session-state.html`,
  guardrailFilters: `${bedrockGuide}/guardrails-content-filters.html`,
  guardrailTiers: `${bedrockGuide}/guardrails-tiers.html`,
  guardrailProfiles: `${bedrockGuide}/guardrails-cross-region-support.html`,
  guardrailSensitiveFilters: `${bedrockGuide}/guardrails-sensitive-filters.html`,
  grounding: `${bedrockGuide}/guardrails-contextual-grounding-check.html`,
  inferenceProfiles: `${bedrockGuide}/inference-profiles-support.html`,
  crossRegion: `${bedrockGuide}/cross-region-inference.html`,
  modelLifecycle: `${bedrockGuide}/model-lifecycle.html`,
  quotas: `${aws}/general/latest/gr/bedrock.html`,
  regions: `${aws}/general/latest/gr/rande.html`,
  createAgent: `${bedrockApi}/API_agent_CreateAgent.html`,
  createActionGroup: `${bedrockApi}/API_agent_CreateAgentActionGroup.html`,
  createGuardrail: `${bedrockApi}/API_CreateGuardrail.html`,
  guardrailTopic: `${bedrockApi}/API_GuardrailTopicConfig.html`,
  guardrailContentFilter: `${bedrockApi}/API_GuardrailContentFilterConfig.html`,
  guardrailWord: `${bedrockApi}/API_GuardrailWordConfig.html`,
  guardrailWords: `${bedrockApi}/API_GuardrailWordPolicyConfig.html`,
  guardrailPii: `${bedrockApi}/API_GuardrailPiiEntityConfig.html`,
  guardrailRegex: `${bedrockApi}/API_GuardrailRegexConfig.html`,
  guardrailSensitive: `${bedrockApi}/API_GuardrailSensitiveInformationPolicyConfig.html`,
  guardrailTopics: `${bedrockApi}/API_GuardrailTopicPolicyConfig.html`,
  associateKnowledgeBase: `${bedrockApi}/API_agent_AssociateAgentKnowledgeBase.html`,
  createKnowledgeBase: `${bedrockApi}/API_agent_CreateKnowledgeBase.html`,
  embeddingModels: `${bedrockGuide}/knowledge-base-supported.html`,
  embeddingModel: `${bedrockApi}/API_agent_VectorKnowledgeBaseConfiguration.html`,
  vectorStores: `${bedrockGuide}/knowledge-base-setup.html`,
  titanEmbeddings: `${bedrockGuide}/titan-embedding-models.html`,
  chunking: `${bedrockGuide}/kb-chunking.html`,
  fixedSizeChunking: `${bedrockApi}/API_agent_FixedSizeChunkingConfiguration.html`,
  hierarchicalChunking: `${bedrockApi}/API_agent_HierarchicalChunkingConfiguration.html`,
  hierarchicalLevel: `${bedrockApi}/API_agent_HierarchicalChunkingLevelConfiguration.html`,
  semanticChunking: `${bedrockApi}/API_agent_SemanticChunkingConfiguration.html`,
  s3DataSource: `${bedrockApi}/API_agent_S3DataSourceConfiguration.html`,
  dataSourceConnector: `${bedrockGuide}/s3-data-source-connector.html`,
  vectorSearch: `${bedrockApi}/API_agent-runtime_KnowledgeBaseVectorSearchConfiguration.html`,
  schedule: `${schedulerGuide}/schedule-types.html`,
  scheduleTimezone: `${aws}/scheduler/latest/APIReference/API_CreateSchedule.html`,
  gateway: `${aws}/bedrock-agentcore/latest/devguide/gateway-schema-openapi.html`,
  cloudFormation: `${aws}/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html`,
  stackName: `${aws}/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-parameters.html`,
  lambdaLimits: `${aws}/lambda/latest/dg/gettingstarted-limits.html`,
  lambdaEnvironment: `${aws}/lambda/latest/dg/configuration-envvars.html`,
  dynamodbNames: `${aws}/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html`,
  dynamodbLimits: `${aws}/amazondynamodb/latest/developerguide/ServiceQuotas.html`,
  keySchema: `${dynamodbApi}/API_KeySchemaElement.html`,
  createTable: `${dynamodbApi}/API_CreateTable.html`,
  putItem: `${dynamodbApi}/API_PutItem.html`,
  openApiPaths: `${openApi}#paths-object`,
  openApiParameter: `${openApi}#parameter-object`,
  openApiSchema: `${openApi}#schema-object`,
  openApiReference: `${openApi}#reference-object`,
  openApiRoot: `${openApi}#openapi-object`,
} as const;

/** Bedrock's own words about an action group's tools, as CloudTrail recorded them. */
const toolNames = 'https://stackoverflow.com/questions/79710987';
/** What CreateGuardrail said when somebody measured it, on 6 September 2026; `rule` in words. */
const measured = (rule: string, message: string): BedrockMessage => ({
  message,
  source: `https://github.com/badmintoncryer/cdk-preflight/tree/HEAD/rules/bedrock/pf-bedrock-guardrail-${rule.replaceAll(' ', '-')}`,
});

export const messages = {
  openApiModel: {
    message: 'Failed to create OpenAPI 3 model from the JSON/YAML object that you provided for action',
    source: 'https://github.com/awslabs/generative-ai-cdk-constructs/issues/1086',
  },
  toolName: {
    message:
      'HttpVerb__ActionName__OperationId should match tool name regex for Claude 3.5 : ^[a-zA-Z0-9_-]{1,64}$',
    source: toolNames,
  },
  doubleUnderscore: {
    message: "Action name, operationId or http verb in openAPI schema should not have '__' for Claude3.5",
    source: toolNames,
  },
  propertyKeys: {
    message:
      "tools.0.custom.input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'",
    source:
      'https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/issues/709',
  },
  instructionQuota: {
    message:
      'Validation failed for quota max-instruction-size. The maximum number of resources is 4000, but account <account-id> requested 4289 resources. Retry the request with fewer resources.',
    source: 'https://github.com/aws-samples/amazon-bedrock-agents-healthcare-lifesciences/issues/14',
  },
  onDemand: {
    message:
      'Invocation of model ID anthropic.claude-3-7-sonnet-20250219-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
    source: 'https://github.com/anthropics/anthropic-sdk-python/issues/894',
  },
  endOfLife: {
    message:
      'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
    source:
      'https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/issues/708',
  },
  guardrailEmpty: measured('policy required', 'Guardrail must have at least one policy'),
  contentFilterTwice: measured('content filter unique', 'Content policy must not include duplicate filters'),
  promptAttack: measured(
    'prompt attack output strength',
    'PROMPT ATTACK content filter strength for response must be NONE',
  ),
  topicTwice: measured('topic name unique', 'Topic policy topic names are not unique'),
  topicDefinition: measured(
    'topic definition length',
    'One or more of your guardrail topic definitions exceeds the maximum allowed length',
  ),
  wordLength: measured('word length', 'The custom word length in this Word policy exceeds quota limit'),
  wordTwice: measured('word unique', 'Custom words cannot have case-insensitive duplicates'),
  piiTwice: measured('pii entity unique', 'The PII entity configs cannot have duplicates'),
  regexLength: measured(
    'regex pattern length',
    'Regex length in sensitive information policy exceeds quota limit',
  ),
  regexNameTwice: measured('regex unique', 'All regex names must be unique'),
  regexPatternTwice: measured('regex unique', 'All regex patterns must be unique'),
  groundingThreshold: measured(
    'grounding threshold',
    'grounding threshold cannot be greater than or equal to 1',
  ),
} as const satisfies Record<string, BedrockMessage>;
