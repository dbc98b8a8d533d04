import * as z from 'zod/mini';

const directions = {
  InputAction: z.optional(z.string()),
  OutputAction: z.optional(z.string()),
  InputEnabled: z.optional(z.boolean()),
  OutputEnabled: z.optional(z.boolean()),
};
const strength = z.enum(['NONE', 'LOW', 'MEDIUM', 'HIGH']);

const guardrail = z.looseObject({
  Name: z.string(),
  Description: z.optional(z.string()),
  BlockedInputMessaging: z.string(),
  BlockedOutputsMessaging: z.string(),
  ContentPolicyConfig: z.optional(
    z.looseObject({
      FiltersConfig: z.array(
        z.looseObject({
          Type: z.enum(['SEXUAL', 'VIOLENCE', 'HATE', 'INSULTS', 'MISCONDUCT', 'PROMPT_ATTACK']),
          InputStrength: strength,
          OutputStrength: strength,
          ...directions,
        }),
      ),
    }),
  ),
  TopicPolicyConfig: z.optional(
    z.looseObject({
      TopicsConfig: z.array(
        z.looseObject({
          Name: z.string(),
          Definition: z.string(),
          Examples: z.optional(z.array(z.string())),
          ...directions,
        }),
      ),
    }),
  ),
  WordPolicyConfig: z.optional(
    z.looseObject({
      WordsConfig: z.optional(z.array(z.looseObject({ Text: z.string(), ...directions }))),
      ManagedWordListsConfig: z.optional(
        z.array(z.looseObject({ Type: z.literal('PROFANITY'), ...directions })),
      ),
    }),
  ),
  SensitiveInformationPolicyConfig: z.optional(
    z.looseObject({
      PiiEntitiesConfig: z.optional(
        z.array(z.looseObject({ Type: z.string(), Action: z.string(), ...directions })),
      ),
      RegexesConfig: z.optional(
        z.array(z.looseObject({ Name: z.string(), Pattern: z.string(), Action: z.string(), ...directions })),
      ),
    }),
  ),
  ContextualGroundingPolicyConfig: z.optional(
    z.looseObject({
      FiltersConfig: z.array(
        z.looseObject({
          Type: z.enum(['GROUNDING', 'RELEVANCE']),
          Threshold: z.number(),
          Action: z.optional(z.string()),
          Enabled: z.optional(z.boolean()),
        }),
      ),
    }),
  ),
});

/** AWS::Bedrock::Guardrail's properties, resolved. */
export type GuardrailProperties = z.output<typeof guardrail>;

/** Throws an error that names the resource (`at`) and the property that does not fit. */
export function parseGuardrail(value: unknown, at: string): GuardrailProperties {
  const result = z.safeParse(guardrail, value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join('.') ?? '';
  const expected =
    issue && 'expected' in issue ? `expected ${issue.expected}` : 'a value that it cannot have';
  throw new Error(`${at}.Properties.${path}: ${expected}`);
}

export type Source = 'INPUT' | 'OUTPUT';

interface Directions {
  readonly InputAction?: string | undefined;
  readonly OutputAction?: string | undefined;
  readonly InputEnabled?: boolean | undefined;
  readonly OutputEnabled?: boolean | undefined;
}

export const isEnabled = (part: Directions, source: Source): boolean =>
  (source === 'INPUT' ? part.InputEnabled : part.OutputEnabled) ?? true;

/** What a part does in one direction. */
export const actionOf = (part: Directions, source: Source, otherwise: string): string =>
  (source === 'INPUT' ? part.InputAction : part.OutputAction) ?? otherwise;
