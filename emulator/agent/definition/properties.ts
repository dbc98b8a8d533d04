import * as z from 'zod/mini';

const inferenceConfiguration = z.looseObject({
  MaximumLength: z.optional(z.number()),
  StopSequences: z.optional(z.array(z.string())),
  Temperature: z.optional(z.number()),
  TopK: z.optional(z.number()),
  TopP: z.optional(z.number()),
});

const promptConfiguration = z.looseObject({
  PromptType: z.optional(z.string()),
  PromptCreationMode: z.optional(z.string()),
  PromptState: z.optional(z.string()),
  ParserMode: z.optional(z.string()),
  BasePromptTemplate: z.optional(z.string()),
  InferenceConfiguration: z.optional(inferenceConfiguration),
});

const actionGroup = z.looseObject({
  ActionGroupName: z.string(),
  Description: z.optional(z.string()),
  ActionGroupState: z.optional(z.enum(['ENABLED', 'DISABLED'])),
  ParentActionGroupSignature: z.optional(z.string()),
  ActionGroupExecutor: z.optional(
    z.looseObject({
      Lambda: z.optional(z.string()),
      CustomControl: z.optional(z.literal('RETURN_CONTROL')),
    }),
  ),
  ApiSchema: z.optional(
    z.looseObject({
      Payload: z.optional(z.string()),
      S3: z.optional(z.looseObject({ S3BucketName: z.string(), S3ObjectKey: z.string() })),
    }),
  ),
  FunctionSchema: z.optional(z.looseObject({})),
});

const agent = z.looseObject({
  AgentName: z.string(),
  Description: z.optional(z.string()),
  AgentResourceRoleArn: z.optional(z.string()),
  AutoPrepare: z.optional(z.boolean()),
  FoundationModel: z.optional(z.string()),
  Instruction: z.optional(z.string()),
  IdleSessionTTLInSeconds: z.optional(z.number()),
  OrchestrationType: z.optional(z.string()),
  AgentCollaboration: z.optional(z.string()),
  CustomerEncryptionKeyArn: z.optional(z.string()),
  ActionGroups: z.optional(z.array(actionGroup)),
  KnowledgeBases: z.optional(
    z.array(
      z.looseObject({
        KnowledgeBaseId: z.string(),
        Description: z.optional(z.string()),
        KnowledgeBaseState: z.optional(z.enum(['ENABLED', 'DISABLED'])),
      }),
    ),
  ),
  GuardrailConfiguration: z.optional(
    z.looseObject({
      GuardrailIdentifier: z.optional(z.string()),
      GuardrailVersion: z.optional(z.string()),
    }),
  ),
  MemoryConfiguration: z.optional(z.looseObject({})),
  PromptOverrideConfiguration: z.optional(
    z.looseObject({
      OverrideLambda: z.optional(z.string()),
      PromptConfigurations: z.array(promptConfiguration),
    }),
  ),
});

const alias = z.looseObject({
  AgentAliasName: z.string(),
  AgentId: z.string(),
  Description: z.optional(z.string()),
  RoutingConfiguration: z.optional(z.array(z.looseObject({ AgentVersion: z.optional(z.string()) }))),
});

/** AWS::Bedrock::Agent's properties, resolved. */
export type AgentProperties = z.output<typeof agent>;
export type ActionGroupProperties = z.output<typeof actionGroup>;
export type AliasProperties = z.output<typeof alias>;

/** Throws an error that names the resource (`at`) and the property that does not fit. */
export const parseAgent = (value: unknown, at: string): AgentProperties => parse(agent, value, at);
export const parseAlias = (value: unknown, at: string): AliasProperties => parse(alias, value, at);

function parse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown, at: string): z.output<Schema> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('');
  const expected =
    issue && 'expected' in issue ? `expected ${issue.expected}` : 'a value that it cannot have';
  throw new Error(`${at}${path}: ${expected}`);
}

const mapsOfNames = new Set([
  'Parameters',
  'ParentActionGroupSignatureParams',
  'AdditionalModelRequestFields',
]);

/** CloudFormation's property names as the API writes them: `S3BucketName` becomes `s3BucketName`. */
export function toApiNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toApiNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      mapsOfNames.has(name) ? item : toApiNames(item),
    ]),
  );
}
