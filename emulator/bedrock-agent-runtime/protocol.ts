import { restJson } from '../front-door/rest-json';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Services } from '../services';
import { bedrockAgentRuntimeCoverage } from './coverage';

/** How the service speaks, whoever answers for it. */
export const bedrockAgentRuntimeProtocol =
  (log: Services['log']): ServiceDefinition<string>['protocol'] =>
  async () =>
    restJson({
      sdkPackage: await bedrockAgentRuntimeCoverage.sdkPackage(),
      namespace: 'com.amazonaws.bedrockagentruntime',
      invalidInput: 'ValidationException',
      log,
    });
