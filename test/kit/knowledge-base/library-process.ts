import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  BedrockAgentClient,
  GetIngestionJobCommand,
  type IngestionJob,
  ListDataSourcesCommand,
  ListKnowledgeBasesCommand,
  StartIngestionJobCommand,
} from '@aws-sdk/client-bedrock-agent';
import { BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime';
import { S3Client } from '@aws-sdk/client-s3';
import type { Program } from '../commands/build-program';
import { firstLine } from '../commands/first-line';
import { clientConfig } from '../sdk-client';
import { until } from '../until';

export interface LibraryProcess {
  readonly agent: BedrockAgentClient;
  readonly runtime: BedrockAgentRuntimeClient;
  readonly s3: S3Client;
  readonly ids: { readonly knowledgeBaseId: string; readonly dataSourceId: string };
  /** Starts a job. */
  begin(): Promise<string | undefined>;
  job(ingestionJobId: string | undefined): Promise<IngestionJob>;
  /** Runs a job to its end. */
  sync(): Promise<IngestionJob>;
  /** With SIGKILL. */
  kill(): Promise<void>;
}

/**
 * An emulator of a library in a process of its own, which is commands/emulator-process.ts. With `kilobytes` no file of it grows larger: its writes fail as
 * on a full disk, which needs no disk of one's own.
 */
export async function libraryProcess(
  program: Program,
  assembly: string,
  directory: string,
  { kilobytes }: { readonly kilobytes?: number } = {},
): Promise<LibraryProcess> {
  const command = [process.execPath, program.file, assembly, directory];
  const [file = '', ...args] =
    kilobytes === undefined
      ? command
      : ['/bin/sh', '-c', `ulimit -f ${kilobytes * 2}; exec "$0" "$@"`, ...command];
  const child: ChildProcess = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'], env: program.env });
  const env = JSON.parse(await firstLine(child)) as Record<string, string>;
  const config = (service: string) => ({ ...clientConfig({ env }, service), maxAttempts: 1 }) as never;
  const agent = new BedrockAgentClient(config('bedrock-agent'));
  const runtime = new BedrockAgentRuntimeClient(config('bedrock-agent-runtime'));
  const s3 = new S3Client(config('s3'));
  const { knowledgeBaseSummaries = [] } = await agent.send(new ListKnowledgeBasesCommand({}));
  const knowledgeBaseId = knowledgeBaseSummaries[0]?.knowledgeBaseId ?? '';
  const { dataSourceSummaries = [] } = await agent.send(new ListDataSourcesCommand({ knowledgeBaseId }));
  const dataSourceId = dataSourceSummaries.find(({ name }) => name === 'Source')?.dataSourceId ?? '';
  const ids = { knowledgeBaseId, dataSourceId };
  const begin = async () =>
    (await agent.send(new StartIngestionJobCommand(ids))).ingestionJob?.ingestionJobId;
  const job = async (ingestionJobId: string | undefined) => {
    const { ingestionJob } = await agent.send(new GetIngestionJobCommand({ ...ids, ingestionJobId }));
    if (!ingestionJob) throw new Error('There is no job');
    return ingestionJob;
  };
  return {
    agent,
    runtime,
    s3,
    ids,
    begin,
    job,
    async sync() {
      const id = await begin();
      await until(async () => ['COMPLETE', 'FAILED'].includes((await job(id)).status ?? ''));
      return job(id);
    },
    async kill() {
      const ended = child.exitCode === null && child.signalCode === null && once(child, 'close');
      child.kill('SIGKILL');
      await ended;
      for (const client of [agent, runtime, s3]) client.destroy();
    },
  };
}
