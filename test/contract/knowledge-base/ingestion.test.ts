import {
  GetDataSourceCommand,
  GetIngestionJobCommand,
  GetKnowledgeBaseCommand,
  ListIngestionJobsCommand,
  ListKnowledgeBaseDocumentsCommand,
  StartIngestionJobCommand,
  StopIngestionJobCommand,
} from '@aws-sdk/client-bedrock-agent';
import {
  bucketName,
  libraryResources,
  type OpenLibrary,
  openLibrary,
} from '../../kit/knowledge-base/library';
import { until } from '../../kit/until';

let library: OpenLibrary;

beforeEach(async () => {
  library = await openLibrary();
});
afterEach(() => library.close());

const sidecar = (attributes: object) => JSON.stringify({ metadataAttributes: attributes });
const idsOf = async () => ({
  knowledgeBaseId: library.knowledgeBaseId,
  dataSourceId: await library.sourceId(),
});
const documents = async () => {
  const command = new ListKnowledgeBaseDocumentsCommand({ ...(await idsOf()), maxResults: 100 });
  const { documentDetails = [] } = await library.agent.send(command);
  return documentDetails.map(({ identifier, status, statusReason }) => ({
    key: identifier?.s3?.uri?.slice(`s3://${bucketName}/`.length),
    status,
    ...(statusReason && { statusReason }),
  }));
};

describe('an ingestion job', () => {
  it('takes over what is new, changed and gone, and reads nothing else', async () => {
    await library.put('lending.md', '# Lending\n\nA book may be kept for 21 days.');
    await library.put('fines.txt', 'A late book costs 25 cents a day.');
    const first = await library.sync();
    expect(first).toMatchObject({
      status: 'COMPLETE',
      statistics: {
        numberOfDocumentsScanned: 2,
        numberOfNewDocumentsIndexed: 2,
        numberOfModifiedDocumentsIndexed: 0,
        numberOfDocumentsFailed: 0,
      },
    });
    expect(first.failureReasons).toBeUndefined();
    expect((await library.find('How long may a book be kept?'))[0]).toMatchObject({ key: 'lending.md' });

    await library.put('lending.md', '# Lending\n\nA book may be kept for 28 days.');
    await library.remove('fines.txt');
    const second = await library.sync();
    expect(second.statistics).toMatchObject({
      numberOfDocumentsScanned: 1,
      numberOfNewDocumentsIndexed: 0,
      numberOfModifiedDocumentsIndexed: 1,
      numberOfDocumentsDeleted: 1,
    });
    const found = await library.find('How long may a book be kept, and what does a late one cost?');
    expect(found.map(({ text }) => text)).toEqual(['# Lending\n\nA book may be kept for 28 days.']);

    const third = await library.sync();
    expect(third.statistics).toMatchObject({
      numberOfDocumentsScanned: 1,
      numberOfNewDocumentsIndexed: 0,
      numberOfModifiedDocumentsIndexed: 0,
      numberOfDocumentsDeleted: 0,
    });
  });

  it('names every document that it could not ingest, with its reason, and the rest is there', async () => {
    await library.put('good.md', 'The reading room has 40 seats.');
    await library.put('archive.zip', 'PK');
    await library.put('empty.md', ' \n');
    await library.put('damaged.docx', 'PK no zip file');
    await library.put('latin1.txt', Uint8Array.from([0x63, 0x61, 0x66, 0xe9]));
    await library.put('large.md', 'Has large metadata.');
    await library.put('large.md.metadata.json', sidecar({ a: 'x'.repeat(1500), b: 'y'.repeat(600) }));
    await library.put('nested.md', 'Has nested metadata.');
    await library.put('nested.md.metadata.json', sidecar({ deep: { er: 1 } }));
    const job = await library.sync();
    expect(job.status).toBe('COMPLETE');
    expect(job.statistics).toMatchObject({
      numberOfDocumentsScanned: 7,
      numberOfMetadataDocumentsScanned: 2,
      numberOfNewDocumentsIndexed: 1,
      numberOfDocumentsFailed: 6,
    });
    const reasons = job.failureReasons?.join('\n') ?? '';
    expect(reasons).toContain(
      `Ignored 1 files as their file format was not supported. [Files: s3://${bucketName}/archive.zip]`,
    );
    for (const name of ['empty.md', 'damaged.docx', 'latin1.txt', 'large.md', 'nested.md']) {
      expect(reasons).toContain(name);
    }
    expect(await documents()).toEqual(
      expect.arrayContaining([
        { key: 'good.md', status: 'INDEXED' },
        { key: 'damaged.docx', status: 'FAILED', statusReason: expect.stringContaining('.docx') },
        { key: 'large.md', status: 'IGNORED', statusReason: expect.stringContaining('2048') },
      ]),
    );
    await library.put('damaged.docx', 'PK still no zip file');
    const again = await library.sync();
    expect(again.statistics).toMatchObject({ numberOfDocumentsFailed: 6, numberOfNewDocumentsIndexed: 0 });
  });

  it('takes a changed sidecar over without counting its document as changed, and tells of an orphan', async () => {
    await library.put('rooms.md', 'The quiet room is on the second floor.');
    await library.put('romms.md.metadata.json', sidecar({ floor: 2 }));
    await library.sync();
    expect(library.log).toContainEqual(
      expect.objectContaining({ level: 'warn', text: expect.stringContaining('romms.md.metadata.json') }),
    );
    await library.put('rooms.md.metadata.json', sidecar({ floor: 2 }));
    const job = await library.sync();
    expect(job.statistics).toMatchObject({
      numberOfMetadataDocumentsModified: 1,
      numberOfModifiedDocumentsIndexed: 0,
      numberOfNewDocumentsIndexed: 0,
    });
    expect((await library.find('quiet room'))[0]?.metadata).toMatchObject({ floor: 2 });
    await library.remove('rooms.md.metadata.json');
    expect((await library.sync()).statistics?.numberOfMetadataDocumentsModified).toBe(1);
    expect((await library.find('quiet room'))[0]?.metadata).not.toHaveProperty('floor');
  });

  it('is the only one of its knowledge base, and stops when it is told to', async () => {
    for (let n = 0; n < 30; n++)
      await library.put(`page-${n}.md`, `Page ${n}. ${'Words and words. '.repeat(2000)}`);
    const ids = await idsOf();
    const { ingestionJob } = await library.agent.send(
      new StartIngestionJobCommand({ ...ids, clientToken: 'x'.repeat(33), description: 'the first' }),
    );
    const ingestionJobId = ingestionJob?.ingestionJobId ?? '';
    expect(ingestionJobId).toMatch(/^[0-9A-Z]{10}$/);
    const same = await library.agent.send(
      new StartIngestionJobCommand({ ...ids, clientToken: 'x'.repeat(33) }),
    );
    expect(same.ingestionJob?.ingestionJobId).toBe(ingestionJobId);
    await expect(library.agent.send(new StartIngestionJobCommand(ids))).rejects.toMatchObject({
      name: 'ConflictException',
      message: expect.stringMatching(new RegExp(`ongoing ingestion job.*${ingestionJobId}`)),
    });
    await library.agent.send(new StopIngestionJobCommand({ ...ids, ingestionJobId }));
    const get = async () =>
      (await library.agent.send(new GetIngestionJobCommand({ ...ids, ingestionJobId }))).ingestionJob;
    await until(async () => (await get())?.status === 'STOPPED');
    const stopped = await get();
    expect(stopped?.statistics?.numberOfDocumentsScanned).toBeLessThan(30);
    await expect(
      library.agent.send(new StopIngestionJobCommand({ ...ids, ingestionJobId })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    const next = await library.sync();
    const newOnes = (job?: typeof next) => job?.statistics?.numberOfNewDocumentsIndexed ?? 0;
    expect(newOnes(stopped) + newOnes(next)).toBe(30);
    const filters = [{ attribute: 'STATUS' as const, operator: 'EQ' as const, values: ['STOPPED'] }];
    const listed = await library.agent.send(new ListIngestionJobsCommand({ ...ids, filters }));
    expect(listed.ingestionJobSummaries?.map((job) => job.ingestionJobId)).toEqual([ingestionJobId]);
    const latest = await library.agent.send(
      new ListIngestionJobsCommand({
        ...ids,
        sortBy: { attribute: 'STARTED_AT', order: 'DESCENDING' },
        maxResults: 1,
      }),
    );
    expect(latest.ingestionJobSummaries?.[0]?.ingestionJobId).toBe(next.ingestionJobId);
    expect(latest.nextToken).toBeDefined();
  });

  it('that the emulator ends with has failed at the next start, and what it ingested is found', async () => {
    for (let n = 0; n < 40; n++)
      await library.put(`page-${n}.md`, `Page ${n}. ${'Words and words. '.repeat(2000)}`);
    const ids = await idsOf();
    const { ingestionJob } = await library.agent.send(new StartIngestionJobCommand(ids));
    await until(async () => (await library.find('page words')).length > 0);
    await library.restart();
    const { ingestionJobId } = ingestionJob ?? {};
    const answer = await library.agent.send(new GetIngestionJobCommand({ ...ids, ingestionJobId }));
    expect(answer.ingestionJob).toMatchObject({
      status: 'FAILED',
      failureReasons: [expect.stringContaining('start another job')],
    });
    expect(await library.find('page words')).not.toEqual([]);
    const { statistics } = await library.sync();
    const { numberOfDocumentsScanned, numberOfNewDocumentsIndexed = 0 } = statistics ?? {};
    expect(numberOfDocumentsScanned).toBe(40);
    expect(numberOfNewDocumentsIndexed).toBeLessThan(40);
    expect((await documents()).filter(({ status }) => status === 'INDEXED')).toHaveLength(40);
  });

  it('fails when its bucket is not there', async () => {
    library.app.write({
      ...libraryResources(),
      Documents: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'gone' } },
    });
    await library.emulator.reload(library.app.folder);
    const { DeleteBucketCommand } = await import('@aws-sdk/client-s3');
    await library.s3.send(new DeleteBucketCommand({ Bucket: 'gone' }));
    const job = await library.sync();
    expect(job).toMatchObject({ status: 'FAILED', failureReasons: [expect.stringContaining('bucket')] });
  });
});

describe('the template', () => {
  it('is what Get operations tell, under the names of the API', async () => {
    const { knowledgeBaseId } = library;
    const { knowledgeBase } = await library.agent.send(new GetKnowledgeBaseCommand({ knowledgeBaseId }));
    expect(knowledgeBase).toMatchObject({
      name: 'library',
      status: 'ACTIVE',
      knowledgeBaseArn: `arn:aws:bedrock:us-east-1:000000000000:knowledge-base/${knowledgeBaseId}`,
      storageConfiguration: { type: 'S3_VECTORS' },
      createdAt: expect.any(Date),
    });
    const { dataSource } = await library.agent.send(new GetDataSourceCommand(await idsOf()));
    expect(dataSource).toMatchObject({
      name: 'Source',
      status: 'AVAILABLE',
      dataDeletionPolicy: 'DELETE',
      dataSourceConfiguration: { type: 'S3', s3Configuration: { bucketArn: `arn:aws:s3:::${bucketName}` } },
    });
    await expect(
      library.agent.send(new GetKnowledgeBaseCommand({ knowledgeBaseId: 'NOSUCHBASE' })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringContaining(knowledgeBaseId),
    });
  });

  it.each([
    ['DELETE', 0],
    ['RETAIN', 1],
  ] as const)(
    'with %s leaves %d passages of a data source that is gone',
    async (dataDeletionPolicy, left) => {
      library.app.write(libraryResources({ dataDeletionPolicy }));
      await library.emulator.reload(library.app.folder);
      await library.put('a.md', 'The catalogue is on the ground floor.');
      await library.sync();
      library.app.write(libraryResources({ dataDeletionPolicy, sources: ['Another'] }));
      await library.emulator.reload(library.app.folder);
      expect(await library.find('Where is the catalogue?')).toHaveLength(left);
      await library.sync('Another');
      expect(await library.find('Where is the catalogue?')).toHaveLength(left + 1);
    },
  );

  it('knows nothing of its jobs when it comes back, as nothing is left of what they ingested', async () => {
    const take = async (sources?: readonly string[]) => {
      library.app.write(libraryResources({ dataDeletionPolicy: 'DELETE', ...(sources && { sources }) }));
      await library.emulator.reload(library.app.folder);
    };
    await take();
    await library.put('a.md', 'The catalogue is on the ground floor.');
    await library.sync();
    const ids = { knowledgeBaseId: library.knowledgeBaseId, dataSourceId: await library.sourceId() };
    await take(['Another']);
    await take();
    const jobs = await library.agent.send(new ListIngestionJobsCommand(ids));
    expect(jobs.ingestionJobSummaries).toEqual([]);
    expect((await library.sync()).statistics?.numberOfNewDocumentsIndexed).toBe(1);
  });

  it('with another embedding model, store or kind of source has nothing until it is ingested anew', async () => {
    const resources = libraryResources();
    const { Library, Source } = resources as unknown as Record<'Library' | 'Source', { Properties: object }>;
    const properties = (one: { Properties: object }, more: object) => ({
      ...one,
      Properties: { ...one.Properties, ...more },
    });
    const VectorKnowledgeBaseConfiguration = {
      EmbeddingModelArn: 'arn:aws:bedrock:us-east-1::foundation-model/cohere.embed-english-v3',
    };
    const KnowledgeBaseConfiguration = { Type: 'VECTOR', VectorKnowledgeBaseConfiguration };
    const custom = { DataSourceConfiguration: { Type: 'CUSTOM' } };
    await library.put('a.md', 'The catalogue is on the ground floor.');
    const left: Record<string, number> = {};
    for (const [what, changed] of Object.entries({
      described: { Library: properties(Library, { Description: 'Another' }) },
      embedding: { Library: properties(Library, { KnowledgeBaseConfiguration }) },
      store: { Library: properties(Library, { StorageConfiguration: { Type: 'OPENSEARCH_SERVERLESS' } }) },
      source: { Source: properties(Source, custom) },
    })) {
      library.app.write(resources);
      await library.emulator.reload(library.app.folder);
      await library.sync();
      expect(await library.find('Where is the catalogue?')).toHaveLength(1);
      library.app.write({ ...resources, ...changed });
      await library.emulator.reload(library.app.folder);
      left[what] = (await library.find('Where is the catalogue?')).length;
    }
    expect(left).toEqual({ described: 1, embedding: 0, store: 0, source: 0 });
  });

  it('with other chunks has every document ingested anew, and with prefixes only those below them', async () => {
    await library.put('docs/a.md', 'The catalogue is on the ground floor.');
    await library.put('other/b.md', 'The café is on the roof.');
    expect((await library.sync()).statistics?.numberOfNewDocumentsIndexed).toBe(2);
    const chunkingConfiguration = {
      ChunkingStrategy: 'FIXED_SIZE',
      FixedSizeChunkingConfiguration: { MaxTokens: 3, OverlapPercentage: 1 },
    };
    library.app.write(libraryResources({ chunkingConfiguration, inclusionPrefixes: ['docs/'] }));
    await library.emulator.reload(library.app.folder);
    // As of a new data source, so that whoever looks for the last job starts one.
    const ids = { knowledgeBaseId: library.knowledgeBaseId, dataSourceId: await library.sourceId() };
    const jobs = await library.agent.send(new ListIngestionJobsCommand(ids));
    expect(jobs.ingestionJobSummaries).toEqual([]);
    expect((await library.sync()).statistics).toMatchObject({
      numberOfDocumentsScanned: 1,
      numberOfModifiedDocumentsIndexed: 1,
      numberOfDocumentsDeleted: 1,
    });
    const texts = (await library.find('catalogue ground floor roof')).map(({ text }) => text);
    expect(texts).toContain('ground floor.');
    expect(texts.join()).not.toContain('roof');
  });
});
