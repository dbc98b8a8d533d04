import { readFileSync } from 'node:fs';
import * as path from 'node:path';

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
}

export interface SynthesizedStack {
  readonly name: string;
  readonly template: Template;
  /** Absolute folder or file of a file asset, by the S3 object key under which it would be uploaded. */
  readonly assets: ReadonlyMap<string, string>;
}

export interface Assembly {
  readonly directory: string;
  readonly stacks: readonly SynthesizedStack[];
}

interface Manifest {
  artifacts: Record<
    string,
    {
      type: string;
      properties?: { templateFile?: string; stackName?: string; file?: string };
      dependencies?: string[];
    }
  >;
}

interface AssetManifest {
  files: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
}

/** Reads what `cdk synth` wrote: the stacks, their templates and the assets that they name. */
export function readAssembly(folder: string): Assembly {
  const directory = path.resolve(folder);
  const read = <T>(file: string) => JSON.parse(readFileSync(path.join(directory, file), 'utf8')) as T;
  const { artifacts } = read<Manifest>('manifest.json');
  const stacks = Object.entries(artifacts).flatMap(([id, artifact]): SynthesizedStack[] => {
    if (artifact.type !== 'aws:cloudformation:stack') return [];
    const { templateFile = `${id}.template.json`, stackName = id } = artifact.properties ?? {};
    const assets = new Map<string, string>();
    const { files } = read<AssetManifest>(artifacts[`${id}.assets`]?.properties?.file ?? `${id}.assets.json`);
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations))
        assets.set(objectKey, path.join(directory, source.path));
    }
    return [{ name: stackName, template: read<Template>(templateFile), assets }];
  });
  return { directory, stacks };
}
