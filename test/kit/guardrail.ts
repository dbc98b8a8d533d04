/** A guardrail's resources, as a template has them; `GuardrailVersion` publishes version 1. */
export const guardrailResources = (policies: Readonly<Record<string, unknown>>) => ({
  Guardrail: {
    Type: 'AWS::Bedrock::Guardrail',
    Properties: {
      Name: 'shelf',
      BlockedInputMessaging: 'Not that.',
      BlockedOutputsMessaging: 'Not so.',
      ...policies,
    },
  },
  GuardrailVersion: {
    Type: 'AWS::Bedrock::GuardrailVersion',
    Properties: { GuardrailIdentifier: { 'Fn::GetAtt': ['Guardrail', 'GuardrailId'] } },
  },
});

/** What an agent's properties say to have that guardrail, by its id or its ARN. */
export const guardedBy = (attribute: 'GuardrailId' | 'GuardrailArn') => ({
  GuardrailConfiguration: {
    GuardrailIdentifier: { 'Fn::GetAtt': ['Guardrail', attribute] },
    GuardrailVersion: { 'Fn::GetAtt': ['GuardrailVersion', 'Version'] },
  },
});

/** One of everything. */
export const everyPolicy = {
  ContentPolicyConfig: {
    FiltersConfig: [
      { Type: 'VIOLENCE', InputStrength: 'HIGH', OutputStrength: 'HIGH' },
      { Type: 'INSULTS', InputStrength: 'LOW', OutputStrength: 'NONE' },
      { Type: 'HATE', InputStrength: 'HIGH', OutputStrength: 'HIGH', InputAction: 'NONE' },
      { Type: 'PROMPT_ATTACK', InputStrength: 'HIGH', OutputStrength: 'NONE' },
    ],
  },
  TopicPolicyConfig: {
    TopicsConfig: [
      { Name: 'Tax', Definition: 'Advice on taxes.', Examples: ['Can I deduct it?'], Type: 'DENY' },
    ],
  },
  WordPolicyConfig: {
    WordsConfig: [{ Text: 'BargainBarn' }],
    ManagedWordListsConfig: [{ Type: 'PROFANITY' }],
  },
  SensitiveInformationPolicyConfig: {
    PiiEntitiesConfig: [
      { Type: 'EMAIL', Action: 'ANONYMIZE' },
      { Type: 'CREDIT_DEBIT_CARD_NUMBER', Action: 'BLOCK' },
      { Type: 'IP_ADDRESS', Action: 'ANONYMIZE', OutputEnabled: false },
    ],
    RegexesConfig: [{ Name: 'Claim', Pattern: 'CLM-[0-9]{4}', Action: 'ANONYMIZE' }],
  },
  ContextualGroundingPolicyConfig: {
    FiltersConfig: [
      { Type: 'GROUNDING', Threshold: 0.7 },
      { Type: 'RELEVANCE', Threshold: 0.5 },
    ],
  },
};
