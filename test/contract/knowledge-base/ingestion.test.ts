import {
  GetIngestionJobCommand,
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
