import type { CoveredService } from '../front-door/service-definition';

const asTheTemplateSays = 'what the template says, without the defaults that AWS adds, such as its prompts';
const paged = 'without maxResults a page has ten; AWS documents no number for it';

export const bedrockAgentCoverage = {
  name: 'bedrock-agent',
  sdkPackage: () => import('@aws-sdk/client-bedrock-agent'),
  fidelity: {
    GetAgent: { approximate: asTheTemplateSays },
    GetAgentActionGroup: { approximate: "its times are its agent version's" },
    GetAgentAlias: {
      approximate:
        'an alias without routing moves whenever the agent or the alias changed; on AWS, when the alias itself did',
    },
    GetAgentVersion: {
      approximate: `${asTheTemplateSays}; the last ten are kept, and those that an alias serves`,
    },
    ListAgentActionGroups: { approximate: paged },
    ListAgentAliases: { approximate: paged },
    ListAgentVersions: { approximate: paged },
    ListAgents: { approximate: paged },
    PrepareAgent: { approximate: 'done at once: no agent is ever PREPARING' },
  },
} as const satisfies CoveredService;
