import { InvokeInlineAgentCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import type { Ask } from '../../kit/agent/agent-client';
import { type Line, lastMessage, say, use } from '../../kit/agent/scripted-model';
import { type Desk, openDesk } from '../../kit/desk/desk';
import { changed, courierGroup, shelfGroup } from '../../kit/knowledge-base/shelf';

const userInput = { ActionGroupName: 'user', ParentActionGroupSignature: 'AMAZON.UserInput' };
let desk: Desk;

beforeAll(async () => {
  const hidden = changed(courierGroup, { ActionGroupState: 'DISABLED' });
  desk = await openDesk({ Desk: { ActionGroups: [shelfGroup, hidden, userInput] } });
});
afterAll(() => desk.close());
beforeEach(() => desk.shelf.forget());

const ask = (given: Ask, ...lines: Line[]) => desk.ask(given, ...lines);
const getItem = use(['shelf__getItem', { itemId: '7' }]);

describe('the answer', () => {
  const long =
    'This answer is long enough that a client which shows it as it comes gets it in several pieces.';

  it('comes in one chunk', async () => {
    const { chunks, kinds } = await ask({ inputText: 'Hello' }, say(long));
    expect(chunks).toEqual([long]);
    expect(kinds).toEqual(['chunk']);
  });

  it('comes in several with streamFinalResponse, and whole', async () => {
    const streamingConfigurations = { streamFinalResponse: true };
    const { chunks, text } = await ask({ inputText: 'Hello', streamingConfigurations }, say(long));
    expect(chunks.length).toBeGreaterThan(1);
    expect(text).toBe(long);
  });

  it('asks the user with the tool of AMAZON.UserInput, and the history holds the question as text', async () => {
    const sessionId = desk.newSessionId();
    const asked = await ask(
      { sessionId, inputText: 'Show it' },
      use(['user__askuser', { question: 'Which one?' }]),
    );
    expect(asked.text).toBe('Which one?');
    await ask({ sessionId, inputText: 'Number 7' }, say('Here'));
    expect(desk.model.requests[0]?.messages).toEqual([
      { role: 'user', content: [{ text: 'Show it' }] },
      { role: 'assistant', content: [{ text: 'Which one?' }] },
      { role: 'user', content: [{ text: 'Number 7' }] },
    ]);
  });
});

it('a question beside other tools is none for the user: what was asked for runs first', async () => {
  const both = use(['user__askuser', { question: 'Which one?' }], ['shelf__getItem', { itemId: '7' }]);
  const { text } = await ask({ inputText: 'Show it' }, both, say('There'));
  expect(text).toBe('There');
  expect(desk.shelf.events()).toHaveLength(1);
});

describe('what the model is given', () => {
  it('is instruction, tools of enabled groups and the user tool, in Converse shape', async () => {
    await ask(
      { inputText: 'Hello', sessionState: { promptSessionAttributes: { today: 'Sunday' } } },
      say('Hi'),
    );
    const [request] = desk.model.requests;
    expect(request?.system).toEqual([
      { text: 'You look after a shelf of things, and you do what you are asked.' },
      { text: 'Prompt session attributes: {"today":"Sunday"}' },
    ]);
    expect(request?.toolConfig?.tools.map(({ toolSpec }) => toolSpec.name)).toEqual([
      'shelf__getItem',
      'shelf__putItem',
      'shelf__removeItem',
      'shelf__trouble',
      'user__askuser',
    ]);
    expect(request?.toolConfig?.tools[0]?.toolSpec).toEqual({
      name: 'shelf__getItem',
      description: 'Look at one item',
      inputSchema: {
        json: {
          type: 'object',
          properties: {
            itemId: { type: 'string', description: 'Number of the item' },
            detail: { type: 'boolean', description: 'Say all' },
          },
          required: ['itemId'],
        },
      },
    });
  });

  it('is the result of an operation as JSON, marked as an error from status 400', async () => {
    await ask(
      'Look',
      use(['shelf__getItem', { itemId: '7' }], ['shelf__trouble', { kind: 'missing' }]),
      say('Done'),
    );
    const results = desk.model.requests[1] ? lastMessage(desk.model.requests[1]) : [];
    expect(results).toEqual([
      {
        toolResult: expect.objectContaining({
          status: 'success',
          content: [{ json: { done: '/items/{itemId}' } }],
        }),
      },
      {
        toolResult: expect.objectContaining({ status: 'error', content: [{ json: { code: 'NOT_FOUND' } }] }),
      },
    ]);
  });

  it.each([
    ['an unknown tool', use(['shelf__burn', {}]), 'There is no tool shelf__burn'],
    [
      'a tool of a disabled group',
      use(['courier__sendParcel', { to: 'me' }]),
      'There is no tool courier__sendParcel',
    ],
    [
      'an argument that there is not',
      use(['shelf__getItem', { itemId: '7', colour: 'red' }]),
      'has no argument colour',
    ],
    ['a missing argument', use(['shelf__putItem', { itemId: '7' }]), 'needs title'],
  ])('is told of %s, and nothing runs', async (_, line, problem) => {
    const { text } = await ask('Do it', line, say('I cannot'));
    expect(text).toBe('I cannot');
    expect(JSON.stringify(desk.model.requests[1]?.messages.at(-1))).toContain(problem);
    expect(desk.shelf.events()).toEqual([]);
  });
});

describe("the function's event", () => {
  it('is exactly what Bedrock sends', async () => {
    const place = { row: 2 };
    const input = { itemId: '0071', title: 'Atlas', copies: 12, tags: ['a', 'b'], place };
    const sessionState = { sessionAttributes: { who: 'Ada' }, promptSessionAttributes: { today: 'Sunday' } };
    const sessionId = desk.newSessionId();
    await ask(
      { sessionId, inputText: 'Put it there', sessionState },
      use(['shelf__putItem', input]),
      say('Done'),
    );
    const { agentId, agentAliasId } = desk.emulator.ids;
    expect(desk.shelf.events()).toEqual([
      {
        messageVersion: '1.0',
        agent: { name: 'Desk', id: agentId, alias: agentAliasId, version: '1' },
        inputText: 'Put it there',
        sessionId,
        actionGroup: 'shelf',
        apiPath: '/items/{itemId}',
        httpMethod: 'PUT',
        parameters: [{ name: 'itemId', type: 'string', value: '0071' }],
        requestBody: {
          content: {
            'application/json': {
              properties: [
                { name: 'title', type: 'string', value: 'Atlas' },
                { name: 'copies', type: 'integer', value: '12' },
                { name: 'tags', type: 'array', value: '["a","b"]' },
                { name: 'place', type: 'object', value: '{"row":2}' },
              ],
            },
          },
        },
        sessionAttributes: { who: 'Ada' },
        promptSessionAttributes: { today: 'Sunday' },
      },
    ]);
  });

  it('has no requestBody without a body, and booleans as text', async () => {
    await ask('Look', use(['shelf__getItem', { itemId: '7', detail: true }]), say('Done'));
    const [event] = desk.shelf.events();
    expect(event).not.toHaveProperty('requestBody');
    expect(event?.parameters[1]).toEqual({ name: 'detail', type: 'boolean', value: 'true' });
  });

  it('names the working draft for TSTALIASID', async () => {
    await ask({ inputText: 'Look', agentAliasId: 'TSTALIASID' }, getItem, say('Done'));
    expect(desk.shelf.events()[0]?.agent).toMatchObject({ alias: 'TSTALIASID', version: 'DRAFT' });
  });
});

describe('a request that cannot be answered', () => {
  it.each<[string, Ask, string, RegExp]>([
    ['no inputText', {}, 'ValidationException', /inputText is missing/],
    ['a blank inputText', { inputText: ' ' }, 'ValidationException', /inputText is missing/],
    [
      'a sessionId that is too short',
      { sessionId: 'a', inputText: 'x' },
      'ValidationException',
      /'sessionId'.*greater than or equal to 2/,
    ],
    [
      'a sessionId that is too long',
      { sessionId: 'a'.repeat(101), inputText: 'x' },
      'ValidationException',
      /'sessionId'.*less than or equal to 100/,
    ],
    [
      'a sessionId with other characters',
      { sessionId: 'two words', inputText: 'x' },
      'ValidationException',
      /'two words' at 'sessionId' failed to satisfy constraint: Member must satisfy regular expression pattern/,
    ],
    [
      'an interval of no characters',
      { inputText: 'x', streamingConfigurations: { applyGuardrailInterval: 0 } },
      'ValidationException',
      /'0' at 'streamingConfigurations.applyGuardrailInterval'.* greater than or equal to 1/,
    ],
    [
      'fewer turns than none',
      { inputText: 'x', promptCreationConfigurations: { previousConversationTurnsToInclude: -1 } },
      'ValidationException',
      /'-1' at 'promptCreationConfigurations.previousConversationTurnsToInclude'.* than or equal to 0/,
    ],
    [
      'an agentId that is too long',
      { agentId: 'ABCDEFGHIJK', inputText: 'x' },
      'ValidationException',
      /'agentId'/,
    ],
    [
      'an unknown agent',
      { agentId: 'NOBODY', inputText: 'x' },
      'ResourceNotFoundException',
      /no agent NOBODY/,
    ],
    [
      'an unknown alias',
      { agentAliasId: 'NOBODY', inputText: 'x' },
      'ResourceNotFoundException',
      /no alias NOBODY/,
    ],
    [
      'an invocationId without results',
      { inputText: 'x', sessionState: { invocationId: 'x' } },
      'ValidationException',
      /invocationId x is not pending/,
    ],
  ])('%s', async (_, given, name, message) => {
    const { error, kinds } = await ask(given, say('never'));
    expect(error).toMatchObject({ name, message: expect.stringMatching(message) });
    expect(kinds).toEqual([]);
    expect(desk.model.requests).toEqual([]);
  });

  it.each<[string, Ask]>([['memoryId', { inputText: 'x', memoryId: 'memory-1' }]])(
    '501 names %s',
    async (name, given) => {
      const { error } = await ask(given, say('never'));
      expect(error).toMatchObject({
        $metadata: { httpStatusCode: 501, attempts: 1 },
        message: expect.stringContaining(name),
      });
    },
  );

  it('InvokeInlineAgent is 501', async () => {
    const inline = new InvokeInlineAgentCommand({
      sessionId: 'inline-1',
      foundationModel: 'x',
      instruction: 'y',
      inputText: 'z',
    });
    await expect(desk.client.client.send(inline)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 501 },
      message: expect.stringContaining('InvokeInlineAgent'),
    });
  });
});
