import { readFileSync } from 'node:fs';
import * as path from 'node:path';

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

export interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value?: unknown }>>;
}

interface Artifact {
  readonly type: string;
  readonly properties?: {
    readonly stackName?: string;
    readonly templateFile?: string;
    readonly requiresBootstrapStackVersion?: number;
    readonly bootstrapStackVersionSsmParameter?: string;
  };
}

const read = <T>(...file: string[]) => JSON.parse(readFileSync(path.join(...file), 'utf8')) as T;
const stackArtifacts = (assembly: string) =>
  Object.entries(read<{ artifacts: Record<string, Artifact> }>(assembly, 'manifest.json').artifacts).filter(
    ([, { type }]) => type === 'aws:cloudformation:stack',
  );

/** The templates of an assembly by the names of their stacks. */
export const templatesOf = (assembly: string): ReadonlyMap<string, Template> =>
  new Map(
    stackArtifacts(assembly).map(([id, { properties = {} }]) => [
      properties.stackName ?? id,
      read<Template>(assembly, properties.templateFile ?? `${id}.template.json`),
    ]),
  );

export interface BootstrapRequirement {
  readonly version: number;
  /** The SSM parameter that says which version of the bootstrap stack an account has. */
  readonly parameter: string;
}

/** What the stacks ask of the CDK's bootstrap stack; undefined if they ask for nothing. */
export function bootstrapOf(assembly: string): BootstrapRequirement | undefined {
  const asked = stackArtifacts(assembly).flatMap(([, { properties = {} }]) => {
    const { requiresBootstrapStackVersion: version, bootstrapStackVersionSsmParameter: parameter } =
      properties;
    return version && parameter ? [{ version, parameter }] : [];
  });
  return asked.sort((a, b) => b.version - a.version)[0];
}

export interface Seed {
  /** The logical id of its table. */
  readonly logicalId: string;
  /** The output of the stack that names the table. */
  readonly output: string;
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

/** The seeds that a template's tables name, as `outcrop:seed` in their metadata. */
export function seedsOf(assembly: string, template: Template): Seed[] {
  return Object.entries(template.Resources ?? {}).flatMap(([logicalId, { Metadata = {} }]) => {
    const file = Metadata['outcrop:seed'];
    if (typeof file !== 'string') return [];
    const [output] =
      Object.entries(template.Outputs ?? {}).find(
        ([key, { Value }]) => key.startsWith('Table') && (Value as { Ref?: string })?.Ref === logicalId,
      ) ?? [];
    if (!output) throw new Error(`No output names the table ${logicalId}`);
    return [{ logicalId, output, items: read<Seed['items']>(assembly, file) }];
  });
}
