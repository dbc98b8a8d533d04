import type { Citation } from '@aws-sdk/client-bedrock-agent-runtime';
import type { ConverseRequest, SearchResult } from '../../../emulator/agent/model';
import { type AgentClient, type Ask, agentClient } from '../../kit/agent/agent-client';
import { cite, type Line, lastMessage, say, scriptedModel, use } from '../../kit/agent/scripted-model';
import { brokenTraces, traceNames, tracesOf } from '../../kit/agent/traces';
import { bucketName, type OpenLibrary, openLibrary } from '../../kit/knowledge-base/library';

const description = 'How the shelf is looked after';
const model = scriptedModel();
let library: OpenLibrary;
let client: AgentClient;
let tool: string;
let sessions = 0;

const documents = {
  'lending.md': 'A book is lent for 21 days. A longer loan needs the librarian.',
  'lending.md.metadata.json': JSON.stringify({ metadataAttributes: { audience: 'readers' } }),
  'dusting.md': 'The shelf is dusted on Mondays with a dry cloth.',
  'dusting.md.metadata.json': JSON.stringify({ metadataAttributes: { audience: 'staff' } }),
};

beforeAll(async () => {
  library = await openLibrary({
    model: () => model,
    agent: {
      KnowledgeBases: [
        { KnowledgeBaseId: { 'Fn::GetAtt': ['Library', 'KnowledgeBaseId'] }, Description: description },
      ],
    },
  });
  tool = `GET__x_amz_knowledgebase_${library.knowledgeBaseId}__Search`;
  for (const [key, body] of Object.entries(documents)) await library.put(key, body);
  await library.sync();
  client = agentClient(library.emulator);
});
afterAll(async () => {
  client.close();
  await library.close();
});

const ask = (given: Ask, ...lines: Line[]) => {
  sessions += 1;
  model.script(...lines);
  const turn = typeof given === 'string' ? { inputText: given } : given;
  return client.ask({ enableTrace: true, sessionId: `session-${sessions}`, ...turn });
};
const search = (searchQuery: string) => use([tool, { searchQuery }]);
const found = (request: ConverseRequest): SearchResult[] =>
  lastMessage(request).flatMap((block) =>
    'toolResult' in block
      ? block.toolResult.content.flatMap((one) => ('searchResult' in one ? [one.searchResult] : []))
      : [],
  );
/** Cites the search result that a word stands in. */
const sourceWith = (request: ConverseRequest, word: string) =>
  found(request).find(({ content }) => content[0]?.text.includes(word))?.source ?? 'none';
const textAt = (answer: string, { generatedResponsePart }: Citation) => {
  const { start = 0, end = 0 } = generatedResponsePart?.textResponsePart?.span ?? {};
  return answer.slice(start, end + 1);
};
const keysOf = ({ retrievedReferences = [] }: Citation) =>
  retrievedReferences.map(({ location }) => location?.s3Location?.uri);

it('is a tool of the model, with the description of its association', async () => {
  await ask('Hello', say('Hello'));
  const [request] = model.requests;
  expect(request?.toolConfig?.tools.map(({ toolSpec }) => toolSpec)).toEqual([
    {
      name: tool,
      description,
      inputSchema: {
        json: expect.objectContaining({ type: 'object', required: ['searchQuery'] }),
      },
    },
  ]);
});

it('is searched in a step that is traced as AWS does', async () => {
  const answered = await ask('How long?', search('How long is a book lent?'), (request) =>
    cite(['For 21 days.', sourceWith(request, '21 days')]),
  );
  expect(traceNames(answered)).toEqual([
    'orchestrationTrace.modelInvocationInput',
    'orchestrationTrace.modelInvocationOutput',
    'orchestrationTrace.invocationInput',
    'orchestrationTrace.observation',
    'orchestrationTrace.modelInvocationInput',
    'orchestrationTrace.modelInvocationOutput',
    'orchestrationTrace.observation',
  ]);
  expect(brokenTraces(answered)).toEqual([]);
  const [input] = tracesOf(answered, 'invocationInput');
  expect(input).toEqual({
    traceId: expect.stringMatching(/-0$/),
    invocationType: 'KNOWLEDGE_BASE',
    knowledgeBaseLookupInput: {
      knowledgeBaseId: library.knowledgeBaseId,
      text: 'How long is a book lent?',
    },
  });
  const [observation, final] = tracesOf(answered, 'observation');
  expect(observation).toEqual({
    traceId: input?.traceId,
    type: 'KNOWLEDGE_BASE',
    knowledgeBaseLookupOutput: {
      metadata: expect.objectContaining({ totalTimeMs: expect.any(Number) }),
      retrievedReferences: expect.arrayContaining([
        {
          content: { text: documents['lending.md'], type: 'TEXT' },
          location: { type: 'S3', s3Location: { uri: `s3://${bucketName}/lending.md` } },
          metadata: expect.objectContaining({ audience: 'readers' }),
        },
      ]),
    },
  });
  expect(final?.finalResponse?.text).toBe('For 21 days.');
});

describe.each([true, false])('citations, streamed: %s', (streamFinalResponse) => {
  const first = 'A book is lent for 21 days, and who wants to have it for longer asks the librarian.';
  const second = 'Dust is wiped – dry 🧹 – on Mondays.';
  const answer = () =>
    ask(
      { inputText: 'Tell me all', streamingConfigurations: { streamFinalResponse } },
      search('book lent longer librarian shelf dusted Mondays'),
      (request) =>
        cite(
          'This is what I found: ',
          [first, sourceWith(request, '21 days')],
          '\n',
          [second, sourceWith(request, 'dusted'), sourceWith(request, '21 days')],
          ' Anything else?',
        ),
    );

  it('have spans of the whole answer, whose ends are within', async () => {
    const { text, attributions } = await answer();
    expect(text).toBe(`This is what I found: ${first}\n${second} Anything else?`);
    const citations = attributions.flat();
    expect(citations.map((citation) => textAt(text, citation))).toEqual([first, second]);
    expect(citations.map((one) => one.generatedResponsePart?.textResponsePart?.text)).toEqual([
      first,
      second,
    ]);
    expect(citations.map(keysOf)).toEqual([
      [`s3://${bucketName}/lending.md`],
      [`s3://${bucketName}/dusting.md`, `s3://${bucketName}/lending.md`],
    ]);
  });

  it('come with the chunk that completes their text', async () => {
    const { chunks, attributions } = await answer();
    expect(chunks.length > 1).toBe(streamFinalResponse);
    let told = 0;
    for (const [at, piece] of chunks.entries()) {
      const before = told;
      told += piece.length;
      for (const { generatedResponsePart } of attributions[at] ?? []) {
        const end = generatedResponsePart?.textResponsePart?.span?.end ?? -1;
        expect(end).toBeGreaterThanOrEqual(before);
        expect(end).toBeLessThan(told);
      }
    }
  });
});

it('leaves out a citation of what was not retrieved', async () => {
  const { text, attributions } = await ask('How long?', search('lent'), cite(['For ever.', 'invented']));
  expect(text).toBe('For ever.');
  expect(attributions.flat()).toEqual([]);
});

it('applies the filter that sessionState has for it, in that turn only', async () => {
  const only = (audience: string) => ({
    knowledgeBaseConfigurations: [
      {
        knowledgeBaseId: library.knowledgeBaseId,
        retrievalConfiguration: {
          vectorSearchConfiguration: { filter: { equals: { key: 'audience', value: audience } } },
        },
      },
    ],
  });
  const sessionId = 'filtered';
  const texts: string[][] = [];
  const note = (request: ConverseRequest) => {
    texts.push(
      found(request)
        .flatMap(({ content }) => content.map(({ text }) => text))
        .sort(),
    );
    return say('Noted');
  };
  const query = search('book shelf');
  await ask({ inputText: 'All', sessionId, sessionState: only('staff') }, query, note);
  await ask({ inputText: 'All', sessionId }, query, note);
  const [lending, dusting] = [documents['lending.md'], documents['dusting.md']];
  expect(texts).toEqual([[dusting], [lending, dusting].sort()]);
});

it('refuses a configuration for a knowledge base that the agent does not have', async () => {
  const { error, kinds } = await ask({
    inputText: 'All',
    sessionState: {
      knowledgeBaseConfigurations: [
        { knowledgeBaseId: 'ELSEWHERE1', retrievalConfiguration: { vectorSearchConfiguration: {} } },
      ],
    },
  });
  expect(error?.name).toBe('ValidationException');
  expect(error?.message).toContain('ELSEWHERE1');
  expect(kinds).toEqual([]);
});

it('tells the caller what is wrong with its configuration', async () => {
  const { error } = await ask(
    {
      inputText: 'All',
      sessionState: {
        knowledgeBaseConfigurations: [
          {
            knowledgeBaseId: library.knowledgeBaseId,
            retrievalConfiguration: { vectorSearchConfiguration: { overrideSearchType: 'HYBRID' } },
          },
        ],
      },
    },
    search('book'),
  );
  expect(error?.name).toBe('ValidationException');
  expect(error?.message).toContain('HYBRID');
});

it('says so when nothing is found, with an empty list in the trace', async () => {
  let result: unknown;
  const answered = await ask('Xylophone?', search('xylophone zither'), (request) => {
    [result] = lastMessage(request);
    return say('I found nothing.');
  });
  expect(result).toMatchObject({ toolResult: { status: 'success', content: [{ text: 'Nothing found' }] } });
  const [observation] = tracesOf(answered, 'observation');
  expect(observation?.knowledgeBaseLookupOutput?.retrievedReferences).toEqual([]);
  expect(answered.attributions).toEqual([[]]);
});

it('asks the model again when it searches for nothing', async () => {
  const answered = await ask('?', use([tool, { searchQuery: ' ' }]), say('Sorry'));
  expect(tracesOf(answered, 'observation')[0]).toMatchObject({
    type: 'REPROMPT',
    repromptResponse: { source: 'PARSER', text: expect.stringContaining('searchQuery') },
  });
});

it('does not offer one whose association is disabled', async () => {
  const KnowledgeBaseId = { 'Fn::GetAtt': ['Library', 'KnowledgeBaseId'] };
  const other = await openLibrary({
    model: () => model,
    agent: { KnowledgeBases: [{ KnowledgeBaseId, KnowledgeBaseState: 'DISABLED' }] },
  });
  const own = agentClient(other.emulator);
  try {
    model.script(say('Hello'));
    await own.ask('Hello');
    expect(model.requests[0]?.toolConfig).toBeUndefined();
  } finally {
    own.close();
    await other.close();
  }
});

it('fails as a dependency does when it cannot be read', async () => {
  const other = await openLibrary({
    model: () => model,
    agent: { KnowledgeBases: [{ KnowledgeBaseId: 'GONE123456' }] },
  });
  const own = agentClient(other.emulator);
  try {
    model.script(use(['GET__x_amz_knowledgebase_GONE123456__Search', { searchQuery: 'book' }]));
    const answered = await own.ask({ inputText: 'How long?', enableTrace: true });
    expect(answered.error?.name).toBe('DependencyFailedException');
    expect(answered.error?.message).toContain('GONE123456');
    expect(answered.text).toBe('');
    expect(traceNames(answered).at(-1)).toBe('failureTrace');
    expect(brokenTraces(answered)).toEqual([]);
  } finally {
    own.close();
    await other.close();
  }
});
