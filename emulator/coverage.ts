import { bedrockAgentCoverage } from './bedrock-agent/coverage';
import { bedrockAgentRuntimeCoverage } from './bedrock-agent-runtime/coverage';
import { bedrockRuntimeCoverage } from './bedrock-runtime/coverage';
import { cloudformationCoverage } from './cloudformation/coverage';
import { dynamodbCoverage } from './dynamodb/coverage';
import type { CoveredService, ServiceName } from './front-door/service-definition';
import { lambdaCoverage } from './lambda/coverage';
import { s3Coverage } from './s3/coverage';
import { stsCoverage } from './sts/coverage';

/** Every service that the emulator serves. */
export const coveredServices: readonly CoveredService[] = [
  bedrockAgentRuntimeCoverage,
  bedrockAgentCoverage,
  bedrockRuntimeCoverage,
  cloudformationCoverage,
  dynamodbCoverage,
  lambdaCoverage,
  s3Coverage,
  stsCoverage,
];

export interface Coverage {
  readonly service: ServiceName;
  readonly operation: string;
  /** A missing one answers 501. */
  readonly status: 'exact' | 'approximate' | 'missing';
  /** How an approximate one differs. */
  readonly how?: string;
}

/** What is implemented of each service, by the operations that its SDK package knows. */
export async function coverageOf(services: readonly CoveredService[]): Promise<readonly Coverage[]> {
  const { operationsOf } = await import('./front-door/sdk-schemas');
  const rows = services.map(async ({ name: service, sdkPackage, fidelity }) => {
    const names = [...operationsOf(await sdkPackage()).keys()].sort();
    const invented = Object.keys(fidelity).filter((operation) => !names.includes(operation));
    if (invented.length > 0) throw new Error(`${service} has no operation ${invented.join(', ')}`);
    return names.map((operation): Coverage => {
      const found = fidelity[operation];
      if (!found) return { service, operation, status: 'missing' };
      return found === 'exact'
        ? { service, operation, status: 'exact' }
        : { service, operation, status: 'approximate', how: found.approximate };
    });
  });
  return (await Promise.all(rows)).flat();
}
