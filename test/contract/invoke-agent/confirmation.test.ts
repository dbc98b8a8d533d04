import { lastMessage, say, use } from '../../kit/agent/scripted-model';
import { confirmationDesk, remove, resultsOf } from '../../kit/desk/confirmation-desk';

const at = confirmationDesk();

describe('an operation with x-requireConfirmation', () => {
  it('does not run: the stream ends with what would, exactly as Bedrock says it', async () => {
    const { returnControl, kinds } = await at.ask('Remove number 7', use(remove('7')));
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
            agentId: at.desk.emulator.ids.agentId,
          },
        },
      ],
    });
    expect(at.pathsRun()).toEqual([]);
  });

  it('runs after CONFIRM with the remembered arguments and the first input text', async () => {
    const returned = await at.ask(
      { inputText: 'Remove number 7', sessionState: { sessionAttributes: { who: 'Ada' } } },
      use(remove('7')),
    );
    const { text } = await at.decide(returned, { confirmationState: 'CONFIRM' }, say('It is gone'));
    expect(text).toBe('It is gone');
    expect(at.desk.shelf.events()).toEqual([
      expect.objectContaining({
        inputText: 'Remove number 7',
        httpMethod: 'POST',
        apiPath: '/items/{itemId}/remove',
        parameters: [{ name: 'itemId', type: 'string', value: '7' }],
        sessionAttributes: { who: 'Ada' },
      }),
    ]);
    expect(at.desk.model.requests[0] && lastMessage(at.desk.model.requests[0])).toEqual([
      {
        toolResult: expect.objectContaining({
          status: 'success',
          content: [{ json: { done: '/items/{itemId}/remove' } }],
        }),
      },
    ]);
  });

  it('ignores the inputText that comes with the answer', async () => {
    const { returnControl } = await at.ask('Remove number 7', use(remove('7')));
    const { invocationId } = returnControl ?? {};
    const returnControlInvocationResults = resultsOf(returnControl ?? {}, { confirmationState: 'CONFIRM' });
    await at.ask(
      { inputText: 'Remove everything', sessionState: { invocationId, returnControlInvocationResults } },
      say('Done'),
    );
    expect(JSON.stringify(at.desk.model.requests)).not.toContain('everything');
    expect(at.desk.shelf.events()[0]?.inputText).toBe('Remove number 7');
  });

  it('does not run after DENY, and the model is told', async () => {
    const returned = await at.ask('Remove number 7', use(remove('7')));
    const { text } = await at.decide(returned, { confirmationState: 'DENY' }, say('It stays'));
    expect(text).toBe('It stays');
    expect(at.pathsRun()).toEqual([]);
    expect(at.desk.model.requests[0] && lastMessage(at.desk.model.requests[0])).toEqual([
      {
        toolResult: expect.objectContaining({
          status: 'error',
          content: [{ text: 'Not run. The user denied it.' }],
        }),
      },
    ]);
  });

  it('waits while what needs no confirmation runs first', async () => {
    const returned = await at.ask('Do', use(remove('7'), ['shelf__getItem', { itemId: '8' }], remove('9')));
    expect(at.pathsRun()).toEqual(['/items/{itemId}']);
    expect(returned.returnControl?.invocationInputs).toHaveLength(2);
    await at.decide(returned, { confirmationState: 'CONFIRM' }, say('Done'));
    expect(at.desk.shelf.events().map(({ parameters }) => parameters[0]?.value)).toEqual(['8', '7', '9']);
    const used = at.desk.model.requests[0]?.messages.at(-2)?.content.length;
    expect(at.desk.model.requests[0] && lastMessage(at.desk.model.requests[0])).toHaveLength(used ?? 0);
  });

  it('is returned five at a time; the model hears of the rest', async () => {
    const returned = await at.ask('Clear', use(...['1', '2', '3', '4', '5', '6'].map(remove)));
    expect(returned.returnControl?.invocationInputs).toHaveLength(5);
    await at.decide(returned, { confirmationState: 'CONFIRM' }, say('Done'));
    expect(at.pathsRun()).toHaveLength(5);
    expect(JSON.stringify(at.desk.model.requests[0]?.messages.at(-1))).toContain('At most 5 actions');
  });

  it('can be decided one by one', async () => {
    const { returnControl } = await at.ask(
      'Clear',
      use(remove('1'), ['courier__recallParcel', { number: 'P1' }]),
    );
    const { invocationId } = returnControl ?? {};
    const [first, second] = resultsOf(returnControl ?? {}, {});
    const returnControlInvocationResults = [
      { apiResult: { ...second?.apiResult, actionGroup: 'courier', confirmationState: 'DENY' as const } },
      { apiResult: { ...first?.apiResult, actionGroup: 'shelf', confirmationState: 'CONFIRM' as const } },
    ];
    await at.ask({ sessionState: { invocationId, returnControlInvocationResults } }, say('Done'));
    expect(at.desk.shelf.events().map(({ parameters }) => parameters[0]?.value)).toEqual(['1']);
  });

  it('is asked for again in the same turn when the model chooses another', async () => {
    const first = await at.ask('Remove 7 and then 8', use(remove('7')));
    const second = await at.decide(first, { confirmationState: 'CONFIRM' }, use(remove('8')));
    expect(second.returnControl?.invocationId).not.toBe(first.returnControl?.invocationId);
    const { text } = await at.decide(second, { confirmationState: 'CONFIRM' }, say('Both are gone'));
    expect(text).toBe('Both are gone');
    expect(at.desk.shelf.events().map(({ parameters }) => parameters[0]?.value)).toEqual(['7', '8']);
  });

  it('can be answered after a restart, once', async () => {
    const returned = await at.ask('Remove number 7', use(remove('7')));
    await at.desk.restart();
    const { text } = await at.decide(returned, { confirmationState: 'CONFIRM' }, say('It is gone'));
    expect(text).toBe('It is gone');
    const again = await at.decide(returned, { confirmationState: 'CONFIRM' }, say('never'));
    expect(again.error).toMatchObject({ name: 'ValidationException' });
    expect(at.pathsRun()).toHaveLength(1);
  });

  it('is dropped when the user goes on instead, and the history says that it did not run', async () => {
    const returned = await at.ask('Remove number 7', use(remove('7')));
    await at.ask('Never mind, show it', say('Here'));
    expect(JSON.stringify(at.desk.model.requests[0]?.messages)).toContain(
      'Not run. The user did not confirm it.',
    );
    expect(at.desk.model.requests[0]?.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
      'user',
    ]);
    const { error } = await at.decide(returned, { confirmationState: 'CONFIRM' }, say('never'));
    expect(error).toMatchObject({ name: 'ValidationException' });
    expect(at.pathsRun()).toEqual([]);
  });
});
