import type { TracePart } from '@aws-sdk/client-bedrock-agent-runtime';
import type { Answered, Ask } from '../../kit/agent/agent-client';
import { type Line, say, use } from '../../kit/agent/scripted-model';
import { brokenTraces, traceNames, tracesOf } from '../../kit/agent/traces';
import { type Desk, openDesk } from '../../kit/desk/desk';
import { courierGroup, shelfGroup } from '../../kit/knowledge-base/shelf';

let desk: Desk;
let sessions = 0;

beforeAll(async () => {
  desk = await openDesk({ Desk: { ActionGroups: [shelfGroup, courierGroup] } }, 'a clock that runs');
});
afterAll(() => desk.close());

const ask = (given: Ask, ...lines: Line[]) => {
  sessions += 1;
  const turn = typeof given === 'string' ? { inputText: given } : given;
  return desk.ask({ enableTrace: true, sessionId: `session-${sessions}`, ...turn }, ...lines);
};

const getItem = use('I look first.', ['shelf__getItem', { itemId: '7', detail: true }]);
const putItem = use(['shelf__putItem', { itemId: '7', title: 'Atlas' }]);
const removeItem = use(['shelf__removeItem', { itemId: '7', reason: 'worn out' }]);

it('there are none without enableTrace', async () => {
  const { kinds } = await ask({ inputText: 'Look', enableTrace: false }, getItem, say('There'));
  expect(kinds).toEqual(['chunk']);
});

describe('a turn with an operation', () => {
  let answered: Answered;
  beforeAll(async () => {
    answered = await ask('Look', getItem, say('There'));
  });

  it('is traced step by step, and nothing that did not happen', () => {
    expect(traceNames(answered)).toEqual([
      'orchestrationTrace.modelInvocationInput',
      'orchestrationTrace.modelInvocationOutput',
      'orchestrationTrace.rationale',
      'orchestrationTrace.invocationInput',
      'orchestrationTrace.observation',
      'orchestrationTrace.modelInvocationInput',
      'orchestrationTrace.modelInvocationOutput',
      'orchestrationTrace.observation',
    ]);
    expect(brokenTraces(answered)).toEqual([]);
  });

  it('says in each part who speaks, and when', () => {
    const { agentId, agentAliasId } = desk.emulator.ids;
    const times = answered.traces.map(({ eventTime }) => eventTime?.getTime() ?? 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    for (const part of answered.traces) {
      expect(part).toEqual({
        agentId,
        agentAliasId,
        agentVersion: '1',
        sessionId: `session-${sessions}`,
        callerChain: [
          {
            agentAliasArn: expect.stringMatching(
              `^arn:aws:bedrock:.*:agent-alias/${agentId}/${agentAliasId}$`,
            ),
          },
        ],
        eventTime: expect.any(Date),
        trace: expect.anything(),
      } satisfies Record<keyof Omit<TracePart, 'collaboratorName'>, unknown>);
    }
  });

  it('shares a traceId within each step', () => {
    const ids = answered.traces.map(
      ({ trace }) => Object.values(trace?.orchestrationTrace ?? {})[0].traceId as string,
    );
    const id = ids[0]?.slice(0, -2);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids).toEqual([...Array(5).fill(`${id}-0`), ...Array(3).fill(`${id}-1`)]);
  });

  it('shows what the model was given, and names the model that it is', () => {
    const [input] = tracesOf(answered, 'modelInvocationInput');
    expect(input).toMatchObject({ type: 'ORCHESTRATION', foundationModel: 'scripted model' });
    expect(input).not.toHaveProperty('inferenceConfiguration');
    expect(JSON.parse(input?.text ?? '')).toEqual({
      system: [{ text: 'You look after a shelf of things, and you do what you are asked.' }],
      messages: [{ role: 'user', content: [{ text: 'Look' }] }],
    });
  });

  it('shows what the model said, with usage 0 where it measures none', () => {
    const [output] = tracesOf(answered, 'modelInvocationOutput');
    expect(output?.metadata).toEqual({
      startTime: expect.any(Date),
      endTime: expect.any(Date),
      totalTimeMs: expect.any(Number),
      usage: { inputTokens: 0, outputTokens: 0 },
    });
    expect(JSON.parse(output?.rawResponse?.content ?? '')).toMatchObject({ stopReason: 'tool_use' });
    expect(tracesOf(answered, 'rationale')).toEqual([{ traceId: output?.traceId, text: 'I look first.' }]);
  });

  it('says how long each step took, by the clock', () => {
    const spans = [
      ...tracesOf(answered, 'modelInvocationOutput').map(({ metadata }) => metadata),
      ...tracesOf(answered, 'observation').map(
        ({ actionGroupInvocationOutput, finalResponse }) =>
          actionGroupInvocationOutput?.metadata ?? finalResponse?.metadata,
      ),
    ];
    expect(spans).toHaveLength(4);
    for (const { startTime, endTime, ...total } of spans.flatMap((span) => span ?? [])) {
      const milliseconds = (endTime?.getTime() ?? 0) - (startTime?.getTime() ?? 0);
      expect(milliseconds).toBeGreaterThan(0);
      expect(total.totalTimeMs ?? total.operationTotalTimeMs).toBe(milliseconds);
    }
  });

  it('shows the invocation and its result as Bedrock does', () => {
    expect(tracesOf(answered, 'invocationInput')).toEqual([
      {
        traceId: expect.any(String),
        invocationType: 'ACTION_GROUP',
        actionGroupInvocationInput: {
          actionGroupName: 'shelf',
          apiPath: '/items/{itemId}',
          verb: 'get',
          parameters: [
            { name: 'itemId', type: 'string', value: '7' },
            { name: 'detail', type: 'boolean', value: 'true' },
          ],
          executionType: 'LAMBDA',
        },
      },
    ]);
    expect(tracesOf(answered, 'observation')).toEqual([
      {
        traceId: expect.any(String),
        type: 'ACTION_GROUP',
        actionGroupInvocationOutput: {
          text: '{"done":"/items/{itemId}"}',
          metadata: {
            startTime: expect.any(Date),
            endTime: expect.any(Date),
            totalTimeMs: expect.any(Number),
          },
        },
      },
      {
        traceId: expect.any(String),
        type: 'FINISH',
        finalResponse: {
          text: 'There',
          metadata: {
            startTime: expect.any(Date),
            endTime: expect.any(Date),
            operationTotalTimeMs: expect.any(Number),
          },
        },
      },
    ]);
  });
});

it('a body is traced under its content type', async () => {
  const answered = await ask('Put', putItem, say('Done'));
  expect(tracesOf(answered, 'invocationInput')[0]?.actionGroupInvocationInput?.requestBody).toEqual({
    content: { 'application/json': [{ name: 'title', type: 'string', value: 'Atlas' }] },
  });
  expect(tracesOf(answered, 'rationale')).toEqual([]);
  expect(brokenTraces(answered)).toEqual([]);
});

it('measured usage and reasoning are passed on', async () => {
  const thinking = say('Hi');
  const answered = await ask('Hello', {
    ...thinking,
    output: {
      message: {
        role: 'assistant',
        content: [{ reasoningContent: { reasoningText: { text: 'A greeting.' } } }, { text: 'Hi' }],
      },
    },
    usage: { inputTokens: 12, outputTokens: 3, totalTokens: 15 },
  });
  const [output] = tracesOf(answered, 'modelInvocationOutput');
  expect(output?.metadata?.usage).toEqual({ inputTokens: 12, outputTokens: 3 });
  expect(output?.reasoningContent).toEqual({ reasoningText: { text: 'A greeting.' } });
  expect(tracesOf(answered, 'rationale')).toMatchObject([{ text: 'A greeting.' }]);
  expect(answered.text).toBe('Hi');
  expect(brokenTraces(answered)).toEqual([]);
});

it('a confirmation is an invocation that returns control; what runs afterwards is another', async () => {
  const sessionId = 'confirmed';
  const returned = await ask({ sessionId, inputText: 'Remove' }, removeItem);
  const { invocationId, invocationInputs } = returned.returnControl ?? {};
  expect(tracesOf(returned, 'invocationInput')).toMatchObject([
    { actionGroupInvocationInput: { executionType: 'RETURN_CONTROL', invocationId, verb: 'post' } },
  ]);
  expect(tracesOf(returned, 'observation')).toEqual([]);
  const { actionGroup, apiPath, httpMethod } = invocationInputs?.[0]?.apiInvocationInput ?? {
    actionGroup: '',
  };
  const apiResult = { actionGroup, apiPath, httpMethod, confirmationState: 'CONFIRM' as const };
  const sessionState = { invocationId, returnControlInvocationResults: [{ apiResult }] };
  const answered = await ask({ sessionId, sessionState }, say('Gone'));
  expect(traceNames(answered)).toEqual([
    'orchestrationTrace.invocationInput',
    'orchestrationTrace.observation',
    'orchestrationTrace.modelInvocationInput',
    'orchestrationTrace.modelInvocationOutput',
    'orchestrationTrace.observation',
  ]);
  expect(tracesOf(answered, 'invocationInput')).toMatchObject([
    { actionGroupInvocationInput: { executionType: 'LAMBDA' } },
  ]);
  expect([...brokenTraces(returned), ...brokenTraces(answered)]).toEqual([]);
});

it.each([
  ['RESULT', {}, 'ACTION_GROUP'],
  ['REPROMPT', { responseState: 'REPROMPT' as const }, 'REPROMPT'],
])('the result that a caller gives is an observation: %s', async (_, given, type) => {
  const sessionId = `courier-${type}`;
  const returned = await ask({ sessionId, inputText: 'Send' }, use(['courier__sendParcel', { to: 'Ada' }]));
  const { invocationId } = returned.returnControl ?? {};
  const responseBody = { TEXT: { body: 'on its way' } };
  const apiResult = {
    actionGroup: 'courier',
    apiPath: '/parcels',
    httpMethod: 'post',
    responseBody,
    ...given,
  };
  const sessionState = { invocationId, returnControlInvocationResults: [{ apiResult }] };
  const answered = await ask({ sessionId, sessionState }, say('Sent'));
  expect(tracesOf(answered, 'observation')[0]).toMatchObject({ type });
  expect(JSON.stringify(tracesOf(answered, 'observation')[0])).toContain('on its way');
  expect(brokenTraces(answered)).toEqual([]);
});

it('what cannot be run is a reprompt by the parser', async () => {
  const answered = await ask('Burn it', use(['shelf__burn', {}]), say('I cannot'));
  expect(tracesOf(answered, 'invocationInput')).toEqual([]);
  expect(tracesOf(answered, 'observation')[0]).toMatchObject({
    type: 'REPROMPT',
    repromptResponse: { source: 'PARSER' },
  });
  expect(brokenTraces(answered)).toEqual([]);
});

it('a failure is traced last, in the SDK shape', async () => {
  const answered = await ask('Go', use(['shelf__trouble', { kind: 'throw' }]));
  expect(traceNames(answered).at(-1)).toBe('failureTrace');
  expect(brokenTraces(answered)).toEqual([]);
});
