import type { CoveredService } from '../front-door/service-definition';

export const bedrockAgentRuntimeCoverage = {
  name: 'bedrock-agent-runtime',
  sdkPackage: () => import('@aws-sdk/client-bedrock-agent-runtime'),
  fidelity: {
    InvokeAgent: {
      approximate: [
        'unless it is given another model, the offline planner thinks',
        'a guardrail is not applied',
        'knowledge bases are not consulted',
        'function schemas, code interpreter, collaboration, custom orchestration, post-processing and parser Lambdas answer 501',
        "a prompt override's template counts for pre-processing only",
        'a streamed answer is cut into pieces of about 50 characters after it is whole',
        'a session keeps 25 turns',
      ].join('; '),
    },
  },
} as const satisfies CoveredService;
