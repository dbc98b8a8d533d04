import { awsQuery } from '../front-door/aws-query';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Services } from '../services';
import { cloudformationCoverage } from './coverage';
import { describeStacks } from './describe-stacks';
import { listStackResources } from './list-stack-resources';

export const cloudformationService = (
  services: Pick<Services, 'app' | 'startedAt'>,
): ServiceDefinition<keyof typeof cloudformationCoverage.fidelity> => ({
  ...cloudformationCoverage,
  signingName: 'cloudformation',
  bodyLimit: 1024 * 1024,
  protocol: async () =>
    awsQuery({
      sdkPackage: await cloudformationCoverage.sdkPackage(),
      namespace: 'com.amazonaws.cloudformation',
      xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    }),
  operations: { DescribeStacks: describeStacks(services), ListStackResources: listStackResources(services) },
});
