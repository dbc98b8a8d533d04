import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { ApiResult, ReturnControlPayload } from '@aws-sdk/client-bedrock-agent-runtime';
import { createEmulator, type Emulator } from '../../emulator/create-emulator';
import { type AgentClient, type Answered, type Ask, agentClient } from '../kit/agent-client';
import { type Line, lastMessage, say, scriptedModel, use } from '../kit/scripted-model';
import { courierGroup, type Shelf, shelfApp, shelfGroup } from '../kit/shelf';

const model = scriptedModel();
const time = { at: Date.UTC(2026, 10, 21) };
let shelf: Shelf;
let emulator: Emulator;
let desk: AgentClient;
let state: string;
let sessionId: string;
let sessions = 0;

const start = async () => {
  emulator = await createEmulator({
    assembly: shelf.folder,
    model: () => model,
    clock: { now: () => time.at },
    state: { directory: state },
  });
  desk = agentClient(emulator);
};
beforeAll(async () => {
  state = mkdtempSync(path.join(tmpdir(), 'confirmation-'));
  shelf = shelfApp({ Desk: { ActionGroups: [shelfGroup, courierGroup] } });
  await start();
});
afterAll(async () => {
  desk.close();
  await emulator.close();
  shelf.remove();
  rmSync(state, { recursive: true, force: true });
});
beforeEach(() => {
  shelf.forget();
  sessions += 1;
  sessionId = `session-${sessions}`;
});

const remove = (itemId: string) => ['shelf__removeItem', { itemId, reason: 'worn out' }] as const;
const ask = (given: Ask, ...lines: Line[]) => {
  model.script(...lines);
  return desk.ask({ sessionId, ...(typeof given === 'string' ? { inputText: given } : given) });
};
const pathsRun = () => shelf.events().map(({ apiPath }) => apiPath);

/** The caller's answer: the same decision for each of what was returned, with changes. */
const results = ({ invocationInputs }: ReturnControlPayload, given: Partial<ApiResult>) =>
  (invocationInputs ?? []).map(({ apiInvocationInput }) => ({
    apiResult: {
      actionGroup: apiInvocationInput?.actionGroup,
      apiPath: apiInvocationInput?.apiPath,
      httpMethod: apiInvocationInput?.httpMethod,
      ...given,
    },
  }));

function decide({ returnControl }: Answered, given: Partial<ApiResult>, ...lines: Line[]): Promise<Answered> {
  if (!returnControl) throw new Error('Nothing was returned');
  const { invocationId } = returnControl;
  return ask(
    { sessionState: { invocationId, returnControlInvocationResults: results(returnControl, given) } },
    ...lines,
  );
}

describe('an operation with x-requireConfirmation', () => {
  it('does not run: the stream ends with what would, exactly as Bedrock says it', async () => {
    const { returnControl, kinds } = await ask('Remove number 7', use(remove('7')));
    expect(kinds).toEqual(['returnControl']);
    expect(returnControl).toEqual({
      invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      invocationInputs: [
        {
          apiInvocationInput: {
            actionGroup: 'shelf',
            httpMethod: 'post',
            apiPath: '/items/{itemId}/remove',
            parameters: [{ name: 'itemId', type: 'string', value: '7' }],
            requestBody: {
              content: {
                'application/json': { properties: [{ name: 'reason', type: 'string', value: 'worn out' }] },
              },
            },
            actionInvocationType: 'USER_CONFIRMATION',
            agentId: emulator.ids.agentId,
          },
        },
      ],
    });
    expect(pathsRun()).toEqual([]);
  });

  it('runs after CONFIRM with the remembered arguments and the first input text', async () => {
    const returned = await ask(
      { inputText: 'Remove number 7', sessionState: { sessionAttributes: { who: 'Ada' } } },
      use(remove('7')),
    );
    const { text } = await decide(returned, { confirmationState: 'CONFIRM' }, say('It is gone'));
    expect(text).toBe('It is gone');
    expect(shelf.events()).toEqual([
      expect.objectContaining({
        inputText: 'Remove number 7',
        httpMethod: 'POST',
        apiPath: '/items/{itemId}/remove',
        parameters: [{ name: 'itemId', type: 'string', value: '7' }],
        sessionAttributes: { who: 'Ada' },
      }),
    ]);
    expect(model.requests[0] && lastMessage(model.requests[0])).toEqual([
      {
        toolResult: expect.objectContaining({
          status: 'success',
          content: [{ json: { done: '/items/{itemId}/remove' } }],
        }),
      },
    ]);
  });

  it('ignores the inputText that comes with the answer', async () => {
    const { returnControl } = await ask('Remove number 7', use(remove('7')));
    const { invocationId } = returnControl ?? {};
    const returnControlInvocationResults = results(returnControl ?? {}, { confirmationState: 'CONFIRM' });
    await ask(
      { inputText: 'Remove everything', sessionState: { invocationId, returnControlInvocationResults } },
      say('Done'),
    );
    expect(JSON.stringify(model.requests)).not.toContain('everything');
    expect(shelf.events()[0]?.inputText).toBe('Remove number 7');
  });

  it('does not run after DENY, and the model is told', async () => {
    const returned = await ask('Remove number 7', use(remove('7')));
    const { text } = await decide(returned, { confirmationState: 'DENY' }, say('It stays'));
    expect(text).toBe('It stays');
    expect(pathsRun()).toEqual([]);
    expect(model.requests[0] && lastMessage(model.requests[0])).toEqual([
      {
        toolResult: expect.objectContaining({
          status: 'error',
          content: [{ text: 'Not run. The user denied it.' }],
        }),
      },
    ]);
  });

  it('waits while what needs no confirmation runs first', async () => {
    const returned = await ask('Do', use(remove('7'), ['shelf__getItem', { itemId: '8' }], remove('9')));
    expect(pathsRun()).toEqual(['/items/{itemId}']);
    expect(returned.returnControl?.invocationInputs).toHaveLength(2);
    await decide(returned, { confirmationState: 'CONFIRM' }, say('Done'));
    expect(shelf.events().map(({ parameters }) => parameters[0]?.value)).toEqual(['8', '7', '9']);
    const used = model.requests[0]?.messages.at(-2)?.content.length;
    expect(model.requests[0] && lastMessage(model.requests[0])).toHaveLength(used ?? 0);
  });

  it('is returned five at a time; the model hears of the rest', async () => {
    const returned = await ask('Clear', use(...['1', '2', '3', '4', '5', '6'].map(remove)));
    expect(returned.returnControl?.invocationInputs).toHaveLength(5);
    await decide(returned, { confirmationState: 'CONFIRM' }, say('Done'));
    expect(pathsRun()).toHaveLength(5);
    expect(JSON.stringify(model.requests[0]?.messages.at(-1))).toContain('At most 5 actions');
  });

  it('can be decided one by one', async () => {
    const { returnControl } = await ask(
      'Clear',
      use(remove('1'), ['courier__recallParcel', { number: 'P1' }]),
    );
    const { invocationId } = returnControl ?? {};
    const [first, second] = results(returnControl ?? {}, {});
    const returnControlInvocationResults = [
      { apiResult: { ...second?.apiResult, actionGroup: 'courier', confirmationState: 'DENY' as const } },
      { apiResult: { ...first?.apiResult, actionGroup: 'shelf', confirmationState: 'CONFIRM' as const } },
    ];
    await ask({ sessionState: { invocationId, returnControlInvocationResults } }, say('Done'));
    expect(shelf.events().map(({ parameters }) => parameters[0]?.value)).toEqual(['1']);
  });

  it('is asked for again in the same turn when the model chooses another', async () => {
    const first = await ask('Remove 7 and then 8', use(remove('7')));
    const second = await decide(first, { confirmationState: 'CONFIRM' }, use(remove('8')));
    expect(second.returnControl?.invocationId).not.toBe(first.returnControl?.invocationId);
    const { text } = await decide(second, { confirmationState: 'CONFIRM' }, say('Both are gone'));
    expect(text).toBe('Both are gone');
    expect(shelf.events().map(({ parameters }) => parameters[0]?.value)).toEqual(['7', '8']);
  });

  it('can be answered after a restart, once', async () => {
    const returned = await ask('Remove number 7', use(remove('7')));
    desk.close();
    await emulator.close();
    await start();
    const { text } = await decide(returned, { confirmationState: 'CONFIRM' }, say('It is gone'));
    expect(text).toBe('It is gone');
    const again = await decide(returned, { confirmationState: 'CONFIRM' }, say('never'));
    expect(again.error).toMatchObject({ name: 'ValidationException' });
    expect(pathsRun()).toHaveLength(1);
  });

  it('is dropped when the user goes on instead, and the history says that it did not run', async () => {
    const returned = await ask('Remove number 7', use(remove('7')));
    await ask('Never mind, show it', say('Here'));
    expect(JSON.stringify(model.requests[0]?.messages)).toContain('Not run. The user did not confirm it.');
    expect(model.requests[0]?.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
      'user',
    ]);
    const { error } = await decide(returned, { confirmationState: 'CONFIRM' }, say('never'));
    expect(error).toMatchObject({ name: 'ValidationException' });
    expect(pathsRun()).toEqual([]);
  });
});

describe('an answer that does not fit is a ValidationException and runs nothing', () => {
  const expectRefused = ({ error, kinds }: Answered, message: RegExp) => {
    expect(error).toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) });
    expect(kinds).toEqual([]);
    expect(model.requests).toEqual([]);
  };

  it('the same one twice', async () => {
    const returned = await ask('Remove number 7', use(remove('7')));
    await decide(returned, { confirmationState: 'CONFIRM' }, say('It is gone'));
    expectRefused(await decide(returned, { confirmationState: 'CONFIRM' }), /is not pending in this session/);
    expect(pathsRun()).toHaveLength(1);
    expect((await ask('Hello', say('Hi'))).text).toBe('Hi');
  });

  it('two at once: one runs, the other is turned away', async () => {
    const returned = await ask('Remove number 7', use(remove('7')));
    model.script(say('It is gone'));
    const { invocationId } = returned.returnControl ?? {};
    const returnControlInvocationResults = results(returned.returnControl ?? {}, {
      confirmationState: 'CONFIRM',
    });
    const answer = { sessionId, sessionState: { invocationId, returnControlInvocationResults } };
    const answers = await Promise.all([desk.ask(answer), desk.ask(answer)]);
    expect(answers.map(({ text }) => text).sort()).toEqual(['', 'It is gone']);
    expect(pathsRun()).toHaveLength(1);
  });

  it('one of another session', async () => {
    const returned = await ask('Remove number 7', use(remove('7')));
    sessionId = `${sessionId}-other`;
    expectRefused(await decide(returned, { confirmationState: 'CONFIRM' }), /is not pending in this session/);
    expect(pathsRun()).toEqual([]);
  });

  it('one that came too late', async () => {
    const returned = await ask('Remove number 7', use(remove('7')));
    time.at += 600_000;
    expectRefused(await decide(returned, { confirmationState: 'CONFIRM' }), /has expired/);
    expect(pathsRun()).toEqual([]);
  });

  it('one without invocationId', async () => {
    const { returnControl } = await ask('Remove number 7', use(remove('7')));
    const returnControlInvocationResults = results(returnControl ?? {}, { confirmationState: 'CONFIRM' });
    expectRefused(await ask({ sessionState: { returnControlInvocationResults } }), /invocationId is missing/);
  });

  it.each<[string, Partial<ApiResult>, RegExp]>([
    ['no confirmationState', {}, /\[0\]\.apiResult\.confirmationState is missing/],
    ['another confirmationState', { confirmationState: 'MAYBE' as never }, /confirmationState is MAYBE/],
    ['another path', { confirmationState: 'CONFIRM', apiPath: '/items' }, /no apiResult for post/],
    ['another group', { confirmationState: 'CONFIRM', actionGroup: 'courier' }, /no apiResult for post/],
  ])('%s; and the right one still counts afterwards', async (_, given, message) => {
    const returned = await ask('Remove number 7', use(remove('7')));
    expectRefused(await decide(returned, given), message);
    expect(pathsRun()).toEqual([]);
    expect((await decide(returned, { confirmationState: 'CONFIRM' }, say('It is gone'))).text).toBe(
      'It is gone',
    );
    expect(pathsRun()).toHaveLength(1);
  });

  it('too few', async () => {
    const { returnControl } = await ask('Clear', use(remove('1'), remove('2')));
    const returnControlInvocationResults = results(returnControl ?? {}, {
      confirmationState: 'CONFIRM',
    }).slice(1);
    const sessionState = { invocationId: returnControl?.invocationId, returnControlInvocationResults };
    expectRefused(await ask({ sessionState }), /has 1 results, and 2 are awaited/);
  });

  it('a functionResult', async () => {
    const { returnControl } = await ask('Remove number 7', use(remove('7')));
    const returnControlInvocationResults = [
      { functionResult: { actionGroup: 'shelf', confirmationState: 'CONFIRM' as const } },
    ];
    const sessionState = { invocationId: returnControl?.invocationId, returnControlInvocationResults };
    expectRefused(await ask({ sessionState }), /\[0\] has no apiResult/);
  });
});

describe('an action group that returns control', () => {
  const send = use(['courier__sendParcel', { to: 'Ada' }]);
  const recall = use(['courier__recallParcel', { number: 'P1' }]);
  const responseBody = { 'application/json': { body: '{"number":"P1"}' } };

  it.each([
    ['RESULT', send],
    ['USER_CONFIRMATION_AND_RESULT', recall],
  ])('asks for a %s, and the body goes to the model', async (actionInvocationType, line) => {
    const returned = await ask('Do it', line);
    expect(returned.returnControl?.invocationInputs?.[0]?.apiInvocationInput).toMatchObject({
      actionInvocationType,
    });
    const confirmed = actionInvocationType === 'RESULT' ? {} : { confirmationState: 'CONFIRM' as const };
    const { text } = await decide(returned, { ...confirmed, responseBody }, say('On its way'));
    expect(text).toBe('On its way');
    expect(model.requests[0] && lastMessage(model.requests[0])).toEqual([
      { toolResult: expect.objectContaining({ status: 'success', content: [{ json: { number: 'P1' } }] }) },
    ]);
  });

  it('takes text, and a status from 400 on as an error', async () => {
    const returned = await ask('Send', send);
    await decide(
      returned,
      { httpStatusCode: 404, responseBody: { TEXT: { body: 'no such person' } } },
      say('Sorry'),
    );
    expect(model.requests[0] && lastMessage(model.requests[0])).toEqual([
      { toolResult: expect.objectContaining({ status: 'error', content: [{ text: 'no such person' }] }) },
    ]);
  });

  it('fails the turn with responseState FAILURE, and the answer cannot come again', async () => {
    const returned = await ask('Send', send);
    const failed = await decide(returned, { responseState: 'FAILURE' }, say('never'));
    expect(failed.error).toMatchObject({ name: 'DependencyFailedException' });
    const again = await decide(returned, { responseBody }, say('never'));
    expect(again.error).toMatchObject({ name: 'ValidationException' });
  });

  it('lets the model try again with responseState REPROMPT', async () => {
    const returned = await ask('Send', send);
    const reprompted = { responseState: 'REPROMPT' as const, responseBody: { TEXT: { body: 'to whom?' } } };
    expect((await decide(returned, reprompted, say('To whom?'))).text).toBe('To whom?');
    expect(model.requests[0] && lastMessage(model.requests[0])).toEqual([
      { toolResult: expect.objectContaining({ status: 'error', content: [{ text: 'to whom?' }] }) },
    ]);
  });

  it('wants a responseBody', async () => {
    const { error } = await decide(await ask('Send', send), {}, say('never'));
    expect(error).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('responseBody is missing'),
    });
  });
});
