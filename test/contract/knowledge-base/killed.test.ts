import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { type IngestionJob, ListKnowledgeBaseDocumentsCommand } from '@aws-sdk/client-bedrock-agent';
import { RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { awsFailure } from '../../../scripts/stack/aws-error';
import { buildProgram, type Program } from '../../kit/commands/build-program';
import { type HandMadeApp, handMadeApp } from '../../kit/hand-made-app';
import { bucketName, libraryResources } from '../../kit/knowledge-base/library';
import { type LibraryProcess, libraryProcess } from '../../kit/knowledge-base/library-process';
import { until } from '../../kit/until';

const documents = 24;

let app: HandMadeApp;
let program: Program;
let directory: string;
let running: LibraryProcess | undefined;
beforeAll(async () => {
  app = handMadeApp(libraryResources());
  program = await buildProgram('commands', 'emulator-process.ts');
});
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'ingestion-killed-'));
});
afterEach(async () => {
  await running?.kill();
  running = undefined;
  rmSync(directory, { recursive: true, force: true });
});
afterAll(() => {
  app.remove();
  program.remove();
});

const key = (n: number) => `shelf-${n}.md`;
/** Long enough to have several chunks, and the same edition in each. */
const text = (n: number, edition: string) =>
  Array.from({ length: 120 }, (_, at) => `Shelf ${n} holds volume ${at} of the ${edition} edition.`).join(
    ' ',
  );
const put = ({ s3 }: LibraryProcess, n: number, edition: string) =>
  s3.send(new PutObjectCommand({ Bucket: bucketName, Key: key(n), Body: text(n, edition) }));

/** What the index holds: for each document that it lists, the editions of its chunks. */
async function shelves({ agent, runtime, ids }: LibraryProcess): Promise<Record<string, string>> {
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
  running = await libraryProcess(program, app.folder, directory);
  for (let n = 0; n < documents; n++) await put(running, n, 'old');
  const { job } = running;
  const id = await running.begin();
  await until(async () => moment(await job(id)));
  await running.kill();

  running = await libraryProcess(program, app.folder, directory);
  const ended = await running.job(id);
  expect(['FAILED', 'COMPLETE']).toContain(ended.status);
  if (ended.status === 'FAILED') expect(ended.failureReasons?.join()).toContain('start another job');
  const half = await shelves(running);
  expect(editions(0, documents, 'old')).toMatchObject(half);
  if (ended.status === 'COMPLETE') expect(Object.keys(half)).toHaveLength(documents);

  const next = await running.sync();
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
  running = await libraryProcess(program, app.folder, directory);
  for (let n = 0; n < documents; n++) await put(running, n, 'old');
  await running.sync();
  // The first third is changed, the second stays, the third goes.
  const third = documents / 3;
  for (let n = 0; n < third; n++) await put(running, n, 'new');
  for (let n = 2 * third; n < documents; n++) {
    await running.s3.send(new DeleteObjectCommand({ Bucket: bucketName, Key: key(n) }));
  }
  const { job } = running;
  const id = await running.begin();
  await until(async () => moment(await job(id)));
  await running.kill();

  running = await libraryProcess(program, app.folder, directory);
  const half = await shelves(running);
  const old = editions(0, documents, 'old');
  const changed = editions(0, third, 'new');
  for (const [name, state] of Object.entries(half)) expect([old[name], changed[name]]).toContain(state);
  expect(half).toMatchObject(editions(third, 2 * third, 'old'));

  expect(await running.sync()).toMatchObject({
    status: 'COMPLETE',
    statistics: { numberOfDocumentsScanned: 2 * third, numberOfDocumentsFailed: 0 },
  });
  expect(await shelves(running)).toEqual({ ...changed, ...editions(third, 2 * third, 'old') });
});

it('a job on a disk that becomes full fails and says so, and the next one ends the same', async () => {
  running = await libraryProcess(program, app.folder, directory);
  for (let n = 0; n < documents; n++) await put(running, n, 'old');
  await running.kill();

  running = await libraryProcess(program, app.folder, directory, { kilobytes: 100 });
  const failed = await running.sync();
  expect(failed).toMatchObject({
    status: 'FAILED',
    failureReasons: [
      expect.stringMatching(
        /^Encountered error: what was ingested could not be written: there is no space left on the disk\. \[Data/,
      ),
    ],
  });
  const { numberOfNewDocumentsIndexed = 0 } = failed.statistics ?? {};
  expect(numberOfNewDocumentsIndexed).toBeGreaterThan(0);
  expect(Object.keys(await shelves(running))).toHaveLength(numberOfNewDocumentsIndexed);
  const large = { Bucket: bucketName, Key: key(0), Body: Buffer.alloc(200 * 1024, 'a') };
  const refusal = await running.s3.send(new PutObjectCommand(large)).catch((error: unknown) => error);
  expect(refusal).toMatchObject({
    name: 'InternalError',
    message: expect.stringMatching(/^There is no space/),
  });
  expect(awsFailure(refusal, 'Uploading')).toMatchObject({ code: 'DISK_FULL' });
  await running.kill();

  running = await libraryProcess(program, app.folder, directory);
  const half = await shelves(running);
  expect(editions(0, documents, 'old')).toMatchObject(half);
  expect(await running.sync()).toMatchObject({
    status: 'COMPLETE',
    statistics: { numberOfNewDocumentsIndexed: documents - Object.keys(half).length },
  });
  expect(await shelves(running)).toEqual(editions(0, documents, 'old'));
});
