import type { ServiceDefinition, ServiceName } from './front-door/service-definition';

export interface Coverage {
  readonly service: ServiceName;
  readonly operation: string;
  /** A missing one answers 501. */
  readonly status: 'exact' | 'approximate' | 'missing';
  /** How an approximate one differs. */
  readonly how?: string;
}

/** What is implemented of each service, by the operations that its SDK package knows. */
export async function coverageOf(services: readonly ServiceDefinition[]): Promise<readonly Coverage[]> {
  const rows = services.map(async ({ name: service, operations, approximate = {}, protocol }) => {
    const names = [...(await protocol()).operations].sort();
    return names.map((operation): Coverage => {
      const how = approximate[operation];
      if (!(operation in operations)) return { service, operation, status: 'missing' };
      return how === undefined
        ? { service, operation, status: 'exact' }
        : { service, operation, status: 'approximate', how };
    });
  });
  return (await Promise.all(rows)).flat();
}
