import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import {
  BedrockAgentClient,
  GetIngestionJobCommand,
  type IngestionJob,
  ListDataSourcesCommand,
  ListKnowledgeBasesCommand,
  StartIngestionJobCommand,
} from '@aws-sdk/client-bedrock-agent';
import {
  BedrockAgentRuntimeClient,
  type KnowledgeBaseVectorSearchConfiguration,
  RetrieveCommand,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ModelFor } from '../../../emulator/agent/model';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import type { LogLine } from '../../../emulator/log';
import { agentResources, type HandMadeApp, handMadeApp } from '../hand-made-app';
import { clientConfig } from '../sdk-client';
import { until } from '../until';

export const bucketName = 'shelf-documents';

export interface LibraryProps {
  readonly store?: 'S3_VECTORS' | 'OPENSEARCH_SERVERLESS';
  readonly chunkingConfiguration?: object;
  readonly inclusionPrefixes?: readonly string[];
  readonly dataDeletionPolicy?: 'RETAIN' | 'DELETE';
  /** Logical ids of S3 data sources. */
  readonly sources?: readonly string[];
  /** Properties of the agent `Desk`. */
  readonly agent?: Readonly<Record<string, unknown>>;
  /** What the template has beside. */
  readonly resources?: Readonly<Record<string, unknown>>;
  /** Sources of functions by name, for the resources that run them. */
  readonly handlers?: Readonly<Record<string, string>>;
  /** Files to lie in the assembly's folder under their names, for example a table's seed. */
  readonly files?: readonly string[];
  /** What the agent thinks with; by default the offline planner. */
  readonly model?: ModelFor;
}

/** A knowledge base `Library` over a bucket, with data sources, and a custom one called `Custom`. */
export const libraryResources = ({
  store = 'S3_VECTORS',
  chunkingConfiguration,
  inclusionPrefixes,
  dataDeletionPolicy = 'DELETE',
  sources = ['Source'],
  agent = {},
}: LibraryProps = {}) => ({
  Documents: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucketName } },
  Library: {
    Type: 'AWS::Bedrock::KnowledgeBase',
    Properties: {
      Name: 'library',
      Description: 'What the shelf knows',
      RoleArn: 'arn:aws:iam::000000000000:role/library',
      KnowledgeBaseConfiguration: {
        Type: 'VECTOR',
        VectorKnowledgeBaseConfiguration: {
          EmbeddingModelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0',
          EmbeddingModelConfiguration: { BedrockEmbeddingModelConfiguration: { Dimensions: 1024 } },
        },
      },
      StorageConfiguration: { Type: store },
    },
  },
  ...Object.fromEntries(
    sources.map((name) => [
      name,
      dataSource(name, dataDeletionPolicy, {
        DataSourceConfiguration: {
          Type: 'S3',
          S3Configuration: {
            BucketArn: { 'Fn::GetAtt': ['Documents', 'Arn'] },
            ...(inclusionPrefixes && { InclusionPrefixes: inclusionPrefixes }),
          },
        },
        ...(chunkingConfiguration && {
          VectorIngestionConfiguration: { ChunkingConfiguration: chunkingConfiguration },
        }),
      }),
    ]),
  ),
  Custom: dataSource('Custom', dataDeletionPolicy, { DataSourceConfiguration: { Type: 'CUSTOM' } }),
  ...agentResources('Desk', agent),
});

const dataSource = (name: string, DataDeletionPolicy: string, properties: object) => ({
  Type: 'AWS::Bedrock::DataSource',
  Properties: {
    Name: name,
    KnowledgeBaseId: { 'Fn::GetAtt': ['Library', 'KnowledgeBaseId'] },
    DataDeletionPolicy,
    ...properties,
  },
});

export interface OpenLibrary {
  readonly app: HandMadeApp;
  /** Where the state lies. */
  readonly directory: string;
  readonly emulator: Emulator;
  readonly agent: BedrockAgentClient;
  readonly runtime: BedrockAgentRuntimeClient;
  readonly s3: S3Client;
  readonly log: readonly LogLine[];
  readonly knowledgeBaseId: string;
  /** A data source's id by its name. */
  sourceId(name?: string): Promise<string>;
  put(key: string, body: string | Uint8Array): Promise<void>;
  remove(key: string): Promise<void>;
  /** Runs a job to its end. */
  sync(name?: string): Promise<IngestionJob>;
  /** Passages' texts with their keys in the bucket. */
  find(
    question: string,
    configuration?: KnowledgeBaseVectorSearchConfiguration,
  ): Promise<{ readonly text: string; readonly key: string; readonly metadata: Record<string, unknown> }[]>;
  /** Ends the emulator and starts another one on what it kept. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openLibrary(props: LibraryProps = {}): Promise<OpenLibrary> {
  const app = handMadeApp({ ...libraryResources(props), ...props.resources }, props.handlers);
  for (const file of props.files ?? []) copyFileSync(file, path.join(app.folder, path.basename(file)));
  const directory = mkdtempSync(path.join(tmpdir(), 'library-'));
  const log: LogLine[] = [];
  const start = async () => {
    const emulator = await createEmulator({
      assembly: app.folder,
      state: { directory },
      log: (line) => void log.push(line),
      ...(props.model && { model: props.model }),
    });
    const config = (service: string) => ({ ...clientConfig(emulator, service), maxAttempts: 1 }) as never;
    return {
      emulator,
      agent: new BedrockAgentClient(config('bedrock-agent')),
      runtime: new BedrockAgentRuntimeClient(config('bedrock-agent-runtime')),
      s3: new S3Client(config('s3')),
    };
  };
  let running = await start();
  const stop = async () => {
    for (const client of [running.agent, running.runtime, running.s3]) client.destroy();
    await running.emulator.close();
  };
  const { knowledgeBaseSummaries = [] } = await running.agent.send(new ListKnowledgeBasesCommand({}));
  const { knowledgeBaseId = '' } = knowledgeBaseSummaries.find(({ name }) => name === 'library') ?? {};
  const sourceId = async (name = 'Source') => {
    const command = new ListDataSourcesCommand({ knowledgeBaseId });
    const { dataSourceSummaries = [] } = await running.agent.send(command);
    return dataSourceSummaries.find((summary) => summary.name === name)?.dataSourceId ?? '';
  };
  return {
    app,
    directory,
    log,
    knowledgeBaseId,
    get emulator() {
      return running.emulator;
    },
    get agent() {
      return running.agent;
    },
    get runtime() {
      return running.runtime;
    },
    get s3() {
      return running.s3;
    },
    sourceId,
    async put(Key, Body) {
      await running.s3.send(new PutObjectCommand({ Bucket: bucketName, Key, Body }));
    },
    async remove(Key) {
      await running.s3.send(new DeleteObjectCommand({ Bucket: bucketName, Key }));
    },
    async sync(name) {
      const ids = { knowledgeBaseId, dataSourceId: await sourceId(name) };
      const { ingestionJob } = await running.agent.send(new StartIngestionJobCommand(ids));
      let job = ingestionJob;
      await until(async () => {
        const ingestionJobId = job?.ingestionJobId;
        const answer = await running.agent.send(new GetIngestionJobCommand({ ...ids, ingestionJobId }));
        job = answer.ingestionJob;
        return ['COMPLETE', 'FAILED', 'STOPPED'].includes(job?.status ?? '');
      });
      if (!job) throw new Error('There is no job');
      return job;
    },
    async find(text, vectorSearchConfiguration = {}) {
      const { retrievalResults = [] } = await running.runtime.send(
        new RetrieveCommand({
          knowledgeBaseId,
          retrievalQuery: { text },
          retrievalConfiguration: { vectorSearchConfiguration },
        }),
      );
      return retrievalResults.map(({ content, location, metadata = {} }) => ({
        text: content?.text ?? '',
        key: location?.s3Location?.uri?.slice(`s3://${bucketName}/`.length) ?? '',
        metadata,
      }));
    },
    async restart() {
      await stop();
      running = await start();
    },
    async close() {
      await stop();
      app.remove();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
