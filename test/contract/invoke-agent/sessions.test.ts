import type { Ask } from '../../kit/agent/agent-client';
import { inProcessAgent, inProcessApp } from '../../kit/agent/in-process-agent';
import { type Line, say, scriptedModel, use } from '../../kit/agent/scripted-model';
import { type Desk, openDesk } from '../../kit/desk/desk';
import { shelfDocument, shelfGroup } from '../../kit/knowledge-base/shelf';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk({ Desk: { ActionGroups: [shelfGroup] } });
});
afterAll(() => desk.close());
beforeEach(() => desk.shelf.forget());

const ask = (given: Ask, ...lines: Line[]) => desk.ask(given, ...lines);
const getItem = use(['shelf__getItem', { itemId: '7' }]);

describe('a session', () => {
  it('remembers the conversation, tools included', async () => {
    const sessionId = desk.newSessionId();
    await ask({ sessionId, inputText: 'Look' }, getItem, say('It is there'));
    await ask({ sessionId, inputText: 'And now?' }, say('Still there'));
    expect(
      desk.model.requests[0]?.messages.map(({ role, content }) => [role, Object.keys(content[0] ?? {})[0]]),
    ).toEqual([
      ['user', 'text'],
      ['assistant', 'toolUse'],
      ['user', 'toolResult'],
      ['assistant', 'text'],
      ['user', 'text'],
    ]);
  });

  it('shows as many turns as promptCreationConfigurations wants, without the steps between', async () => {
    const sessionId = desk.newSessionId();
    await ask({ sessionId, inputText: 'One' }, say('1'));
    await ask({ sessionId, inputText: 'Two' }, getItem, say('2'));
    const promptCreationConfigurations = {
      previousConversationTurnsToInclude: 1,
      excludePreviousThinkingSteps: true,
    };
    await ask({ sessionId, inputText: 'Three', promptCreationConfigurations }, say('3'));
    expect(desk.model.requests[0]?.messages.map(({ content }) => content)).toEqual([
      [{ text: 'Two' }],
      [{ text: '2' }],
      [{ text: 'Three' }],
    ]);
  });

  it('keeps sessionAttributes and adds to them; promptSessionAttributes last for one turn', async () => {
    const sessionId = desk.newSessionId();
    const first = {
      sessionAttributes: { who: 'Ada', mood: 'good' },
      promptSessionAttributes: { today: 'Sunday' },
    };
    await ask({ sessionId, inputText: 'Look', sessionState: first }, getItem, say('Done'));
    await ask(
      { sessionId, inputText: 'Again', sessionState: { sessionAttributes: { mood: 'bad' } } },
      getItem,
      say('Done'),
    );
    expect(desk.shelf.events()[1]).toMatchObject({
      sessionAttributes: { who: 'Ada', mood: 'bad' },
      promptSessionAttributes: {},
    });
  });

  it("takes the attributes of the function's answer for this turn and the next", async () => {
    const sessionId = desk.newSessionId();
    const sessionState = { sessionAttributes: { who: 'Ada' }, promptSessionAttributes: { today: 'Sunday' } };
    const visit = use(['shelf__trouble', { kind: 'visited' }]);
    await ask({ sessionId, inputText: 'Go', sessionState }, visit, getItem, say('Done'));
    const next = { promptSessionAttributes: { today: 'Monday' } };
    await ask(
      { sessionId, inputText: 'Go', sessionState: next },
      use(['shelf__trouble', { kind: 'cleared' }]),
      getItem,
      say('Done'),
    );
    expect(
      desk.shelf.events().map((event) => [event.sessionAttributes, event.promptSessionAttributes]),
    ).toEqual([
      [{ who: 'Ada' }, { today: 'Sunday' }],
      [{ who: 'Ada', visited: 'yes' }, { today: 'Sunday' }],
      [{ who: 'Ada', visited: 'yes' }, { today: 'Monday' }],
      [{}, {}],
    ]);
  });

  it('ends when it was idle for the time to live, and not a moment before', async () => {
    const sessionId = desk.newSessionId();
    const sessionState = { sessionAttributes: { who: 'Ada' } };
    await ask({ sessionId, inputText: 'One', sessionState }, say('1'));
    desk.time.at += 600_000 - 1;
    await ask({ sessionId, inputText: 'Two' }, say('2'));
    expect(desk.model.requests[0]?.messages).toHaveLength(3);
    desk.time.at += 600_000;
    await ask({ sessionId, inputText: 'Three' }, getItem, say('3'));
    expect(desk.model.requests[0]?.messages).toHaveLength(1);
    expect(desk.shelf.events()[0]?.sessionAttributes).toEqual({});
  });

  it('ends with endSession, whatever the input says', async () => {
    const sessionId = desk.newSessionId();
    await ask({ sessionId, inputText: 'One' }, say('1'));
    const { text } = await ask({ sessionId, inputText: 'Bye', endSession: true });
    expect(text).toBe("Session is terminated as 'endSession' flag is set in request.");
    await ask({ sessionId, inputText: 'Two' }, say('2'));
    expect(desk.model.requests[0]?.messages).toHaveLength(1);
  });

  it('is another one for another alias', async () => {
    const sessionId = desk.newSessionId();
    await ask({ sessionId, inputText: 'One' }, say('1'));
    await ask({ sessionId, inputText: 'Two', agentAliasId: 'TSTALIASID' }, say('2'));
    expect(desk.model.requests[0]?.messages).toHaveLength(1);
  });

  it('begins with a conversation that the caller kept', async () => {
    const messages = [
      { role: 'user' as const, content: [{ text: 'One' }] },
      { role: 'assistant' as const, content: [{ text: '1' }] },
    ];
    const sessionState = { conversationHistory: { messages } };
    const sessionId = desk.newSessionId();
    await ask({ sessionId, inputText: 'Two', sessionState }, say('2'));
    expect(desk.model.requests[0]?.messages).toHaveLength(3);
    await ask({ sessionId, inputText: 'Three', sessionState }, say('3'));
    expect(desk.model.requests[0]?.messages).toHaveLength(5);
    const wrong = { conversationHistory: { messages: messages.slice(0, 1) } };
    const { error } = await ask({ sessionId: desk.newSessionId(), inputText: 'Two', sessionState: wrong });
    expect(error).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('conversationHistory'),
    });
  });

  it('goes on after a restart', async () => {
    const sessionId = desk.newSessionId();
    await ask({ sessionId, inputText: 'One', sessionState: { sessionAttributes: { who: 'Ada' } } }, say('1'));
    await desk.restart();
    await ask({ sessionId, inputText: 'Two' }, getItem, say('2'));
    expect(desk.model.requests[0]?.messages).toHaveLength(3);
    expect(desk.shelf.events()[0]?.sessionAttributes).toEqual({ who: 'Ada' });
  });

  it('takes one turn at a time: the second is a ConflictException, and the first is not disturbed', async () => {
    const sessionId = desk.newSessionId();
    let goOn = () => {};
    const asked = new Promise<void>((resolve) => {
      desk.model.script(async () => {
        resolve();
        await new Promise<void>((go) => {
          goOn = go;
        });
        return say('1');
      }, say('2'));
    });
    const first = desk.client.ask({ sessionId, inputText: 'One' });
    await asked;
    const { error } = await desk.client.ask({ sessionId, inputText: 'Two' });
    expect(error).toMatchObject({ name: 'ConflictException', $metadata: { httpStatusCode: 409 } });
    goOn();
    expect((await first).text).toBe('1');
    expect((await desk.client.ask({ sessionId, inputText: 'Two' })).text).toBe('2');
  });

  it('is free again when the client of a turn had gone before it began', async () => {
    const app = inProcessApp({ actionGroup: 'shelf', document: shelfDocument, idleSessionTtlInSeconds: 60 });
    const model = scriptedModel();
    model.script(say('Hi'));
    const agent = await inProcessAgent({ app, model, run: async () => undefined });
    expect(await agent.send('alone', { inputText: 'Hello' }, AbortSignal.abort())).toEqual([]);
    expect(await agent.send('alone', { inputText: 'Hello' })).toHaveLength(1);
    await agent.close();
  });
});
