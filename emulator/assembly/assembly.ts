import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
}

export interface TemplateOutput {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Export?: { readonly Name: unknown };
  readonly Condition?: string;
}

export interface Template {
  readonly Description?: string;
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
}

export interface SynthesizedStack {
  readonly name: string;
  /** `unknown-account` and `unknown-region` where the app leaves them open. */
  readonly account: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly template: Template;
  /** Absolute folder or file of a file asset, by the S3 object key under which it would be uploaded. */
  readonly assets: ReadonlyMap<string, string>;
}

export interface Assembly {
  readonly directory: string;
  readonly stacks: readonly SynthesizedStack[];
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly directoryName?: string;
    readonly file?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

/** Reads what `cdk synth` wrote: the stacks, also those of stages, their templates and the assets they name. */
export function readAssembly(folder: string): Assembly {
  const directory = path.resolve(folder);
  return { directory, stacks: stacksIn(directory) };
}

function stacksIn(directory: string): SynthesizedStack[] {
  if (!existsSync(path.join(directory, 'manifest.json'))) {
    throw new Error(`${directory} holds no synthesized app: cdk synth writes one, with its manifest.json`);
  }
  const read = <T>(file: string): T => readJson(path.join(directory, file)) as T;
  const { artifacts = {} } = read<{ artifacts?: Readonly<Record<string, Artifact>> }>('manifest.json');
  return Object.entries(artifacts).flatMap(([id, { type, environment, properties = {} }]) => {
    if (type === 'cdk:cloud-assembly') return stacksIn(path.join(directory, properties.directoryName ?? id));
    if (type !== 'aws:cloudformation:stack') return [];
    const { templateFile = `${id}.template.json`, stackName = id, tags = {} } = properties;
    const [, account = 'unknown-account', region = 'unknown-region'] =
      /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment ?? '') ?? [];
    const assets = new Map<string, string>();
    const file = artifacts[`${id}.assets`]?.properties?.file;
    for (const { source, destinations } of Object.values(
      file ? (read<AssetManifest>(file).files ?? {}) : {},
    )) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path) assets.set(objectKey, path.join(directory, source.path));
      }
    }
    return [{ name: stackName, account, region, tags, template: read<Template>(templateFile), assets }];
  });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} is not what cdk synth writes: ${(cause as Error).message}`, { cause });
  }
}
