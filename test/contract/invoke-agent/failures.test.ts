import http2 from 'node:http2';
import { isDeepStrictEqual } from 'node:util';
import { DependencyFailedException } from '@aws-sdk/client-bedrock-agent-runtime';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import type { LogLine } from '../../../emulator/log';
import { type AgentClient, agentClient } from '../../kit/agent/agent-client';
import { type Line, lastMessage, say, scriptedModel, use } from '../../kit/agent/scripted-model';
import { agentResources } from '../../kit/hand-made-app';
import { type Shelf, shelfApp, shelfGroup } from '../../kit/knowledge-base/shelf';
import { until } from '../../kit/until';

const model = scriptedModel();
const log: LogLine[] = [];
let shelf: Shelf;
let emulator: Emulator;
let desk: AgentClient;

beforeAll(async () => {
  // The same function with a second to run in, which nobody else is to depend on.
  const hastyGroup = {
    ...shelfGroup,
    ActionGroupName: 'hasty',
    ActionGroupExecutor: { Lambda: { 'Fn::GetAtt': ['Hasty', 'Arn'] } },
  };
  const properties = { ActionGroups: [shelfGroup, hastyGroup] };
  shelf = shelfApp({ Desk: properties });
  const { resource } = shelf;
  shelf.write({
    Shelf: resource,
    Hasty: { ...resource, Properties: { ...resource.Properties, FunctionName: 'hasty', Timeout: 1 } },
    ...agentResources('Desk', properties),
  });
  emulator = await createEmulator({
    assembly: shelf.folder,
    model: () => model,
    log: (line) => {
      log.push(line);
    },
  });
  desk = agentClient(emulator);
});
afterAll(async () => {
  desk.close();
  await emulator.close();
  shelf.remove();
});
beforeEach(() => shelf.forget());

const trouble = (kind: string) => use(['shelf__trouble', { kind }]);
const ask = (lines: Line[], enableTrace = false) => {
  model.script(...lines);
  return desk.ask({ inputText: 'Go', enableTrace });
};
const getItem = use(['shelf__getItem', { itemId: '7' }]);

describe('a wrong envelope ends the turn with DependencyFailedException, and names the field', () => {
  it.each([
    ['notAnObject', 'the response is "fine", not an object'],
    ['noVersion', 'messageVersion is missing'],
    ['noResponse', 'response is missing'],
    ['otherGroup', 'response.actionGroup is "elsewhere", and the event\'s was "shelf"'],
    ['otherPath', 'response.apiPath is "/trouble/1", and the event\'s was "/trouble/{kind}"'],
    ['noMethod', 'response.httpMethod is missing'],
    ['textStatus', 'response.httpStatusCode is "200", not an HTTP status'],
    ['bareBody', 'response.responseBody is "fine", not an object'],
    ['objectBody', 'response.responseBody["application/json"].body is an object, not a string'],
    ['twoBodies', 'response.responseBody has 2 content types, not one'],
    ['responseState', 'response.responseState'],
    ['attributes', 'sessionAttributes.visits is 3, not a string'],
    ['tooLong', 'at most 25600 are allowed'],
  ])('%s', async (kind, problem) => {
    const { error, text } = await ask([trouble(kind), say('never')]);
    expect(error).toMatchObject({
      name: 'DependencyFailedException',
      message: expect.stringContaining('The server encountered an error processing the Lambda response.'),
    });
    expect(error?.message).toContain(problem);
    expect(text).toBe('');
  });
});

it('a model that says nothing ends the turn with DependencyFailedException', async () => {
  const { error, chunks } = await ask([say('')]);
  expect(chunks).toEqual([]);
  expect(error).toMatchObject({
    name: 'DependencyFailedException',
    message: 'The model gave neither an answer nor a tool to use',
  });
});

describe('a failing function ends the turn with DependencyFailedException', () => {
  it('that throws: its words stay in its log', async () => {
    const { error } = await ask([trouble('throw'), say('never')]);
    // An exception's frame and not an error's: the SDK knows its class.
    expect(error).toBeInstanceOf(DependencyFailedException);
    expect(error).toMatchObject({
      name: 'DependencyFailedException',
      message: expect.stringMatching(
        /^Received failed response from API execution\. Retry the request later\. .*TypeError/,
      ),
    });
    expect(error?.message).not.toContain('secret');
  });

  it('that never ends: its timeout is named, and the next turn is fine', async () => {
    const { error } = await ask([use(['hasty__trouble', { kind: 'loop' }]), say('never')]);
    expect(error?.message).toContain('timed out after 1.00 seconds');
    expect((await ask([getItem, say('Back again')])).text).toBe('Back again');
  });

  it('in the middle of the stream: what came before has arrived, and the failure is traced last', async () => {
    const { error, kinds, traces } = await ask([trouble('throw'), say('never')], true);
    expect(error?.name).toBe('DependencyFailedException');
    expect(kinds.length).toBeGreaterThan(3);
    expect(traces.at(-1)?.trace?.failureTrace).toMatchObject({
      failureCode: 424,
      failureReason: error?.message,
      traceId: expect.stringMatching(/-0$/),
      metadata: { startTime: expect.any(Date), operationTotalTimeMs: expect.any(Number) },
    });
  });

  it('leaves no trace of the turn in the history', async () => {
    await ask([trouble('throw')]);
    model.script(say('Hi'));
    await desk.ask({ inputText: 'Hello', sessionId: 'failed-before' });
    model.script(trouble('throw'));
    await desk.ask({ inputText: 'Go', sessionId: 'failed-before' });
    model.script(say('Hi'));
    await desk.ask({ inputText: 'Again', sessionId: 'failed-before' });
    expect(model.requests[0]?.messages.map(({ content }) => content[0])).toEqual([
      { text: 'Hello' },
      { text: 'Hi' },
      { text: 'Again' },
    ]);
  });
});

it('stops after seven model invocations', async () => {
  const { error, traces } = await ask(
    Array<Line>(8).fill(() => use(['shelf__getItem', { itemId: '7' }])),
    true,
  );
  expect(error).toMatchObject({ name: 'DependencyFailedException', message: 'Max iterations exceeded' });
  expect(model.requests).toHaveLength(7);
  expect(traces.at(-1)?.trace?.failureTrace?.failureReason).toBe('Max iterations exceeded');
});

it('counts the invocations of an answer alone, however many the confirmed turn had before', async () => {
  const look: Line = () => use(['shelf__getItem', { itemId: '7' }]);
  const remove: Line = () => use(['shelf__removeItem', { itemId: '7', reason: 'old' }]);
  const turn = (input: object, ...lines: Line[]) => {
    model.script(...lines);
    return desk.ask({ sessionId: 'counted', ...input });
  };
  // The seventh may still ask for a confirmation.
  const { returnControl } = await turn({ inputText: 'Go' }, ...Array<Line>(6).fill(look), remove);
  const apiResult = {
    actionGroup: 'shelf',
    apiPath: '/items/{itemId}/remove',
    httpMethod: 'POST',
    confirmationState: 'CONFIRM' as const,
  };
  const sessionState = {
    invocationId: returnControl?.invocationId,
    returnControlInvocationResults: [{ apiResult }],
  };
  const confirmed = await turn({ sessionState }, ...Array<Line>(8).fill(look));
  expect(confirmed.error).toMatchObject({ message: 'Max iterations exceeded' });
  expect(model.requests).toHaveLength(7);
  // What was confirmed is done, and cannot be confirmed again.
  const again = await turn({ sessionState }, say('Hi'));
  expect(again.error).toMatchObject({ name: 'ValidationException' });
  const paths = shelf.events().map(({ apiPath }) => apiPath);
  expect(paths.filter((path) => path === apiResult.apiPath)).toHaveLength(1);
  expect((await turn({ inputText: 'Hello' }, say('Hi'))).text).toBe('Hi');
});

it("passes a model's AWS exception on as its own class", async () => {
  const throttled = Object.assign(new Error('Too many tokens'), { name: 'ThrottlingException' });
  const fail: Line = () => {
    throw throttled;
  };
  // In mid-stream, after a trace: in the first frame the SDK would retry it.
  const { error } = await ask([fail], true);
  expect(error).toMatchObject({ name: 'ThrottlingException', message: 'Too many tokens' });
});

it("keeps a bug's words in the emulator's log", async () => {
  log.length = 0;
  const { error, traces } = await ask(
    [
      () => {
        throw new RangeError('a secret of the model');
      },
    ],
    true,
  );
  expect(error?.message).not.toContain('secret');
  expect(JSON.stringify(traces)).not.toContain('secret');
  expect(JSON.stringify(log)).toContain('a secret of the model');
});

it.each([
  ['asks the model no more', [['shelf__trouble', { kind: 'gate' }]]],
  [
    'runs no other function',
    [
      ['shelf__trouble', { kind: 'gate' }],
      ['shelf__getItem', { itemId: '7' }],
    ],
  ],
] as const)('%s when the client is gone, but a function that has begun ends first', async (_, tools) => {
  let asked = 0;
  // Told apart by what was said: the turn that goes on in vain must not get the line of the one after it.
  const line: Line = (request) => {
    if (isDeepStrictEqual(lastMessage(request), [{ text: 'Hello' }])) return say('Hi');
    asked += 1;
    return asked === 1 ? use(...tools) : getItem;
  };
  model.script(...Array.from({ length: 10 }, () => line));
  const { agentId, agentAliasId } = emulator.ids;
  const connection = http2.connect(emulator.endpoint);
  const request = connection.request({
    ':method': 'POST',
    ':path': `/bedrock-agent-runtime/agents/${agentId}/agentAliases/${agentAliasId}/sessions/gone/text`,
  });
  request.end(JSON.stringify({ inputText: 'Go' }));
  await until(() => shelf.events().length === 1);
  connection.destroy();
  // Once this is answered, the emulator has seen the other connection end.
  await desk.ask({ sessionId: 'another', endSession: true });
  shelf.openGate();
  // The session is free again once the turn has ended.
  await until(async () => (await desk.ask({ sessionId: 'gone', inputText: 'Hello' })).text === 'Hi');
  expect(shelf.events()).toEqual([expect.anything(), { finished: 'gate' }]);
  expect(asked).toBe(1);
});
