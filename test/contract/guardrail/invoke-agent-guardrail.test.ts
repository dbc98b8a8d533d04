import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import { type AgentClient, agentClient } from '../../kit/agent/agent-client';
import { type Line, type ScriptedModel, say, scriptedModel } from '../../kit/agent/scripted-model';
import { everyPolicy, guardedBy, guardrailResources } from '../../kit/guardrail';
import { agentResources, type HandMadeApp, handMadeApp } from '../../kit/hand-made-app';

let app: HandMadeApp;
let emulator: Emulator;
let client: AgentClient;
let model: ScriptedModel;
let sessions = 0;

beforeAll(async () => {
  app = handMadeApp({
    ...guardrailResources(everyPolicy),
    ...agentResources('Desk', guardedBy('GuardrailId')),
  });
  model = scriptedModel();
  emulator = await createEmulator({ assembly: app.folder, state: 'ephemeral', model: () => model });
  client = agentClient(emulator);
});

afterAll(async () => {
  client.close();
  await emulator.close();
  app.remove();
});

const ask = (inputText: string, lines: readonly Line[], more: object = {}) => {
  sessions += 1;
  model.script(...lines);
  return client.ask({ inputText, enableTrace: true, sessionId: `session-${sessions}`, ...more });
};
const guardrailTraces = ({ traces }: Awaited<ReturnType<typeof ask>>) =>
  traces.flatMap(({ trace }) => (trace?.guardrailTrace ? [trace.guardrailTrace] : []));

it('traces a harmless turn before and after it', async () => {
  const answered = await ask('Where is it?', [say('On the shelf.')]);
  expect(answered.text).toBe('On the shelf.');
  expect(guardrailTraces(answered)).toMatchObject([
    {
      action: 'NONE',
      traceId: expect.stringMatching(/^[0-9a-f-]{36}-guardrail-pre-0$/),
      inputAssessments: [{}],
    },
    {
      action: 'NONE',
      traceId: expect.stringMatching(/^[0-9a-f-]{36}-guardrail-post-0$/),
      outputAssessments: [{}],
    },
  ]);
  const [first] = answered.traces;
  expect(first?.trace?.guardrailTrace).toBeDefined();
});

it('answers a blocked input with its message, and no model sees it, now or later', async () => {
  const sessionId = 'blocked-input';
  const answered = await ask('I will kill the driver', [], { sessionId });
  expect(answered).toMatchObject({ text: 'Not that.', kinds: ['trace', 'chunk'] });
  expect(guardrailTraces(answered)).toEqual([
    {
      action: 'INTERVENED',
      traceId: expect.any(String),
      inputAssessments: [
        { contentPolicy: { filters: [{ type: 'VIOLENCE', confidence: 'HIGH', action: 'BLOCKED' }] } },
      ],
      metadata: expect.anything(),
    },
  ]);
  expect(model.requests).toEqual([]);
  await ask('Where is it?', [say('On the shelf.')], { sessionId });
  expect(JSON.stringify(model.requests.at(-1))).not.toContain('kill');
});

it('shows the model a masked input only', async () => {
  const answered = await ask('Write to kim@example.com', [say('I will.')]);
  expect(answered.text).toBe('I will.');
  expect(model.requests.at(-1)?.messages).toEqual([
    { role: 'user', content: [{ text: 'Write to {EMAIL}' }] },
  ]);
  expect(guardrailTraces(answered)[0]).toMatchObject({
    action: 'INTERVENED',
    inputAssessments: [
      {
        sensitiveInformationPolicy: {
          piiEntities: [{ type: 'EMAIL', match: 'kim@example.com', action: 'ANONYMIZED' }],
          regexes: [],
        },
      },
    ],
  });
});

it('masks an answer, and keeps the mask for the turns that follow', async () => {
  const sessionId = 'masked-output';
  const answered = await ask('Whose is it?', [say('It belongs to kim@example.com, claim CLM-2608.')], {
    sessionId,
  });
  expect(answered.text).toBe('It belongs to {EMAIL}, claim {Claim}.');
  await ask('And then?', [say('Nothing.')], { sessionId });
  expect(JSON.stringify(model.requests.at(-1)?.messages)).not.toContain('kim@');
});

describe('a streamed answer', () => {
  const streamed = (applyGuardrailInterval?: number) => ({
    streamingConfigurations: { streamFinalResponse: true, applyGuardrailInterval },
  });
  const harmless = 'The first sentence is as harmless as any other. '.repeat(6);

  it('comes in pieces of the interval at least', async () => {
    const { chunks } = await ask('Go on', [say(harmless)], streamed(20));
    expect(chunks.join('')).toBe(harmless);
    expect(Math.min(...chunks.slice(0, -1).map(({ length }) => length))).toBeGreaterThanOrEqual(20);
    expect(chunks.length).toBeGreaterThan(8);
    const { chunks: wider } = await ask('Go on', [say(harmless)], streamed(200));
    expect(wider.length).toBeLessThanOrEqual(2);
  });

  it('shows nothing of what is blocked at its end', async () => {
    const { chunks } = await ask('Go on', [say(`${harmless}Pay with 4111 1111 1111 1111.`)], streamed(10));
    expect(chunks.join('')).toBe('Not so.');
  });

  it('shows no part of what is masked', async () => {
    const { text } = await ask('Go on', [say(`${harmless}Write to kim@example.com.`)], streamed(5));
    expect(text).toBe(`${harmless}Write to {EMAIL}.`);
  });
});

it('refuses a turn with more text than a guardrail takes at once, and takes the next', async () => {
  const { error } = await client.ask({ inputText: 'x'.repeat(1_000_001), sessionId: 'too-much' });
  expect(error).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('1001 text units'),
  });
  model.script(say('On the shelf.'));
  expect(await client.ask({ inputText: 'Where is it?', sessionId: 'too-much' })).toMatchObject({
    text: 'On the shelf.',
  });
});
