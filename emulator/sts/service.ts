import { awsQuery } from '../front-door/aws-query';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Services } from '../services';
import { assumeRole } from './assume-role';
import { stsCoverage } from './coverage';
import { getCallerIdentity } from './get-caller-identity';
import { getFederationToken } from './get-federation-token';

export const stsService = (
  services: Pick<Services, 'app' | 'sessions' | 'clock'>,
): ServiceDefinition<keyof typeof stsCoverage.fidelity> => ({
  ...stsCoverage,
  signingName: 'sts',
  bodyLimit: 1024 * 1024,
  protocol: async () =>
    awsQuery({
      sdkPackage: await stsCoverage.sdkPackage(),
      namespace: 'com.amazonaws.sts',
      xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    }),
  operations: {
    AssumeRole: assumeRole(services),
    GetCallerIdentity: getCallerIdentity(services),
    GetFederationToken: getFederationToken(services),
  },
});
