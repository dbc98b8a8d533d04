import { ListKnowledgeBasesCommand } from '@aws-sdk/client-bedrock-agent';
import {
  type Citation,
  RetrieveAndGenerateCommand,
  type RetrieveAndGenerateCommandInput,
  RetrieveAndGenerateStreamCommand,
} from '@aws-sdk/client-bedrock-agent-runtime';
import {
  bucketName,
  libraryResources,
  type OpenLibrary,
  openLibrary,
} from '../../kit/knowledge-base/library';

let library: OpenLibrary;

const texts = {
  'lending.md': '# Lending\n\nA book may be kept for 21 days. A film may be kept for 7 days.',
  'fines.md': '# Fines\n\nA late book costs 25 cents a day. A late film costs 80 cents a day.',
  'rooms.md': '# Rooms\n\nThe café is on the roof. Quiet rooms are on the second floor.',
} as const;

beforeEach(async () => {
  const { Library: base } = libraryResources();
  const other = { ...base, Properties: { ...base.Properties, Name: 'other' } };
  library = await openLibrary({ resources: { Other: other } });
  for (const [key, text] of Object.entries(texts)) await library.put(key, text);
  await library.sync();
});
afterEach(() => library.close());

type Configuration = NonNullable<
  NonNullable<
    RetrieveAndGenerateCommandInput['retrieveAndGenerateConfiguration']
  >['knowledgeBaseConfiguration']
>;

const request = (
  text: string,
  { sessionId, ...changes }: Partial<Configuration> & { sessionId?: string | undefined } = {},
): RetrieveAndGenerateCommandInput => ({
  input: { text },
  ...(sessionId && { sessionId }),
  retrieveAndGenerateConfiguration: {
    type: 'KNOWLEDGE_BASE',
    knowledgeBaseConfiguration: {
      knowledgeBaseId: library.knowledgeBaseId,
      modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
      ...changes,
    },
  },
});
const ask = (...given: Parameters<typeof request>) =>
  library.runtime.send(new RetrieveAndGenerateCommand(request(...given)));
const refusal = (input: RetrieveAndGenerateCommandInput) =>
  library.runtime.send(new RetrieveAndGenerateCommand(input)).then(
    () => 'no error',
    ({ name, message, $metadata }) => `${$metadata?.httpStatusCode} ${name}: ${message}`,
  );

/** Every citation's span holds its text, which stands in the passage and in the document that it names. */
function checkCitations(text: string, citations: readonly Citation[]): string[] {
  return citations.map(({ generatedResponsePart, retrievedReferences = [] }) => {
    const { text: cited = '', span } = generatedResponsePart?.textResponsePart ?? {};
    expect(text.slice(span?.start, (span?.end ?? 0) + 1)).toBe(cited);
    const [reference] = retrievedReferences;
    const uri = reference?.location?.s3Location?.uri ?? '';
    const key = uri.slice(`s3://${bucketName}/`.length) as keyof typeof texts;
    expect(reference?.metadata).toMatchObject({ 'x-amz-bedrock-kb-source-uri': uri });
    expect(texts[key]).toContain(reference?.content?.text);
    expect(reference?.content?.text).toContain(cited);
    return cited;
  });
}

describe('RetrieveAndGenerate', () => {
  it('answers with what the documents say, says that no model was asked, and cites each sentence', async () => {
    const { output, citations = [], sessionId } = await ask('How many days may a book be kept?');
    expect(sessionId).toMatch(/^[0-9a-zA-Z._:-]{2,100}$/);
    expect(output?.text).toMatch(/no model was asked/);
    expect(checkCitations(output?.text ?? '', citations)).toContain('A book may be kept for 21 days.');
  });

  it('says that nothing relevant was found, and cites nothing', async () => {
    const { output, citations } = await ask('Who won the football championship in Brazil?');
    expect(output?.text).toMatch(/^Nothing relevant was found/);
    expect(citations).toEqual([]);
  });

  it('understands a question that follows another in the same session, and in no other', async () => {
    const { sessionId } = await ask('How many days may a book be kept?');
    const followUp = 'And how about for a film?';
    const alone = await ask(followUp);
    const after = await ask(followUp, { sessionId });
    expect(after.sessionId).toBe(sessionId);
    expect(alone.sessionId).not.toBe(sessionId);
    expect(checkCitations(after.output?.text ?? '', after.citations ?? []).join()).toContain('film');
    await library.restart();
    expect((await ask(followUp, { sessionId })).sessionId).toBe(sessionId);
    expect(await refusal(request('Hello', { sessionId: 'no-such-session' }))).toMatch(
      /400 ValidationException: .*no-such-session/,
    );
    const { knowledgeBaseSummaries = [] } = await library.agent.send(new ListKnowledgeBasesCommand({}));
    const other = knowledgeBaseSummaries.find(({ name }) => name === 'other')?.knowledgeBaseId;
    expect(await refusal(request(followUp, { sessionId, knowledgeBaseId: other }))).toMatch(
      new RegExp(`400 ValidationException: .*belongs to the knowledge base ${library.knowledgeBaseId}`),
    );
  });

  it('retrieves as the request says', async () => {
    const key = 'x-amz-bedrock-kb-source-uri';
    const filter = { equals: { key, value: `s3://${bucketName}/rooms.md` } };
    const elsewhere = await ask('How many days may a book be kept?', {
      retrievalConfiguration: { vectorSearchConfiguration: { filter } },
    });
    expect(elsewhere.citations).toEqual([]);
    expect(
      await refusal(
        request('rooms', {
          retrievalConfiguration: { vectorSearchConfiguration: { overrideSearchType: 'HYBRID' } },
        }),
      ),
    ).toMatch(/400 ValidationException: HYBRID/);
  });

  it('refuses what it does not do, each by name', async () => {
    const queryTransformationConfiguration = { type: 'QUERY_DECOMPOSITION' as const };
    expect(
      await refusal(request('x', { orchestrationConfiguration: { queryTransformationConfiguration } })),
    ).toMatch(/501 .*queryTransformationConfiguration/);
    expect(
      await refusal({
        input: { text: 'x' },
        retrieveAndGenerateConfiguration: {
          type: 'EXTERNAL_SOURCES',
          externalSourcesConfiguration: { modelArn: 'm', sources: [] },
        },
      }),
    ).toMatch(/501 .*EXTERNAL_SOURCES/);
    const textPromptTemplate = 'Answer from nothing';
    expect(
      await refusal(request('x', { generationConfiguration: { promptTemplate: { textPromptTemplate } } })),
    ).toMatch(/400 ValidationException: .*\$search_results\$/);
    expect(await refusal(request('x', { knowledgeBaseId: 'NOSUCHBASE' }))).toMatch(
      /404 ResourceNotFoundException: .*NOSUCHBASE/,
    );
    for (const text of [' ', 'x'.repeat(1001)]) {
      expect(await refusal(request(text))).toMatch(/400 ValidationException: input\.text .* 1000/);
    }
    expect(await refusal({ input: { text: 'x' } })).toMatch(/400 ValidationException: .*retrieveAndGenerate/);
  });
});

describe('RetrieveAndGenerateStream', () => {
  it('tells the same as RetrieveAndGenerate, each citation after its text', async () => {
    const question = 'What does a late book cost, and how many days may a book be kept?';
    const whole = await ask(question);
    const { stream = [], sessionId } = await library.runtime.send(
      new RetrieveAndGenerateStreamCommand(request(question)),
    );
    expect(sessionId).toMatch(/^[0-9a-zA-Z._:-]{2,100}$/);
    let text = '';
    const citations: Citation[] = [];
    for await (const { output, citation } of stream) {
      text += output?.text ?? '';
      if (!citation) continue;
      const { citation: _, ...rest } = citation;
      citations.push(rest);
      expect(text.length).toBe((rest.generatedResponsePart?.textResponsePart?.span?.end ?? 0) + 1);
    }
    expect(text).toBe(whole.output?.text);
    expect(checkCitations(text, citations)).toEqual(
      checkCitations(whole.output?.text ?? '', whole.citations ?? []),
    );
    expect(citations.length).toBeGreaterThan(1);
  });

  it('refuses before the stream begins', async () => {
    const wrong = new RetrieveAndGenerateStreamCommand(request('x', { knowledgeBaseId: 'NOSUCHBASE' }));
    await expect(library.runtime.send(wrong)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
