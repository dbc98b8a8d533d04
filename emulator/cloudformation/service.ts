import { awsQuery } from '../front-door/aws-query';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Services } from '../services';
import { describeStacks } from './describe-stacks';
import { listStackResources } from './list-stack-resources';

export const cloudformationService = (services: Pick<Services, 'app' | 'startedAt'>): ServiceDefinition => ({
  name: 'cloudformation',
  signingName: 'cloudformation',
  bodyLimit: 1024 * 1024,
  protocol: async () =>
    awsQuery({
      sdkPackage: await import('@aws-sdk/client-cloudformation'),
      namespace: 'com.amazonaws.cloudformation',
      xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    }),
  approximate: {
    DescribeStacks: "the assembly's stacks, complete since the emulator took them",
    ListStackResources: 'without ids of types that the emulator does not know',
  },
  operations: { DescribeStacks: describeStacks(services), ListStackResources: listStackResources(services) },
});
