import {
  GetDataSourceCommand,
  GetKnowledgeBaseCommand,
  ListIngestionJobsCommand,
} from '@aws-sdk/client-bedrock-agent';
import {
  bucketName,
  libraryResources,
  type OpenLibrary,
  openLibrary,
} from '../../kit/knowledge-base/library';

let library: OpenLibrary;

beforeEach(async () => {
  library = await openLibrary();
});
afterEach(() => library.close());

const idsOf = async () => ({
  knowledgeBaseId: library.knowledgeBaseId,
  dataSourceId: await library.sourceId(),
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
