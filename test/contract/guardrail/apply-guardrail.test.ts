import { BedrockAgentClient, GetAgentCommand } from '@aws-sdk/client-bedrock-agent';
import {
  ApplyGuardrailCommand,
  type ApplyGuardrailCommandInput,
  BedrockRuntimeClient,
  ConverseCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import { everyPolicy, guardrailResources } from '../../kit/guardrail';
import { agentResources, type HandMadeApp, handMadeApp } from '../../kit/hand-made-app';
import { clientConfig } from '../../kit/sdk-client';

let app: HandMadeApp;
let emulator: Emulator;
let client: BedrockRuntimeClient;
let guardrailIdentifier: string;
/** As the agent names it. */
let guardrailArn: string;

beforeAll(async () => {
  app = handMadeApp({
    ...guardrailResources(everyPolicy),
    ...agentResources('Desk', {
      GuardrailConfiguration: {
        GuardrailIdentifier: { 'Fn::GetAtt': ['Guardrail', 'GuardrailArn'] },
        GuardrailVersion: { 'Fn::GetAtt': ['GuardrailVersion', 'Version'] },
      },
    }),
  });
  emulator = await createEmulator({ assembly: app.folder, state: 'ephemeral' });
  client = new BedrockRuntimeClient(clientConfig(emulator, 'bedrock-runtime'));
  const agents = new BedrockAgentClient(clientConfig(emulator, 'bedrock-agent'));
  const { agent } = await agents.send(new GetAgentCommand({ agentId: emulator.ids.agentId }));
  agents.destroy();
  guardrailArn = agent?.guardrailConfiguration?.guardrailIdentifier ?? '';
  guardrailIdentifier = guardrailArn.split('/').at(-1) ?? '';
});

afterAll(async () => {
  client.destroy();
  await emulator.close();
  app.remove();
});

const apply = (text: string, change: Partial<ApplyGuardrailCommandInput> = {}) =>
  client.send(
    new ApplyGuardrailCommand({
      guardrailIdentifier,
      guardrailVersion: '1',
      source: 'INPUT',
      content: [{ text: { text } }],
      ...change,
    }),
  );

it('lets a harmless text pass, with no outputs and its measures', async () => {
  const text = 'Where is my parcel?';
  const coverage = { textCharacters: { guarded: text.length, total: text.length } };
  const usage = {
    topicPolicyUnits: 1,
    contentPolicyUnits: 1,
    wordPolicyUnits: 1,
    sensitiveInformationPolicyUnits: 1,
    sensitiveInformationPolicyFreeUnits: 1,
    contextualGroundingPolicyUnits: 0,
  };
  expect(await apply(text)).toMatchObject({
    action: 'NONE',
    actionReason: 'No action.',
    outputs: [],
    usage,
    assessments: [{ invocationMetrics: { usage, guardrailCoverage: coverage } }],
    guardrailCoverage: coverage,
  });
});

it('answers what it blocks with the message of the direction', async () => {
  const input = await apply('I will kill the driver');
  expect(input).toMatchObject({
    action: 'GUARDRAIL_INTERVENED',
    actionReason: 'Guardrail blocked.',
    outputs: [{ text: 'Not that.' }],
    assessments: [
      {
        contentPolicy: {
          filters: [
            {
              type: 'VIOLENCE',
              confidence: 'HIGH',
              filterStrength: 'HIGH',
              action: 'BLOCKED',
              detected: true,
            },
          ],
        },
      },
    ],
  });
  expect((await apply('I will kill the driver', { source: 'OUTPUT' })).outputs).toEqual([
    { text: 'Not so.' },
  ]);
});

it('masks with the type of an entity and the name of a regex, each text by itself', async () => {
  const content = ['Write to kim@example.com.', 'My claim is CLM-2608.'].map((text) => ({ text: { text } }));
  const { action, actionReason, outputs, assessments } = await apply('', { content });
  expect({ action, actionReason, outputs }).toEqual({
    action: 'GUARDRAIL_INTERVENED',
    actionReason: 'Guardrail masked.',
    outputs: [{ text: 'Write to {EMAIL}.' }, { text: 'My claim is {Claim}.' }],
  });
  expect(assessments?.[0]?.sensitiveInformationPolicy).toEqual({
    piiEntities: [{ type: 'EMAIL', match: 'kim@example.com', action: 'ANONYMIZED', detected: true }],
    regexes: [
      { name: 'Claim', match: 'CLM-2608', regex: 'CLM-[0-9]{4}', action: 'ANONYMIZED', detected: true },
    ],
  });
});

it.each([
  [
    'Taxes: can I deduct it?',
    { topicPolicy: { topics: [{ name: 'Tax', type: 'DENY', action: 'BLOCKED', detected: true }] } },
  ],
  [
    'cheaper at bargainbarn',
    { wordPolicy: { customWords: [{ match: 'bargainbarn', action: 'BLOCKED' }], managedWordLists: [] } },
  ],
  [
    'what the fuck',
    { wordPolicy: { managedWordLists: [{ match: 'fuck', type: 'PROFANITY', action: 'BLOCKED' }] } },
  ],
  [
    '4111 1111 1111 1111',
    {
      sensitiveInformationPolicy: { piiEntities: [{ type: 'CREDIT_DEBIT_CARD_NUMBER', action: 'BLOCKED' }] },
    },
  ],
])('blocks %s', async (text, assessment) => {
  const answer = await apply(text);
  expect(answer).toMatchObject({ action: 'GUARDRAIL_INTERVENED', assessments: [assessment] });
});

it.each([
  ['a card number with a wrong check digit', '4111 1111 1111 1112', {}],
  ['less confidence than the strength LOW blocks', 'useless driver', {}],
  ['an entity that is off in answers', 'from 198.51.100.7', { source: 'OUTPUT' }],
  ['a filter that is NONE in answers', 'you idiot', { source: 'OUTPUT' }],
] as const)('lets pass %s', async (_, text, change) => {
  expect(await apply(text, change)).toMatchObject({ action: 'NONE', outputs: [] });
});

it('only reports what a filter without action detects', async () => {
  const { action, assessments } = await apply('All immigrants are vermin.');
  expect(action).toBe('NONE');
  expect(assessments?.[0]?.contentPolicy?.filters).toEqual([
    expect.objectContaining({ type: 'HATE', action: 'NONE', detected: true }),
  ]);
});

it('reports what was not detected too, where the scope is FULL', async () => {
  const { assessments } = await apply('Where is my parcel?', { outputScope: 'FULL' });
  const [{ contentPolicy, topicPolicy, sensitiveInformationPolicy } = {}] = assessments ?? [];
  expect(contentPolicy?.filters?.map(({ type, detected }) => [type, detected])).toEqual([
    ['VIOLENCE', false],
    ['INSULTS', false],
    ['HATE', false],
    ['PROMPT_ATTACK', false],
  ]);
  expect(topicPolicy?.topics).toEqual([{ name: 'Tax', type: 'DENY', action: 'NONE', detected: false }]);
  expect(sensitiveInformationPolicy?.piiEntities?.map(({ detected }) => detected)).toEqual([
    false,
    false,
    false,
  ]);
});

describe('contextual grounding', () => {
  const grounded = (text: string, query = 'When do I get my refund?') =>
    apply('', {
      source: 'OUTPUT',
      content: [
        { text: { text: 'Refunds arrive within five days.', qualifiers: ['grounding_source'] } },
        { text: { text: query, qualifiers: ['query'] } },
        { text: { text, qualifiers: ['guard_content'] } },
      ],
    });

  it('scores an answer by its source and question', async () => {
    const text = 'Refunds arrive within five days.';
    const { action, assessments, guardrailCoverage, usage } = await grounded(text);
    expect(action).toBe('NONE');
    expect(assessments?.[0]?.contextualGroundingPolicy?.filters).toEqual([
      { type: 'GROUNDING', threshold: 0.7, score: 1, action: 'NONE', detected: false },
      { type: 'RELEVANCE', threshold: 0.5, score: 1, action: 'NONE', detected: false },
    ]);
    expect(guardrailCoverage?.textCharacters?.guarded).toBe(text.length);
    expect(usage?.contextualGroundingPolicyUnits).toBe(1);
  });

  it('blocks an invented answer', async () => {
    const { action, outputs, assessments } = await grounded('Lamps are free on Sundays.');
    expect({ action, outputs }).toEqual({ action: 'GUARDRAIL_INTERVENED', outputs: [{ text: 'Not so.' }] });
    expect(assessments?.[0]?.contextualGroundingPolicy?.filters?.map((filter) => filter.action)).toEqual([
      'BLOCKED',
      'BLOCKED',
    ]);
  });

  it('does not guard the source itself', async () => {
    const { action } = await apply('', {
      source: 'OUTPUT',
      content: [
        { text: { text: 'Write to kim@example.com.', qualifiers: ['grounding_source'] } },
        { text: { text: 'Write to kim.' } },
      ],
    });
    expect(action).toBe('NONE');
  });
});

describe('what is marked as guard_content', () => {
  const output = (...content: ApplyGuardrailCommandInput['content'] & object) =>
    apply('', { source: 'OUTPUT', content });

  it('is all that the policies look at', async () => {
    const harmless = { text: { text: 'Write to Kim.', qualifiers: ['guard_content' as const] } };
    const mail = 'Write to kim@example.com.';
    expect(await output(harmless, { text: { text: mail } })).toMatchObject({
      action: 'NONE',
      guardrailCoverage: { textCharacters: { guarded: 13, total: 13 + mail.length } },
    });
    expect(await output({ text: { text: 'Write to Kim.' } }, { text: { text: mail } })).toMatchObject({
      action: 'GUARDRAIL_INTERVENED',
    });
  });

  it('is no answer where it is the source as well', async () => {
    const source = { text: 'Refunds arrive within five days.', qualifiers: ['grounding_source' as const] };
    const marked = { ...source, qualifiers: [...source.qualifiers, 'guard_content' as const] };
    const invented = { text: 'Lamps are free.', qualifiers: ['guard_content' as const] };
    const { assessments } = await output({ text: marked }, { text: invented });
    expect(assessments?.[0]?.contextualGroundingPolicy?.filters?.[0]).toMatchObject({ score: 0 });
  });

  it.each([
    ['grounding source', 100_000],
    ['query', 1_000],
    ['answer', 5_000],
  ])('is compared with a %s of at most %i characters', async (what, most) => {
    const of = (name: string, length: number) => (name === what ? 'a '.repeat(length).slice(0, length) : 'a');
    const sized = (length: number) =>
      output(
        { text: { text: of('grounding source', length), qualifiers: ['grounding_source'] } },
        { text: { text: of('query', length), qualifiers: ['query'] } },
        { text: { text: of('answer', length) } },
      );
    expect((await sized(most)).assessments?.[0]?.contextualGroundingPolicy?.filters).toHaveLength(2);
    await expect(sized(most + 1)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(`The ${what} has ${most + 1} characters`),
    });
  });
});

describe('what it is asked with', () => {
  it.each(['DRAFT', '1'])('knows the version %s, by ARN as well', async (guardrailVersion) => {
    expect(guardrailArn).toMatch(/:guardrail\/[a-z0-9]+$/);
    expect(await apply('hello', { guardrailVersion })).toMatchObject({ action: 'NONE' });
    expect(await apply('hello', { guardrailVersion, guardrailIdentifier: guardrailArn })).toMatchObject({
      action: 'NONE',
    });
  });

  it.each([
    [{ guardrailVersion: '2' }, 'ResourceNotFoundException', /versions DRAFT, 1, not 2/],
    [{ guardrailIdentifier: 'nosuch' }, 'ResourceNotFoundException', /no guardrail nosuch/],
    [{ guardrailIdentifier: 'No Such' }, 'ValidationException', /neither an id nor an ARN/],
    [{ guardrailVersion: '0' }, 'ValidationException', /neither DRAFT nor a number/],
    [{ source: 'BOTH' as never }, 'ValidationException', /source is BOTH, not one of INPUT, OUTPUT/],
    [{ outputScope: 'SOME' as never }, 'ValidationException', /outputScope is SOME/],
    [{ content: [] }, 'ValidationException', /content is empty/],
    [
      { content: [{ text: { text: 'x', qualifiers: ['source' as never] } }] },
      'ValidationException',
      /qualifiers is source/,
    ],
    [
      { content: [{ image: { format: 'png' as const, source: { bytes: new Uint8Array([1]) } } }] },
      'NotImplementedException',
      /images of ApplyGuardrail/,
    ],
  ])('refuses %j', async (change, name, message) => {
    await expect(apply('hello', change)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });
});

it('answers 501 to models', async () => {
  const converse = client.send(new ConverseCommand({ modelId: 'any', messages: [] }));
  await expect(converse).rejects.toMatchObject({
    name: 'NotImplementedException',
    $metadata: { httpStatusCode: 501 },
  });
});

it('refuses more text than AWS takes at once, before it looks at any of it', async () => {
  const half = 'x'.repeat(500_000);
  await expect(
    apply('', { content: [{ text: { text: half } }, { text: { text: `${half}x` } }] }),
  ).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('1001 text units; a guardrail takes at most 1000'),
  });
});
