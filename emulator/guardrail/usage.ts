import type { GuardrailUsage } from '@aws-sdk/client-bedrock-runtime';
import type { GuardrailProperties } from './definition/properties';

/** Characters in a text unit, by which guardrails are charged (Bedrock's pricing page). */
const unit = 1000;
export const unitsOf = (characters: number) => Math.ceil(characters / unit);

/** Text units that each configured policy looked at. */
export function usageOf(
  properties: GuardrailProperties,
  { guarded, grounded }: { readonly guarded: number; readonly grounded: number },
): GuardrailUsage {
  const { PiiEntitiesConfig = [], RegexesConfig = [] } = properties.SensitiveInformationPolicyConfig ?? {};
  const units = (configured: unknown) => (configured ? unitsOf(guarded) : 0);
  return {
    topicPolicyUnits: units(properties.TopicPolicyConfig),
    contentPolicyUnits: units(properties.ContentPolicyConfig),
    wordPolicyUnits: units(properties.WordPolicyConfig),
    sensitiveInformationPolicyUnits: units(PiiEntitiesConfig.length),
    sensitiveInformationPolicyFreeUnits: units(RegexesConfig.length),
    contextualGroundingPolicyUnits: unitsOf(grounded),
  };
}
