import {
  type KnowledgeBaseVectorSearchConfiguration,
  type RetrievalFilter,
  RetrieveCommand,
  type RetrieveCommandInput,
} from '@aws-sdk/client-bedrock-agent-runtime';
import {
  bucketName,
  type LibraryProps,
  type OpenLibrary,
  openLibrary,
} from '../../kit/knowledge-base/library';

let library: OpenLibrary;
afterEach(() => library.close());

async function shelve(
  documents: Readonly<Record<string, readonly [text: string, attributes?: object]>>,
  props: LibraryProps = {},
): Promise<void> {
  library = await openLibrary(props);
  for (const [key, [text, metadataAttributes]] of Object.entries(documents)) {
    await library.put(key, text);
    if (metadataAttributes) await library.put(`${key}.metadata.json`, JSON.stringify({ metadataAttributes }));
  }
  const { status, statistics } = await library.sync();
  expect({ status, failed: statistics?.numberOfDocumentsFailed }).toEqual({ status: 'COMPLETE', failed: 0 });
}

const keys = async (question: string, configuration?: KnowledgeBaseVectorSearchConfiguration) =>
  (await library.find(question, configuration)).map(({ key }) => key).sort();

const refusal = (input: Partial<RetrieveCommandInput>) =>
  library.runtime
    .send(
      new RetrieveCommand({
        knowledgeBaseId: library.knowledgeBaseId,
        retrievalQuery: { text: 'rooms' },
        ...input,
      }),
    )
    .then(
      () => 'no error',
      ({ name, message, $metadata }) => `${$metadata?.httpStatusCode} ${name}: ${message}`,
    );
const refusalOf = (vectorSearchConfiguration: KnowledgeBaseVectorSearchConfiguration) =>
  refusal({ retrievalConfiguration: { vectorSearchConfiguration } });

const rooms = {
  'attic.md': ['The attic is a room.', { floor: 3, kind: 'store', open: false, tags: ['dry', 'dark'] }],
  'hall.md': ['The hall is a room.', { floor: 0, kind: 'public', open: true, tags: ['wide'] }],
  'study.md': ['The study is a room.', { floor: 1, kind: 'public-quiet', open: true }],
  'yard.md': ['The yard is a room without a roof.'],
} as const;

describe('a filter', () => {
  const every = Object.keys(rooms);
  const without = (...some: string[]) => every.filter((key) => !some.includes(key));

  it.each<[string, RetrievalFilter, string[]]>([
    ['equals a string', { equals: { key: 'kind', value: 'public' } }, ['hall.md']],
    ['equals a number', { equals: { key: 'floor', value: 3 } }, ['attic.md']],
    ['equals a boolean', { equals: { key: 'open', value: false } }, ['attic.md']],
    ['equals one of a list', { equals: { key: 'tags', value: 'dark' } }, ['attic.md']],
    ['does not compare a number with text', { equals: { key: 'floor', value: '3' } }, []],
    ['notEquals', { notEquals: { key: 'kind', value: 'public' } }, without('hall.md')],
    ['greaterThan', { greaterThan: { key: 'floor', value: 1 } }, ['attic.md']],
    ['greaterThanOrEquals', { greaterThanOrEquals: { key: 'floor', value: 1 } }, ['attic.md', 'study.md']],
    ['lessThan', { lessThan: { key: 'floor', value: 1 } }, ['hall.md']],
    ['lessThanOrEquals', { lessThanOrEquals: { key: 'floor', value: 1 } }, ['hall.md', 'study.md']],
    ['in', { in: { key: 'floor', value: [0, 3] } }, ['attic.md', 'hall.md']],
    ['notIn', { notIn: { key: 'floor', value: [0, 3] } }, ['study.md', 'yard.md']],
    ['startsWith', { startsWith: { key: 'kind', value: 'public' } }, ['hall.md', 'study.md']],
    ['stringContains', { stringContains: { key: 'kind', value: 'quiet' } }, ['study.md']],
    ['stringContains in a list', { stringContains: { key: 'tags', value: 'dar' } }, ['attic.md']],
    ['listContains', { listContains: { key: 'tags', value: 'wide' } }, ['hall.md']],
    [
      "Bedrock's own attribute",
      { equals: { key: 'x-amz-bedrock-kb-source-uri', value: `s3://${bucketName}/yard.md` } },
      ['yard.md'],
    ],
    [
      'andAll',
      { andAll: [{ greaterThan: { key: 'floor', value: 0 } }, { equals: { key: 'open', value: true } }] },
      ['study.md'],
    ],
    [
      'orAll in andAll in orAll',
      {
        orAll: [
          { equals: { key: 'tags', value: 'dry' } },
          {
            andAll: [
              { equals: { key: 'open', value: true } },
              { orAll: [{ equals: { key: 'floor', value: 1 } }, { equals: { key: 'floor', value: 2 } }] },
            ],
          },
        ],
      },
      ['attic.md', 'study.md'],
    ],
  ])('%s', async (_, filter, expected) => {
    await shelve(rooms, { store: 'OPENSEARCH_SERVERLESS' });
    expect(await keys('room')).toEqual(every);
    expect(await keys('room', { filter })).toEqual(expected);
  });

  it.each<[string, RetrievalFilter, RegExp]>([
    [
      'two members at once',
      {
        equals: { key: 'a', value: 1 },
        notEquals: { key: 'b', value: 1 },
      } as unknown as RetrievalFilter,
      /400 .*(filter|one)/,
    ],
    [
      'one filter in orAll',
      { orAll: [{ equals: { key: 'a', value: 1 } }] },
      /filter\.orAll must have at least two/,
    ],
    ['text for greaterThan', { greaterThan: { key: 'floor', value: '1' } }, /greaterThan\.value.*a number/],
    ['a single value for in', { in: { key: 'floor', value: 1 } }, /filter\.in\.value must be a list/],
    [
      'startsWith of S3_VECTORS, deep in the filter',
      {
        andAll: [{ equals: { key: 'a', value: 1 } }, { startsWith: { key: 'kind', value: 'p' } }],
      },
      /filter\.andAll\[1\]\.startsWith is not supported by the knowledge base's store, S3_VECTORS/,
    ],
  ])('with %s is refused', async (_, filter, message) => {
    await shelve({});
    expect(await refusalOf({ filter })).toMatch(message);
  });
});

it('refuses a filter of which it does not know the operator, whatever client it came from', async () => {
  await shelve({});
  const client = library.runtime;
  // The stock client leaves out what it does not know itself.
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: Uint8Array; headers: Record<string, string> };
      const body = new TextDecoder().decode(request.body).replace('"equals"', '"matches"');
      request.body = Buffer.from(body);
      request.headers['content-length'] = String(request.body.length);
      return next(args);
    },
    { step: 'build', priority: 'low' },
  );
  expect(await refusalOf({ filter: { equals: { key: 'kind', value: 'x' } } })).toMatch(
    /400 ValidationException: .*filter.*matches/,
  );
});

describe('Retrieve', () => {
  it('gives each passage its text, place, score and attributes, the best first', async () => {
    await shelve({
      'lending.md': ['A book may be kept for 21 days.', { title: 'Lending' }],
      'fines.md': ['A late book costs 25 cents a day.'],
      'roof.md': ['The café is on the roof.'],
    });
    const { retrievalResults = [] } = await library.runtime.send(
      new RetrieveCommand({
        knowledgeBaseId: library.knowledgeBaseId,
        retrievalQuery: { text: 'How many days may a book be kept?' },
      }),
    );
    expect(retrievalResults[0]).toEqual({
      content: { text: 'A book may be kept for 21 days.', type: 'TEXT' },
      location: { type: 'S3', s3Location: { uri: `s3://${bucketName}/lending.md` } },
      score: expect.any(Number),
      metadata: {
        title: 'Lending',
        'x-amz-bedrock-kb-source-uri': `s3://${bucketName}/lending.md`,
        'x-amz-bedrock-kb-data-source-id': await library.sourceId(),
        'x-amz-bedrock-kb-chunk-id': expect.any(String),
      },
    });
    const scores = retrievalResults.map(({ score = 0 }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
    expect(retrievalResults.map(({ location }) => location?.s3Location?.uri)).not.toContain(
      `s3://${bucketName}/roof.md`,
    );
  });

  it('finds five passages unless it is told how many, and a hundred at most', async () => {
    await shelve(
      { 'many.md': [Array.from({ length: 120 }, (_, n) => `- Book ${n} is here.`).join('\n')] },
      {
        chunkingConfiguration: {
          ChunkingStrategy: 'FIXED_SIZE',
          FixedSizeChunkingConfiguration: { MaxTokens: 8, OverlapPercentage: 1 },
        },
      },
    );
    expect(await library.find('book')).toHaveLength(5);
    expect(await library.find('book', { numberOfResults: 1 })).toHaveLength(1);
    expect(await library.find('book', { numberOfResults: 100 })).toHaveLength(100);
    for (const numberOfResults of [0, 101, 1.5]) {
      expect(await refusalOf({ numberOfResults })).toMatch(
        /400 ValidationException: .*(between 1 and 100|integer)/,
      );
    }
  });

  it('gives out long answers page by page, for the same question only', async () => {
    const names = Array.from({ length: 50 }, (_, n) => `page-${n}.md`);
    const text = (name: string) => `It is ${name}. ${'It goes on and on. '.repeat(1300)}`;
    await shelve(Object.fromEntries(names.map((name) => [name, [text(name)]])), {
      chunkingConfiguration: { ChunkingStrategy: 'NONE' },
    });
    const ask = (question: string, nextToken?: string) =>
      library.runtime.send(
        new RetrieveCommand({
          knowledgeBaseId: library.knowledgeBaseId,
          retrievalQuery: { text: question },
          retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 100 } },
          ...(nextToken && { nextToken }),
        }),
      );
    const first = await ask('goes on');
    expect(first.nextToken).toMatch(/^\S+$/);
    const second = await ask('goes on', first.nextToken);
    expect(second.nextToken).toBeUndefined();
    const uris = [first, second].map(({ retrievalResults = [] }) =>
      retrievalResults.map(({ location }) => location?.s3Location?.uri),
    );
    expect(uris.map(({ length }) => length > 0)).toEqual([true, true]);
    expect(uris.flat().sort()).toEqual(names.map((name) => `s3://${bucketName}/${name}`).sort());
    for (const [question, token] of [
      ['goes off', first.nextToken],
      ['goes on', 'bm90IG9uZQ'],
    ] as const) {
      await expect(ask(question, token)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining('nextToken'),
      });
    }
  });

  it('returns the parents of hierarchical chunks, each once', async () => {
    const text = Array.from({ length: 12 }, (_, n) => `The lamp number ${n} is lit.`).join(' ');
    await shelve(
      { 'lamps.md': [text] },
      {
        chunkingConfiguration: {
          ChunkingStrategy: 'HIERARCHICAL',
          HierarchicalChunkingConfiguration: {
            LevelConfigurations: [{ MaxTokens: 45 }, { MaxTokens: 9 }],
            OverlapTokens: 1,
          },
        },
      },
    );
    const found = await library.find('Which lamp is lit?', { numberOfResults: 12 });
    expect(found.length).toBeGreaterThan(1);
    expect(found.length).toBeLessThan(12);
    expect(new Set(found.map((passage) => passage.text)).size).toBe(found.length);
    for (const passage of found) {
      expect(text).toContain(passage.text);
      expect(passage.text.match(/lamp number/g)?.length).toBeGreaterThan(1);
    }
  });

  it.each([
    ['S3_VECTORS', 'SEMANTIC', 'no error'],
    ['S3_VECTORS', 'HYBRID', /400 ValidationException: HYBRID search type is not supported/],
    ['OPENSEARCH_SERVERLESS', 'SEMANTIC', 'no error'],
    ['OPENSEARCH_SERVERLESS', 'HYBRID', 'no error'],
  ] as const)('of %s with %s: %s', async (store, overrideSearchType, expected) => {
    await shelve({ 'hall.md': ['The hall has many rooms.'] }, { store });
    expect(await refusalOf({ overrideSearchType })).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
    if (expected === 'no error') expect(await keys('rooms', { overrideSearchType })).toEqual(['hall.md']);
  });

  it('refuses what it does not do, each by name', async () => {
    await shelve({});
    const { knowledgeBaseId } = library;
    expect(await refusal({ retrievalQuery: { text: ' ' } })).toMatch(
      /400 ValidationException: .*retrievalQuery/,
    );
    expect(await refusal({ retrievalQuery: { text: 'x'.repeat(20_001) } })).toMatch(/400 .*20000/);
    expect(await refusal({ knowledgeBaseId: 'NOSUCHBASE' })).toMatch(
      new RegExp(`404 ResourceNotFoundException: .*NOSUCHBASE.*${knowledgeBaseId}`),
    );
    const modelConfiguration = {
      modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0',
    };
    expect(
      await refusalOf({
        rerankingConfiguration: {
          type: 'BEDROCK_RERANKING_MODEL',
          bedrockRerankingConfiguration: { modelConfiguration },
        },
      }),
    ).toMatch(/501 .*rerankingConfiguration/);
    expect(
      await refusalOf({ implicitFilterConfiguration: { metadataAttributes: [], modelArn: 'm' } }),
    ).toMatch(/501 .*implicitFilterConfiguration/);
  });
});
