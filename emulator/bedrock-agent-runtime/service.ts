import { sessionsOf } from '../agent/session/sessions';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Services } from '../services';
import { bedrockAgentRuntimeCoverage } from './coverage';
import { invokeAgent } from './invoke-agent';
import { retrieve } from './knowledge-base/retrieve';
import { retrieveAndGenerate } from './knowledge-base/retrieve-and-generate';
import { retrieveAndGenerateStream } from './knowledge-base/retrieve-and-generate-stream';
import { bedrockAgentRuntimeProtocol } from './protocol';

export const bedrockAgentRuntimeService = (
  services: Pick<
    Services,
    'app' | 'lambda' | 'state' | 'knowledgeBases' | 'model' | 'clock' | 'newId' | 'log'
  >,
): ServiceDefinition<keyof typeof bedrockAgentRuntimeCoverage.fidelity> => ({
  ...bedrockAgentRuntimeCoverage,
  signingName: 'bedrock',
  // inputText alone may have 25,000,000 characters.
  bodyLimit: 64 * 1024 * 1024,
  protocol: bedrockAgentRuntimeProtocol(services.log),
  operations: {
    InvokeAgent: invokeAgent(services, sessionsOf(services)),
    Retrieve: retrieve(services),
    RetrieveAndGenerate: retrieveAndGenerate(services),
    RetrieveAndGenerateStream: retrieveAndGenerateStream(services),
  },
});
