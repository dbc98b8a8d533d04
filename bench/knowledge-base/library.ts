import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  BedrockAgentClient,
  GetDataSourceCommand,
  GetIngestionJobCommand,
  type IngestionJob,
  ListDataSourcesCommand,
  ListKnowledgeBasesCommand,
  StartIngestionJobCommand,
} from '@aws-sdk/client-bedrock-agent';
import { BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Memory, Ready } from '../emulator-process';
import { laptopAssembly } from '../synth';

/** The project's own app with its data source's chunking changed, in an emulator with a process of its own. */
export interface BenchedLibrary {
  readonly runtime: BedrockAgentRuntimeClient;
  readonly knowledgeBaseId: string;
  /** Of the app's agent. */
  readonly agentIds: Ready['ids'];
  put(key: string, body: string | Uint8Array): Promise<void>;
  /** Runs an ingestion job to its end. Rejects unless every document was ingested. */
  ingest(): Promise<{ readonly job: IngestionJob; readonly seconds: number }>;
  memory(): Promise<Memory>;
  /** Ends the emulator and starts another one on what it kept. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A ChunkingConfiguration as CloudFormation has it. */
export type ChunkingTemplate = Readonly<Record<string, unknown>>;

export async function openLibrary(chunking: ChunkingTemplate): Promise<BenchedLibrary> {
  const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-library-'));
  const assembly = path.join(folder, 'assembly');
  await laptopAssembly(assembly);
  changeChunking(assembly, chunking);
  let running = await start(assembly, path.join(folder, 'state'));
  const { knowledgeBaseSummaries } = await running.agent.send(new ListKnowledgeBasesCommand({}));
  const knowledgeBaseId = knowledgeBaseSummaries?.[0]?.knowledgeBaseId ?? '';
  const { dataSourceSummaries } = await running.agent.send(new ListDataSourcesCommand({ knowledgeBaseId }));
  const ids = { knowledgeBaseId, dataSourceId: dataSourceSummaries?.[0]?.dataSourceId };
  const { dataSource } = await running.agent.send(new GetDataSourceCommand(ids));
  const { bucketArn } = dataSource?.dataSourceConfiguration?.s3Configuration ?? {};
  const bucket = bucketArn?.split(':').at(-1);
  return {
    get runtime() {
      return running.runtime;
    },
    knowledgeBaseId,
    agentIds: running.agentIds,
    async put(Key, Body) {
      await running.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    },
    async ingest() {
      const { agent } = running;
      const before = performance.now();
      let { ingestionJob: job } = await agent.send(new StartIngestionJobCommand(ids));
      while (job && !['COMPLETE', 'FAILED', 'STOPPED'].includes(job.status ?? '')) {
        await wait(20);
        const { ingestionJobId } = job;
        job = (await agent.send(new GetIngestionJobCommand({ ...ids, ingestionJobId }))).ingestionJob;
      }
      if (job?.status !== 'COMPLETE' || job.statistics?.numberOfDocumentsFailed !== 0) {
        throw new Error(`The ingestion job is ${job?.status}: ${job?.failureReasons?.join(' ')}`);
      }
      return { job, seconds: (performance.now() - before) / 1000 };
    },
    memory: () => running.memory(),
    async restart() {
      await running.stop();
      running = await start(assembly, path.join(folder, 'state'));
    },
    async close() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(assembly: string, state: string) {
  const child = fork(path.join(__dirname, '..', 'emulator-process.ts'), [assembly, state], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const message = async <T>(): Promise<T> => {
    const failed = ended.then(([code]) => Promise.reject(new Error(`The emulator ended with ${code}`)));
    const [value] = await Promise.race([once(child, 'message'), failed]);
    return value as T;
  };
  const { env, ids: agentIds } = await message<Ready>();
  const config = (service: string) => ({
    region: env.AWS_REGION ?? '',
    endpoint: env[`AWS_ENDPOINT_URL_${service}`] ?? '',
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });
  const clients = {
    agent: new BedrockAgentClient(config('BEDROCK_AGENT')),
    runtime: new BedrockAgentRuntimeClient(config('BEDROCK_AGENT_RUNTIME')),
    s3: new S3Client(config('S3')),
  };
  return {
    ...clients,
    agentIds,
    async memory() {
      child.send('memory');
      return message<Memory>();
    },
    async stop() {
      for (const client of Object.values(clients)) client.destroy();
      child.disconnect();
      await ended;
    },
  };
}

interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>
  >;
}

/** Writes another chunking into the template. */
function changeChunking(assembly: string, ChunkingConfiguration: ChunkingTemplate): void {
  const files = readdirSync(assembly).filter((file) => file.endsWith('.template.json'));
  for (const file of files.map((name) => path.join(assembly, name))) {
    const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
    for (const { Type, Properties } of Object.values(template.Resources ?? {})) {
      if (Type !== 'AWS::Bedrock::DataSource') continue;
      Properties.VectorIngestionConfiguration = { ChunkingConfiguration };
      writeFileSync(file, JSON.stringify(template));
    }
  }
}
