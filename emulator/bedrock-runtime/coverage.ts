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
    ApplyGuardrail: { approximate: `${guardrailApproximation}; images answer 501` },
  },
} as const satisfies CoveredService;
