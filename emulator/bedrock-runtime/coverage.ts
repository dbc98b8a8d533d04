import type { CoveredService } from '../front-door/service-definition';

/** How the emulator's guardrail differs from Bedrock's, wherever it is applied. */
export const guardrailApproximation = [
  'content filters are lists of words in six languages and how near the words stand, topics are the words shared with definition and examples: neither understands a text',
  'grounding and relevance are shares of words in common',
  'words and regexes are exact; PII with check digits or a fixed form is found by that, names, addresses, passwords and account numbers only behind words that announce them',
  'profanity is an English list',
  'a numbered version holds what the template says now',
].join('; ');

export const bedrockRuntimeCoverage = {
  name: 'bedrock-runtime',
  sdkPackage: () => import('@aws-sdk/client-bedrock-runtime'),
  fidelity: {
    ApplyGuardrail: {
      approximate: [
        guardrailApproximation,
        'it takes 1,000 text units (1,000,000 characters) at once for every policy, which is the most of any region: AWS has a quota for each policy, tier and region, of 25, 106 or 1,000 units by its list; text units a second are not counted',
        'contextual grounding compares at most 100,000 characters of source, 1,000 of the question and 5,000 of the answer, as on AWS, which takes half the source in most regions',
        'images answer 501',
      ].join('; '),
    },
  },
} as const satisfies CoveredService;
