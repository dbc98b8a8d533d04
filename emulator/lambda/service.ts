import { restJson } from '../front-door/rest-json';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Services } from '../services';
import { invoke } from './invoke';

/** Bytes that Invoke takes. */
const maxPayload = 6_291_456;

export const lambdaService = (services: Pick<Services, 'lambda' | 'log'>): ServiceDefinition => ({
  name: 'lambda',
  signingName: 'lambda',
  bodyLimit: maxPayload,
  tooLarge: 'RequestTooLargeException',
  protocol: async () =>
    restJson({
      sdkPackage: await import('@aws-sdk/client-lambda'),
      namespace: 'com.amazonaws.lambda',
      invalidInput: 'InvalidParameterValueException',
      log: services.log,
    }),
  approximate: {
    Invoke:
      "Node.js only, on the emulator's own Node and processor; an Event runs once, without retries or destinations; answers are not streamed",
  },
  operations: { Invoke: invoke(services) },
});
