import { createHash } from 'node:crypto';
import type { ChunkingConfiguration, ParsingConfiguration } from '@aws-sdk/client-bedrock-agent';
import { toApiNames } from '../../agent/definition/properties';
import type { App, AppResource } from '../../assembly/app';
import { type KnowledgeBaseAccess, knowledgeBaseAccess } from '../../iam/acting/knowledge-base-access';
import type { Chunking } from '../chunking/chunking';
import { chunkingOf } from '../chunking/configuration';
import type { StoreType } from '../index/filter';

export interface DataSource {
  readonly dataSourceId: string;
  readonly knowledgeBaseId: string;
  readonly name: string;
  readonly description?: string;
  readonly type: 'S3' | 'CUSTOM' | (string & {});
  /** Of an S3 data source. */
  readonly bucket?: string;
  /** Keys that begin with one of these are documents; all if there is none. */
  readonly inclusionPrefixes: readonly string[];
  readonly chunking: Chunking;
  readonly dataDeletionPolicy: 'DELETE' | 'RETAIN';
  /** What the emulator cannot do of it, for a 501. */
  readonly missing: readonly string[];
  /** Changes whenever documents must be ingested anew. */
  readonly fingerprint: string;
  /** The template's properties under the API's names. */
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface KnowledgeBase {
  readonly knowledgeBaseId: string;
  readonly knowledgeBaseArn: string;
  readonly name: string;
  readonly description?: string;
  readonly store: StoreType;
  /** What Bedrock may do for it. */
  readonly access: KnowledgeBaseAccess;
  readonly missing: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
  readonly dataSources: readonly DataSource[];
}

const known = new WeakMap<App, readonly KnowledgeBase[]>();

/** The knowledge bases that the templates declare, with their data sources. Throws for what cannot be deployed. */
export function knowledgeBasesOf(app: App): readonly KnowledgeBase[] {
  const found = known.get(app) ?? app.resources('AWS::Bedrock::KnowledgeBase').map((one) => read(app, one));
  known.set(app, found);
  return found;
}

function read(app: App, resource: AppResource): KnowledgeBase {
  const properties = toApiNames({ ...resource.properties }) as Record<string, unknown>;
  const { knowledgeBaseConfiguration, storageConfiguration } = properties as {
    knowledgeBaseConfiguration?: { type?: string };
    storageConfiguration?: { type?: string };
  };
  const knowledgeBaseId = resource.attribute('KnowledgeBaseId');
  const type = knowledgeBaseConfiguration?.type ?? 'VECTOR';
  return {
    knowledgeBaseId,
    knowledgeBaseArn: resource.attribute('KnowledgeBaseArn'),
    name: nameOf(resource),
    ...described(properties),
    store: storageConfiguration?.type ?? 'S3_VECTORS',
    access: knowledgeBaseAccess(app, resource),
    missing: type === 'VECTOR' ? [] : [`knowledge bases of the type ${type}`],
    properties,
    dataSources: app
      .resources('AWS::Bedrock::DataSource')
      .filter((source) => source.properties.KnowledgeBaseId === knowledgeBaseId)
      .map((source) => readDataSource(source, knowledgeBaseId)),
  };
}

function readDataSource(resource: AppResource, knowledgeBaseId: string): DataSource {
  const properties = toApiNames({ ...resource.properties }) as Record<string, unknown>;
  const { dataSourceConfiguration, vectorIngestionConfiguration, dataDeletionPolicy } = properties as {
    dataSourceConfiguration?: {
      type?: string;
      s3Configuration?: { bucketArn?: string; inclusionPrefixes?: string[] };
    };
    vectorIngestionConfiguration?: {
      chunkingConfiguration?: ChunkingConfiguration;
      parsingConfiguration?: ParsingConfiguration;
      customTransformationConfiguration?: unknown;
      contextEnrichmentConfiguration?: unknown;
    };
    dataDeletionPolicy?: string;
  };
  const { type = 'S3', s3Configuration } = dataSourceConfiguration ?? {};
  const {
    chunkingConfiguration,
    parsingConfiguration,
    customTransformationConfiguration,
    contextEnrichmentConfiguration,
  } = vectorIngestionConfiguration ?? {};
  const bucket = s3Configuration?.bucketArn?.split(':').at(-1);
  return {
    dataSourceId: resource.attribute('DataSourceId'),
    knowledgeBaseId,
    name: nameOf(resource),
    ...described(properties),
    type,
    ...(bucket && { bucket }),
    inclusionPrefixes: s3Configuration?.inclusionPrefixes ?? [],
    chunking: chunkingIn(resource, chunkingConfiguration),
    dataDeletionPolicy: dataDeletionPolicy === 'RETAIN' ? 'RETAIN' : 'DELETE',
    missing: [
      ...(type === 'S3' || type === 'CUSTOM' ? [] : [`data sources of the type ${type}`]),
      ...(parsingConfiguration ? [`parsing with ${parsingConfiguration.parsingStrategy}`] : []),
      ...(customTransformationConfiguration ? ['customTransformationConfiguration'] : []),
      ...(contextEnrichmentConfiguration ? ['contextEnrichmentConfiguration'] : []),
    ],
    fingerprint: createHash('sha256')
      .update(JSON.stringify(vectorIngestionConfiguration ?? {}))
      .digest('hex')
      .slice(0, 16),
    properties,
  };
}

function chunkingIn(
  { stack, logicalId }: AppResource,
  configuration: ChunkingConfiguration | undefined,
): Chunking {
  try {
    return chunkingOf(configuration);
  } catch (error) {
    throw new Error(`${stack} ${logicalId}: ${(error as Error).message}`);
  }
}

const nameOf = ({ properties, logicalId }: AppResource): string => String(properties.Name ?? logicalId);
const described = ({ description }: Readonly<Record<string, unknown>>) =>
  typeof description === 'string' ? { description } : {};
