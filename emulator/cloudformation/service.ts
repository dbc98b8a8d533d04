import type { ServiceDefinition } from '../front-door/service-definition';
import type { Services } from '../services';
import { cloudformationCoverage } from './coverage';
import { describeStacks } from './describe-stacks';
import { listStackResources } from './list-stack-resources';
import { cloudformationProtocol } from './protocol';

export const cloudformationService = (
  services: Pick<Services, 'app' | 'startedAt'>,
): ServiceDefinition<keyof typeof cloudformationCoverage.fidelity> => ({
  ...cloudformationCoverage,
  signingName: 'cloudformation',
  bodyLimit: 1024 * 1024,
  protocol: cloudformationProtocol,
  operations: { DescribeStacks: describeStacks(services), ListStackResources: listStackResources(services) },
});
