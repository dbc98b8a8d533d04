import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import {
  BedrockAgentClient,
  GetIngestionJobCommand,
  type IngestionJob,
  ListDataSourcesCommand,
  ListKnowledgeBaseDocumentsCommand,
  ListKnowledgeBasesCommand,
  StartIngestionJobCommand,
} from '@aws-sdk/client-bedrock-agent';
import { BedrockAgentRuntimeClient, RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type HandMadeApp, handMadeApp } from '../../kit/hand-made-app';
import { bucketName, libraryResources } from '../../kit/library';
import { clientConfig } from '../../kit/sdk-client';
import { until } from '../../kit/until';

const program = path.join(__dirname, '..', '..', 'kit', 'emulator-process.ts');
const documents = 24;

let app: HandMadeApp;
let directory: string;
let running: Awaited<ReturnType<typeof start>> | undefined;
beforeAll(() => {
  app = handMadeApp(libraryResources());
});
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'ingestion-killed-'));
});
afterEach(async () => {
  await kill();
  rmSync(directory, { recursive: true, force: true });
});
afterAll(() => app.remove());

async function start() {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', program, app.folder, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  const env = JSON.parse(line.toString()) as Record<string, string>;
  const config = (service: string) => ({ ...clientConfig({ env }, service), maxAttempts: 1 }) as never;
  const agent = new BedrockAgentClient(config('bedrock-agent'));
  const { knowledgeBaseSummaries = [] } = await agent.send(new ListKnowledgeBasesCommand({}));
  const knowledgeBaseId = knowledgeBaseSummaries[0]?.knowledgeBaseId ?? '';
  const { dataSourceSummaries = [] } = await agent.send(new ListDataSourcesCommand({ knowledgeBaseId }));
  const dataSourceId = dataSourceSummaries.find(({ name }) => name === 'Source')?.dataSourceId ?? '';
  const ids = { knowledgeBaseId, dataSourceId };
  return {
    child,
    agent,
    runtime: new BedrockAgentRuntimeClient(config('bedrock-agent-runtime')),
    s3: new S3Client(config('s3')),
    ids,
    async job(ingestionJobId: string | undefined): Promise<IngestionJob> {
      const answer = await agent.send(new GetIngestionJobCommand({ ...ids, ingestionJobId }));
      if (!answer.ingestionJob) throw new Error('There is no job');
      return answer.ingestionJob;
    },
  };
}

async function kill(): Promise<void> {
  if (!running) return;
  const { child, agent, runtime, s3 } = running;
  running = undefined;
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  await ended;
  for (const client of [agent, runtime, s3]) client.destroy();
}

type Emulator = Awaited<ReturnType<typeof start>>;

const key = (n: number) => `shelf-${n}.md`;
/** Long enough to have several chunks, and the same edition in each. */
const text = (n: number, edition: string) =>
  Array.from({ length: 120 }, (_, at) => `Shelf ${n} holds volume ${at} of the ${edition} edition.`).join(
    ' ',
  );
const put = ({ s3 }: Emulator, n: number, edition: string) =>
  s3.send(new PutObjectCommand({ Bucket: bucketName, Key: key(n), Body: text(n, edition) }));

async function begin({ agent, ids }: Emulator): Promise<string | undefined> {
  return (await agent.send(new StartIngestionJobCommand(ids))).ingestionJob?.ingestionJobId;
}

async function runToEnd(emulator: Emulator): Promise<IngestionJob> {
  const id = await begin(emulator);
  const ended = async () => ['COMPLETE', 'FAILED'].includes((await emulator.job(id)).status ?? '');
  await until(ended);
  return emulator.job(id);
}

/** What the index holds: for each document that it lists, the editions of its chunks. */
async function shelves({ agent, runtime, ids }: Emulator): Promise<Record<string, string>> {
  const listed = await agent.send(new ListKnowledgeBaseDocumentsCommand({ ...ids, maxResults: 1000 }));
  const found: Record<string, string> = {};
  for (const { identifier, status } of listed.documentDetails ?? []) {
    const uri = identifier?.s3?.uri ?? '';
    const { retrievalResults = [] } = await runtime.send(
      new RetrieveCommand({
        knowledgeBaseId: ids.knowledgeBaseId,
        retrievalQuery: { text: 'Which shelf holds which volume of an edition?' },
        retrievalConfiguration: {
          vectorSearchConfiguration: {
            numberOfResults: 100,
            filter: { equals: { key: 'x-amz-bedrock-kb-source-uri', value: uri } },
          },
        },
      }),
    );
    const texts = retrievalResults.map(({ content }) => content?.text ?? '').join(' ');
    const editions = new Set(texts.match(/\b(old|new)\b/g));
    const volumes = new Set(texts.match(/volume \d+/g));
    found[uri.slice(`s3://${bucketName}/`.length)] = `${status} ${[...editions].join()} ${volumes.size}`;
  }
  return found;
}

const editions = (from: number, to: number, edition: string) =>
  Object.fromEntries(
    Array.from({ length: to - from }, (_, at) => [key(from + at), `INDEXED ${edition} 120`]),
  );

type Moment = (job: IngestionJob) => boolean;
const scanned =
  (count: number): Moment =>
  ({ statistics = {} }) =>
    (statistics.numberOfDocumentsScanned ?? 0) >= count;

it.each<[string, Moment]>([
  ['before it has looked at anything', () => true],
  ['at its first document', scanned(1)],
  ['among its documents', scanned(documents / 2)],
  ['when it is complete', ({ status }) => status === 'COMPLETE'],
])('a first job that is killed %s leaves whole documents, and the next ends the same', async (_, moment) => {
  running = await start();
  for (let n = 0; n < documents; n++) await put(running, n, 'old');
  const { job } = running;
  const id = await begin(running);
  await until(async () => moment(await job(id)));
  await kill();

  running = await start();
  const ended = await running.job(id);
  expect(['FAILED', 'COMPLETE']).toContain(ended.status);
  if (ended.status === 'FAILED') expect(ended.failureReasons?.join()).toContain('start another job');
  const half = await shelves(running);
  expect(editions(0, documents, 'old')).toMatchObject(half);
  if (ended.status === 'COMPLETE') expect(Object.keys(half)).toHaveLength(documents);

  const next = await runToEnd(running);
  expect(next).toMatchObject({
    status: 'COMPLETE',
    statistics: {
      numberOfDocumentsScanned: documents,
      numberOfNewDocumentsIndexed: documents - Object.keys(half).length,
      numberOfModifiedDocumentsIndexed: 0,
    },
  });
  expect(await shelves(running)).toEqual(editions(0, documents, 'old'));
});

it.each<[string, Moment]>([
  ['among its changes', ({ statistics = {} }) => (statistics.numberOfModifiedDocumentsIndexed ?? 0) >= 3],
  ['among its deletions', ({ statistics = {} }) => (statistics.numberOfDocumentsDeleted ?? 0) >= 1],
])('a second job that is killed %s mixes no editions, and the next ends the same', async (_, moment) => {
  running = await start();
  for (let n = 0; n < documents; n++) await put(running, n, 'old');
  await runToEnd(running);
  // The first third is changed, the second stays, the third goes.
  const third = documents / 3;
  for (let n = 0; n < third; n++) await put(running, n, 'new');
  for (let n = 2 * third; n < documents; n++) {
    await running.s3.send(new DeleteObjectCommand({ Bucket: bucketName, Key: key(n) }));
  }
  const { job } = running;
  const id = await begin(running);
  await until(async () => moment(await job(id)));
  await kill();

  running = await start();
  const half = await shelves(running);
  const old = editions(0, documents, 'old');
  const changed = editions(0, third, 'new');
  for (const [name, state] of Object.entries(half)) expect([old[name], changed[name]]).toContain(state);
  expect(half).toMatchObject(editions(third, 2 * third, 'old'));

  expect(await runToEnd(running)).toMatchObject({
    status: 'COMPLETE',
    statistics: { numberOfDocumentsScanned: 2 * third, numberOfDocumentsFailed: 0 },
  });
  expect(await shelves(running)).toEqual({ ...changed, ...editions(third, 2 * third, 'old') });
});
