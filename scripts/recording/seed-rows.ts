import type { Observation } from '../../recording/observe';
import { ensureAssembly } from '../assembly';
import type { Io } from '../cli/io';

export interface Seed {
  readonly table: string;
  /** Names of attributes by which items are found: those of the table's key, and partition keys of its indexes. */
  readonly keys: readonly string[];
  readonly items: readonly Readonly<Record<string, { readonly S?: string; readonly N?: string }>>[];
}

/** The items with which the tables of the development stage begin, as a table on the laptop has them. */
export async function seedsOf(io: Io, signal: AbortSignal): Promise<readonly Seed[]> {
  const assembly = await ensureAssembly({ io, signal });
  const { readAssembly } = await import('../../emulator/assembly/assembly');
  const { resolveApp } = await import('../../emulator/assembly/resolve-app');
  const { readSeed, tablesOf } = await import('../../emulator/dynamodb/table-definition');
  const seeds = tablesOf(resolveApp(readAssembly(assembly))).map(
    async ({ tableName: table, keySchema, globalSecondaryIndexes, seed }) => {
      const partitions = globalSecondaryIndexes.flatMap(({ KeySchema }) => KeySchema.slice(0, 1));
      const keys = [...keySchema, ...partitions].map(({ AttributeName }) => AttributeName);
      return { table, keys, items: seed === undefined ? [] : await readSeed(seed) };
    },
  );
  return Promise.all(seeds);
}

/**
 * Adds to a recording the items of these seeds that its calls name by a key. On AWS no function tells what it read:
 * where the tables hold the seed, that is what it can have been. More rows than were read do no harm to a replay.
 */
export function withSeedRows(
  observation: Observation,
  seeds: readonly Seed[],
  addRow: (table: string, item: Seed['items'][number]) => void,
): Observation {
  let said = '';
  const { observer, close } = observation;
  return {
    observer: {
      ...observer,
      request(input) {
        const { sessionState = {} } = input as { readonly sessionState?: object };
        said += JSON.stringify(sessionState);
        observer.request(input);
      },
      event(event) {
        const { invocationInput, observation } = orchestrationOf(event);
        if (invocationInput || observation) said += JSON.stringify([invocationInput, observation]);
        observer.event(event);
      },
    },
    close() {
      for (const { table, keys, items } of seeds) {
        for (const item of items) {
          const values = keys.map((key) => item[key]?.S ?? item[key]?.N ?? '');
          if (values.some((value) => value !== '' && said.includes(value))) addRow(table, item);
        }
      }
      close();
    },
  };
}

function orchestrationOf(event: object): {
  readonly invocationInput?: object;
  readonly observation?: object;
} {
  const { trace } = event as {
    readonly trace?: { readonly trace?: { readonly orchestrationTrace?: object } };
  };
  return trace?.trace?.orchestrationTrace ?? {};
}
