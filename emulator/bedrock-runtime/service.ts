import { restJson } from '../front-door/rest-json';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Services } from '../services';
import { applyGuardrail } from './apply-guardrail';
import { bedrockRuntimeCoverage } from './coverage';

export const bedrockRuntimeService = (
  services: Pick<Services, 'app' | 'clock' | 'log'>,
): ServiceDefinition<keyof typeof bedrockRuntimeCoverage.fidelity> => ({
  ...bedrockRuntimeCoverage,
  signingName: 'bedrock',
  bodyLimit: 16 * 1024 * 1024,
  protocol: async () =>
    restJson({
      sdkPackage: await bedrockRuntimeCoverage.sdkPackage(),
      namespace: 'com.amazonaws.bedrockruntime',
      invalidInput: 'ValidationException',
      log: services.log,
    }),
  operations: { ApplyGuardrail: applyGuardrail(services) },
});
