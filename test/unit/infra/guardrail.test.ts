import type { GuardrailConfig } from '../../../schemas/guardrail-config';
import { config, synthesize } from './synthesized';

const messages = { blockedInputMessaging: 'Not that.', blockedOutputsMessaging: 'Not so.' };
const guardrail = (change: Partial<GuardrailConfig>) =>
  synthesize({ change: { guardrail: { ...messages, ...change } } }).agent;
const properties = (change: Partial<GuardrailConfig>) =>
  guardrail(change).one('AWS::Bedrock::Guardrail').Properties;
const versionDescription = (change: Partial<GuardrailConfig>) =>
  guardrail(change).one('AWS::Bedrock::GuardrailVersion').Properties.Description;

it('says what each part of the configuration says, in the words of CloudFormation', () => {
  expect(
    properties({
      contentFilters: [{ type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' }],
      deniedTopics: [{ name: 'Tax', definition: 'Advice on taxes.', examples: ['Can I deduct it?'] }],
      words: ['competitor'],
      profanity: true,
      piiEntities: [{ type: 'PASSWORD', action: 'BLOCK' }],
      regexes: [{ name: 'Internal', pattern: 'INT-[0-9]{8}', action: 'ANONYMIZE' }],
      contextualGrounding: { grounding: 0.7 },
    }),
  ).toMatchObject({
    BlockedInputMessaging: 'Not that.',
    ContentPolicyConfig: {
      FiltersConfig: [{ Type: 'PROMPT_ATTACK', InputStrength: 'HIGH', OutputStrength: 'NONE' }],
    },
    TopicPolicyConfig: {
      TopicsConfig: [
        { Name: 'Tax', Type: 'DENY', Definition: 'Advice on taxes.', Examples: ['Can I deduct it?'] },
      ],
    },
    WordPolicyConfig: {
      WordsConfig: [{ Text: 'competitor' }],
      ManagedWordListsConfig: [{ Type: 'PROFANITY' }],
    },
    SensitiveInformationPolicyConfig: {
      PiiEntitiesConfig: [{ Type: 'PASSWORD', Action: 'BLOCK' }],
      RegexesConfig: [{ Name: 'Internal', Pattern: 'INT-[0-9]{8}', Action: 'ANONYMIZE' }],
    },
    ContextualGroundingPolicyConfig: { FiltersConfig: [{ Type: 'GROUNDING', Threshold: 0.7 }] },
  });
});

it('puts tiers beside their policies, and the profile that STANDARD needs', () => {
  const { ContentPolicyConfig, TopicPolicyConfig, CrossRegionConfig } = properties({
    contentFilters: [{ type: 'HATE', inputStrength: 'HIGH', outputStrength: 'LOW' }],
    deniedTopics: [{ name: 'Tax', definition: 'Advice on taxes.', outputEnabled: false }],
    tiers: { contentFilters: 'STANDARD', deniedTopics: 'STANDARD' },
    crossRegionProfile: 'us.guardrail.v1:0',
  });
  expect(ContentPolicyConfig).toMatchObject({ ContentFiltersTierConfig: { TierName: 'STANDARD' } });
  expect(TopicPolicyConfig).toMatchObject({
    TopicsConfig: [{ Name: 'Tax', OutputEnabled: false }],
    TopicsTierConfig: { TierName: 'STANDARD' },
  });
  expect(JSON.stringify(CrossRegionConfig)).toContain(':guardrail-profile/us.guardrail.v1:0');
});

it('denies model calls without the guardrail where that is wanted, and nowhere else', () => {
  const denials = (requiredOnModelCalls: boolean) =>
    guardrail({ profanity: true, requiredOnModelCalls })
      .statements('AgentRole')
      .filter((statement) => 'Effect' in statement && statement.Effect === 'Deny');
  expect(denials(false)).toEqual([]);
  expect(denials(true)).toEqual([
    expect.objectContaining({
      Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
      Condition: { StringNotEquals: { 'bedrock:GuardrailIdentifier': expect.anything() } },
    }),
  ]);
});

it('leaves out the policies that are not configured', () => {
  expect(Object.keys(properties({ words: [], profanity: true })).sort()).toEqual(
    [
      'BlockedInputMessaging',
      'BlockedOutputsMessaging',
      'Description',
      'Name',
      'Tags',
      'WordPolicyConfig',
    ].sort(),
  );
});

it('publishes another version when the configuration changes, and keeps the earlier one', () => {
  expect(versionDescription({ profanity: true })).toBe(versionDescription({ profanity: true }));
  expect(versionDescription({ profanity: true })).not.toBe(versionDescription({ words: ['x'] }));
  expect(guardrail({ profanity: true }).one('AWS::Bedrock::GuardrailVersion')).toMatchObject({
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
});

it('publishes no version for a change elsewhere', () => {
  const [before, after] = [{}, { instruction: `${config.instruction} Be brief.` }].map(
    (change) => synthesize({ change }).agent.one('AWS::Bedrock::GuardrailVersion').Properties.Description,
  );
  expect(after).toBe(before);
});
