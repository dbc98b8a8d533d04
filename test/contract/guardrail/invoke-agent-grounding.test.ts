import { type AgentClient, agentClient } from '../../kit/agent/agent-client';
import { cite, type Line, lastMessage, say, scriptedModel, use } from '../../kit/agent/scripted-model';
import { guardedBy, guardrailResources } from '../../kit/guardrail';
import { type OpenLibrary, openLibrary } from '../../kit/knowledge-base/library';

const model = scriptedModel();
let library: OpenLibrary;
let client: AgentClient;
let sessions = 0;

beforeAll(async () => {
  library = await openLibrary({
    model: () => model,
    resources: guardrailResources({
      ContextualGroundingPolicyConfig: { FiltersConfig: [{ Type: 'GROUNDING', Threshold: 0.7 }] },
      SensitiveInformationPolicyConfig: { PiiEntitiesConfig: [{ Type: 'EMAIL', Action: 'ANONYMIZE' }] },
    }),
    agent: {
      KnowledgeBases: [
        {
          KnowledgeBaseId: { 'Fn::GetAtt': ['Library', 'KnowledgeBaseId'] },
          Description: 'How books are lent',
        },
      ],
      ...guardedBy('GuardrailArn'),
    },
  });
  await library.put('lending.md', 'A book is lent for 21 days. Ask kim@example.com for more.');
  await library.sync();
  client = agentClient(library.emulator);
});
afterAll(async () => {
  client.close();
  await library.close();
});

/** Searches, and answers with what `parts` makes of the source that was found. */
const answered = (answer: (source: string) => ReturnType<typeof cite>) => {
  sessions += 1;
  const tool = `GET__x_amz_knowledgebase_${library.knowledgeBaseId}__Search`;
  const last: Line = (request) => {
    const [found] = lastMessage(request).flatMap((block) =>
      'toolResult' in block
        ? block.toolResult.content.flatMap((part) =>
            'searchResult' in part ? [part.searchResult.source] : [],
          )
        : [],
    );
    return answer(found ?? '');
  };
  model.script(use([tool, { searchQuery: 'How long is a book lent?' }]), last);
  return client.ask({ inputText: 'How long?', enableTrace: true, sessionId: `session-${sessions}` });
};

it('lets a part pass that stands in what it cites', async () => {
  const { text } = await answered((source) => cite(['A book is lent for 21 days.', source]));
  expect(text).toBe('A book is lent for 21 days.');
});

it('blocks an answer whose citation does not carry it', async () => {
  const { text, attributions, traces } = await answered((source) =>
    cite(['Lamps are repaired free of charge on Sundays.', source]),
  );
  expect(text).toBe('Not so.');
  expect(attributions.flat()).toEqual([]);
  const posts = traces.flatMap(({ trace }) =>
    trace?.guardrailTrace?.outputAssessments ? [trace.guardrailTrace] : [],
  );
  // The traces of agents have no member for contextual grounding.
  expect(posts).toMatchObject([{ action: 'INTERVENED', outputAssessments: [{}] }]);
});

it('compares the cited parts alone', async () => {
  const { text } = await answered((source) =>
    cite('Parcel 7 is on its way. ', ['A book is lent for 21 days.', source]),
  );
  expect(text).toBe('Parcel 7 is on its way. A book is lent for 21 days.');
  expect((await answered(() => say('I found nothing about lamps.'))).text).toBe(
    'I found nothing about lamps.',
  );
});

it('masks a cited part, and its citation spans the mask; the reference keeps what the document says', async () => {
  const { text, attributions } = await answered((source) =>
    cite('Well: ', ['Ask kim@example.com for more.', source]),
  );
  expect(text).toBe('Well: Ask {EMAIL} for more.');
  const [citation] = attributions.flat();
  expect(citation?.generatedResponsePart?.textResponsePart).toEqual({
    text: 'Ask {EMAIL} for more.',
    span: { start: 6, end: 26 },
  });
  expect(citation?.retrievedReferences?.[0]?.content?.text).toContain('kim@example.com');
});
