import { awsQuery } from '../front-door/aws-query';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Services } from '../services';
import { getCallerIdentity } from './get-caller-identity';

export const stsService = (services: Pick<Services, 'app'>): ServiceDefinition => ({
  name: 'sts',
  signingName: 'sts',
  bodyLimit: 1024 * 1024,
  protocol: async () =>
    awsQuery({
      sdkPackage: await import('@aws-sdk/client-sts'),
      namespace: 'com.amazonaws.sts',
      xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    }),
  approximate: { GetCallerIdentity: "one user, of the app's account, whoever asks" },
  operations: { GetCallerIdentity: getCallerIdentity(services) },
});
