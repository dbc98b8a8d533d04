import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { askedGuardrail } from './asked-guardrail';

const guardrail = askedGuardrail();
const { apply } = guardrail;

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

describe('what it is asked with', () => {
  it.each(['DRAFT', '1'])('knows the version %s, by ARN as well', async (guardrailVersion) => {
    expect(guardrail.guardrailArn).toMatch(/:guardrail\/[a-z0-9]+$/);
    expect(await apply('hello', { guardrailVersion })).toMatchObject({ action: 'NONE' });
    expect(
      await apply('hello', { guardrailVersion, guardrailIdentifier: guardrail.guardrailArn }),
    ).toMatchObject({
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
  const converse = guardrail.client.send(new ConverseCommand({ modelId: 'any', messages: [] }));
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
