import { restJson } from '../front-door/rest-json';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Services } from '../services';
import { lambdaCoverage } from './coverage';
import { invoke } from './invoke';

/** Bytes that Invoke takes. */
const maxPayload = 6_291_456;

export const lambdaService = (
  services: Pick<Services, 'lambda' | 'log'>,
): ServiceDefinition<keyof typeof lambdaCoverage.fidelity> => ({
  ...lambdaCoverage,
  signingName: 'lambda',
  bodyLimit: maxPayload,
  tooLarge: 'RequestTooLargeException',
  protocol: async () =>
    restJson({
      sdkPackage: await lambdaCoverage.sdkPackage(),
      namespace: 'com.amazonaws.lambda',
      invalidInput: 'InvalidParameterValueException',
      log: services.log,
    }),
  operations: { Invoke: invoke(services) },
});
