import { readdirSync, rmSync, statSync } from 'node:fs';
import * as path from 'node:path';
import {
  GetIngestionJobCommand,
  ListKnowledgeBaseDocumentsCommand,
  StartIngestionJobCommand,
} from '@aws-sdk/client-bedrock-agent';
import { DeleteBucketCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
import { lexicalEmbedder } from '../../../emulator/knowledge-base/embedding/lexical-embedder';
import type { DocumentSource } from '../../../emulator/knowledge-base/ingestion/document-source';
import { jobReasonOf } from '../../../emulator/knowledge-base/ingestion/failures';
import { type JobProgress, runJob } from '../../../emulator/knowledge-base/ingestion/run-job';
import { DocumentReader } from '../../../emulator/knowledge-base/reading/document-reader';
import { DocumentStore } from '../../../emulator/knowledge-base/store/document-store';
import { Library } from '../../../emulator/knowledge-base/store/library';
import { openState } from '../../../emulator/state/state';
import { bucketName, type OpenLibrary, openLibrary } from '../../kit/knowledge-base/library';
import { until } from '../../kit/until';

describe('an error of S3', () => {
  const objects: Readonly<Record<string, string>> = {
    'a.md': 'Alpha stands at the gate.',
    'a.md.metadata.json': JSON.stringify({ metadataAttributes: { place: 'gate' } }),
    'b.md': 'Beta stands at the well.',
    'c.md': 'Gamma stands at the wall.',
  };
  const slow = Object.assign(new Error('Reduce your request rate.'), { name: 'SlowDown' });

  /** Fails at one call: 1 is the listing, and the others are reads. */
  const failingAt = (call: number): DocumentSource => {
    let calls = 0;
    const count = () => {
      if (++calls === call) throw slow;
    };
    return {
      async *list() {
        count();
        for (const [key, text] of Object.entries(objects)) {
          yield { key, size: text.length, etag: `${text.length}` };
        }
      },
      async read(key) {
        count();
        const text = objects[key] ?? '';
        return { bytes: Buffer.from(text), etag: `${text.length}` };
      },
    };
  };
  const reader = new DocumentReader();
  afterAll(() => reader.close());

  async function shelf() {
    const state = await openState();
    const library = await Library.open(new DocumentStore(state.collection('library')), lexicalEmbedder());
    let id = 0;
    const run = (source: DocumentSource): Promise<JobProgress> =>
      runJob({
        knowledgeBase: {
          store: 'S3_VECTORS',
          access: { embed() {}, putVectors() {}, deleteVectors() {} },
        } as never,
        dataSource: {
          dataSourceId: 'SOURCE',
          fingerprint: '1',
          inclusionPrefixes: [],
          chunking: { strategy: 'DEFAULT' },
        } as never,
        bucket: 'shelf',
        library,
        reader,
        source,
        clock: { now: () => 0 },
        newId: () => `${++id}`,
        log: () => {},
        isStopped: () => false,
        onProgress: async () => {},
      });
    const found = async () =>
      (await library.search('Who stands where?', { limit: 9, by: 'both' }))
        .map(({ text, attributes }) => `${text} ${attributes.place ?? ''}`)
        .sort();
    return { library, run, found };
  }

  it('in the listing fails the job, and leaves what there is', async () => {
    const { run, found } = await shelf();
    await run(failingAt(0));
    const before = await found();
    await expect(run(failingAt(1))).rejects.toThrow('Reduce your request rate.');
    expect(await found()).toEqual(before);
    expect(before).toHaveLength(3);
  });

  it.each([2, 3, 4, 5])('at call %d fails one document alone, and the next job mends it', async (call) => {
    const whole = await shelf();
    await whole.run(failingAt(0));
    const { library, run, found } = await shelf();
    const { statistics, failureReasons } = await run(failingAt(call));
    expect(statistics).toMatchObject({ numberOfDocumentsFailed: 1, numberOfNewDocumentsIndexed: 2 });
    expect(failureReasons).toEqual([
      expect.stringMatching(/1 files as they could not be read from S3 \(SlowDown\)/),
    ]);
    expect(await found()).toHaveLength(2);
    const next = await run(failingAt(0));
    expect(next).toMatchObject({
      statistics: { numberOfDocumentsFailed: 0, numberOfNewDocumentsIndexed: 1 },
      failureReasons: [],
    });
    expect(await found()).toEqual(await whole.found());
    const states = async (one: Library) =>
      (await one.store.documents()).map(({ id, status }) => [id, status]);
    expect(await states(library)).toEqual(await states(whole.library));
  });
});

it.each([
  Object.assign(new Error("ENOSPC: no space left on device, write '/home/me/state/a'"), { code: 'ENOSPC' }),
  new Error('IO error: /home/me/state/000003.log: No space left on device'),
  Object.assign(new Error('Failed', { cause: new Error('IO error: /home/me/a: File too large') }), {}),
  Object.assign(new Error("EIO: i/o error, open '/home/me/state/a'"), { code: 'EIO' }),
  new TypeError('Cannot read properties of undefined\n    at /home/me/outcrop/emulator/a.ts:1:2'),
])('the reason of a job tells nothing of the machine: $message', (error) => {
  const reason = jobReasonOf(error);
  expect(reason).toMatch(/no space left on the disk|the emulator failed with (EIO|TypeError), its log/);
  expect(reason).not.toContain('/home');
});

describe('through the stock SDK', () => {
  let library: OpenLibrary;
  beforeEach(async () => {
    library = await openLibrary();
  });
  afterEach(() => library.close());

  const idsOf = async () => ({
    knowledgeBaseId: library.knowledgeBaseId,
    dataSourceId: await library.sourceId(),
  });
  const failed = async () => {
    const command = new ListKnowledgeBaseDocumentsCommand({ ...(await idsOf()), maxResults: 1000 });
    const { documentDetails = [] } = await library.agent.send(command);
    return documentDetails
      .filter(({ status }) => status !== 'INDEXED')
      .map(({ identifier, status, statusReason }) => [identifier?.s3?.uri, status, statusReason]);
  };

  it('a document that vanishes while the job runs fails alone, and is gone after the next', async () => {
    for (let n = 0; n < 20; n++)
      await library.put(`a-${n}.md`, `Page ${n}. ${'Words and words. '.repeat(2000)}`);
    await library.put('z.md', 'The last of all.');
    const { ingestionJob } = await library.agent.send(new StartIngestionJobCommand(await idsOf()));
    const { ingestionJobId } = ingestionJob ?? {};
    const job = async () =>
      (await library.agent.send(new GetIngestionJobCommand({ ...(await idsOf()), ingestionJobId })))
        .ingestionJob;
    // By then the bucket is listed.
    await until(async () => ((await job())?.statistics?.numberOfDocumentsScanned ?? 0) > 0);
    await library.s3.send(new DeleteObjectCommand({ Bucket: bucketName, Key: 'z.md' }));
    await until(async () => (await job())?.status === 'COMPLETE');
    expect((await job())?.statistics).toMatchObject({
      numberOfNewDocumentsIndexed: 20,
      numberOfDocumentsFailed: 1,
    });
    expect(await failed()).toEqual([
      [`s3://${bucketName}/z.md`, 'FAILED', expect.stringContaining('not in the bucket any more')],
    ]);
    expect((await library.sync()).statistics).toMatchObject({
      numberOfDocumentsFailed: 0,
      numberOfDocumentsDeleted: 1,
    });
    expect(await failed()).toEqual([]);
  });

  it('an object whose bytes are lost fails alone, without a word of where they lay', async () => {
    await library.put('small.md', 'Small and whole.');
    await library.put('large.md', `Large and lost. ${'More of it. '.repeat(100_000)}`);
    const folder = library.directory;
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
      path.join(folder, name),
    );
    const largest = files.filter((file) => statSync(file).size > 1_000_000 && !/\.(log|ldb)$/.test(file));
    expect(largest).toHaveLength(1);
    for (const file of largest) rmSync(file);
    const job = await library.sync();
    expect(job).toMatchObject({
      status: 'COMPLETE',
      statistics: { numberOfNewDocumentsIndexed: 1, numberOfDocumentsFailed: 1 },
    });
    expect(job.failureReasons?.join()).toContain('could not be read from S3 (ENOENT)');
    expect(job.failureReasons?.join()).not.toContain(folder);
    await library.put('large.md', 'Large again.');
    expect((await library.sync()).statistics).toMatchObject({ numberOfDocumentsFailed: 0 });
  });

  it('a bucket that is gone fails the job, and keeps what was ingested from it', async () => {
    await library.put('a.md', 'The catalogue is on the ground floor.');
    await library.sync();
    await library.remove('a.md');
    await library.s3.send(new DeleteBucketCommand({ Bucket: bucketName }));
    expect(await library.sync()).toMatchObject({
      status: 'FAILED',
      failureReasons: [expect.stringMatching(/^Encountered error: .*bucket/)],
    });
    expect(await library.find('Where is the catalogue?')).toHaveLength(1);
  });

  it('a changed document that fails is found as it was, also after a restart, until a version succeeds', async () => {
    const broken: [key: string, body: string | Uint8Array, ...sidecar: string[]][] = [
      ['bytes.md', Uint8Array.from([0x63, 0x61, 0x66, 0xe9])],
      ['empty.md', ' '],
      ['metadata.md', 'The new cellar.', '{"metadataAttributes": '],
    ];
    for (const [key] of broken) {
      await library.put(key, `The cellar of ${key} is dry.`);
      await library.put(`${key}.metadata.json`, '{"metadataAttributes": {"floor": -1}}');
    }
    await library.sync();
    const cellars = async () =>
      (await library.find('Which cellar is dry?', { filter: { equals: { key: 'floor', value: -1 } } }))
        .map(({ text }) => text)
        .sort();
    const before = await cellars();
    expect(before).toHaveLength(3);
    for (const [key, body, sidecar] of broken) {
      await library.put(key, body);
      if (sidecar) await library.put(`${key}.metadata.json`, sidecar);
    }
    expect(await library.sync()).toMatchObject({
      status: 'COMPLETE',
      statistics: {
        numberOfDocumentsFailed: 3,
        numberOfModifiedDocumentsIndexed: 0,
        numberOfMetadataDocumentsModified: 0,
      },
    });
    expect((await failed()).map(([uri]) => uri)).toEqual(broken.map(([key]) => `s3://${bucketName}/${key}`));
    expect(await cellars()).toEqual(before);
    await library.restart();
    expect(await cellars()).toEqual(before);
    // Tried again, although nothing changed.
    expect((await library.sync()).statistics).toMatchObject({ numberOfDocumentsFailed: 3 });
    for (const [key] of broken) {
      await library.put(key, `The cellar of ${key} is wet.`);
      await library.put(`${key}.metadata.json`, '{"metadataAttributes": {"floor": -1}}');
    }
    expect((await library.sync()).statistics).toMatchObject({
      numberOfNewDocumentsIndexed: 0,
      numberOfModifiedDocumentsIndexed: 3,
      numberOfDocumentsFailed: 0,
    });
    expect(await failed()).toEqual([]);
    expect(await cellars()).toEqual(before.map((text) => text.replace('dry', 'wet')));
    await library.remove('empty.md');
    await library.sync();
    expect(await cellars()).toHaveLength(2);
  });

  it('sidecars without a document make no document, and one of a failed document harms no other', async () => {
    await library.put('alone.md.metadata.json', JSON.stringify({ metadataAttributes: { a: 1 } }));
    await library.put('bad.md', 'It has bad metadata.');
    await library.put('bad.md.metadata.json', '{"metadataAttributes": ');
    await library.put('good.md', 'It has good metadata.');
    await library.put('good.md.metadata.json', JSON.stringify({ metadataAttributes: { a: 2 } }));
    const { statistics } = await library.sync();
    expect(statistics).toMatchObject({
      numberOfDocumentsScanned: 2,
      numberOfMetadataDocumentsScanned: 3,
      numberOfNewDocumentsIndexed: 1,
      numberOfDocumentsFailed: 1,
    });
    expect(await failed()).toEqual([
      [
        `s3://${bucketName}/bad.md`,
        'IGNORED',
        expect.stringMatching(/invalid metadata attributes: it is no JSON/),
      ],
    ]);
    expect(await library.find('metadata')).toEqual([
      expect.objectContaining({ key: 'good.md', metadata: expect.objectContaining({ a: 2 }) }),
    ]);
  });
});
