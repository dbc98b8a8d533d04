import { restJson } from '../front-door/rest-json';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Services } from '../services';
import { bedrockAgentCoverage } from './coverage';
import { getAgent } from './get-agent';
import { getAgentActionGroup } from './get-agent-action-group';
import { getAgentAlias } from './get-agent-alias';
import { getAgentVersion } from './get-agent-version';
import { knowledgeBaseOperations } from './knowledge-base/operations';
import { listAgentActionGroups } from './list-agent-action-groups';
import { listAgentAliases } from './list-agent-aliases';
import { listAgentVersions } from './list-agent-versions';
import { listAgents } from './list-agents';
import { prepareAgent } from './prepare-agent';

export type AgentServices = Pick<Services, 'app' | 'state' | 'clock' | 'log'>;

export const bedrockAgentService = (
  services: AgentServices & Parameters<typeof knowledgeBaseOperations>[0],
): ServiceDefinition<keyof typeof bedrockAgentCoverage.fidelity> => ({
  ...bedrockAgentCoverage,
  signingName: 'bedrock',
  // Documents can be given inline, 6 MB at most and in base64.
  bodyLimit: 16 * 1024 * 1024,
  protocol: async () =>
    restJson({
      sdkPackage: await bedrockAgentCoverage.sdkPackage(),
      namespace: 'com.amazonaws.bedrockagent',
      invalidInput: 'ValidationException',
      log: services.log,
    }),
  operations: {
    GetAgent: getAgent(services),
    GetAgentActionGroup: getAgentActionGroup(services),
    GetAgentAlias: getAgentAlias(services),
    GetAgentVersion: getAgentVersion(services),
    ListAgentActionGroups: listAgentActionGroups(services),
    ListAgentAliases: listAgentAliases(services),
    ListAgentVersions: listAgentVersions(services),
    ListAgents: listAgents(services),
    PrepareAgent: prepareAgent(services),
    ...knowledgeBaseOperations(services),
  },
});
