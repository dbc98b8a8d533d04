import type { InvocationResultMember } from '@aws-sdk/client-bedrock-agent-runtime';
import type { Answered } from '../../kit/agent/agent-client';
import { say, use } from '../../kit/agent/scripted-model';
import { confirmationDesk, remove, resultsOf } from '../../kit/desk/confirmation-desk';

const at = confirmationDesk();
const confirm = { confirmationState: 'CONFIRM' } as const;
const deny = { confirmationState: 'DENY' } as const;

const question = (itemId = '7') => at.ask(`Remove number ${itemId}`, use(remove(itemId)));
/** The numbers of what was removed. */
const removed = () => at.desk.shelf.events().map(({ parameters }) => parameters[0]?.value);
const idOf = ({ returnControl }: Answered) => returnControl?.invocationId;
const stateOf = (asked: Answered, given: object = confirm) => ({
  invocationId: idOf(asked),
  returnControlInvocationResults: resultsOf(asked.returnControl ?? {}, given),
});
const done = say('Done');
const expectNotPending = ({ error }: Answered) =>
  expect(error).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('is not pending in this session'),
  });

describe('a decision counts once', () => {
  it('DENY, then CONFIRM: it stays denied', async () => {
    const asked = await question();
    await at.decide(asked, deny, say('It stays'));
    expectNotPending(await at.decide(asked, confirm));
    expect(removed()).toEqual([]);
  });

  it('CONFIRM, then DENY: it stays done', async () => {
    const asked = await question();
    await at.decide(asked, confirm, done);
    expectNotPending(await at.decide(asked, deny));
    expect(removed()).toEqual(['7']);
  });

  it('CONFIRM again after other turns, and in the middle of another question', async () => {
    const asked = await question();
    await at.decide(asked, confirm, done);
    await at.ask('Hello', say('Hi'));
    expectNotPending(await at.decide(asked, confirm));
    const next = await question('8');
    expectNotPending(await at.decide(asked, confirm));
    expect(removed()).toEqual(['7']);
    await at.decide(next, confirm, done);
    expect(removed()).toEqual(['7', '8']);
  });

  it.each([
    ['twenty CONFIRMs', Array(20).fill(confirm)],
    ['CONFIRM and DENY', [confirm, deny]],
  ])('%s at once: one is heard', async (_, decisions) => {
    const asked = await question();
    at.desk.model.script(done);
    const answers = await Promise.all(
      decisions.map((given) =>
        at.desk.client.ask({ sessionId: at.sessionId, sessionState: stateOf(asked, given) }),
      ),
    );
    expect(answers.filter(({ error }) => !error)).toHaveLength(1);
    for (const { error } of answers) {
      if (error) expect(error.name).toMatch(/^(ConflictException|ValidationException)$/);
    }
    expect(removed().length).toBeLessThanOrEqual(1);
    expectNotPending(await at.decide(asked, confirm));
  });
});

describe('a decision is for one question', () => {
  it('no CONFIRM of an invocationId that there never was', async () => {
    const asked = await question();
    const invocationId = '00000000-0000-4000-8000-000000000000';
    expectNotPending(await at.ask({ sessionState: { ...stateOf(asked), invocationId } }));
    expect(removed()).toEqual([]);
    await at.decide(asked, confirm, done);
    expect(removed()).toEqual(['7']);
  });

  it('no CONFIRM of the question before; the last one still counts', async () => {
    const first = await question('7');
    const second = await question('8');
    expectNotPending(await at.decide(first, confirm));
    expect(removed()).toEqual([]);
    await at.decide(second, confirm, done);
    expect(removed()).toEqual(['8']);
  });

  it("no CONFIRM of another session's question, though both wait", async () => {
    const mine = await question('7');
    const sessionId = `${at.sessionId}-other`;
    const other = await at.ask({ sessionId, inputText: 'Remove number 8' }, use(remove('8')));
    expectNotPending(await at.ask({ sessionState: stateOf(other) }));
    expectNotPending(await at.ask({ sessionId, sessionState: stateOf(mine) }));
    expect(removed()).toEqual([]);
    await at.decide(mine, confirm, done);
    expect(removed()).toEqual(['7']);
  });

  it('no CONFIRM of a question of a session that was ended', async () => {
    const asked = await question();
    await at.ask({ endSession: true });
    expectNotPending(await at.decide(asked, confirm));
    expect(removed()).toEqual([]);
  });

  it('no CONFIRM that ends the session as well: it ends, and nothing runs', async () => {
    const asked = await question();
    const { text } = await at.ask({ endSession: true, sessionState: stateOf(asked) });
    expect(text).toMatch(/^Session is terminated/);
    expectNotPending(await at.decide(asked, confirm));
    expect(removed()).toEqual([]);
  });

  it('no CONFIRM in a session that began anew after its time', async () => {
    const asked = await question();
    at.desk.time.at += 600_000;
    await at.ask('Hello', say('Hi'));
    expectNotPending(await at.decide(asked, confirm));
    expect(removed()).toEqual([]);
  });
});

describe('what runs is what was asked', () => {
  it.each<[string, object]>([
    [
      'arguments in the body of the result',
      { responseBody: { 'application/json': { body: '{"itemId":"9","reason":"x"}' } } },
    ],
    [
      'arguments as members that there are not',
      { parameters: [{ name: 'itemId', type: 'string', value: '9' }], requestBody: {} },
    ],
    ['a status', { httpStatusCode: 500 }],
    ['a state of the response', { responseState: 'FAILURE' }],
  ])('with CONFIRM come %s: they are not heard', async (_, more) => {
    const asked = await question();
    const { error } = await at.decide(asked, { ...confirm, ...more }, done);
    expect(error).toBeUndefined();
    expect(removed()).toEqual(['7']);
  });

  it.each<[string, (results: InvocationResultMember[]) => InvocationResultMember[], RegExp]>([
    [
      'another method',
      ([one]) => [{ apiResult: { ...one?.apiResult, httpMethod: 'delete' } as never }],
      /no apiResult for post/,
    ],
    [
      'another agent',
      ([one]) => [{ apiResult: { ...one?.apiResult, agentId: 'OTHER' } as never }],
      /apiResult\.agentId is not/,
    ],
    ['the same action twice', ([one]) => [one ?? {}, one ?? {}] as never, /has 2 results, and 1 are awaited/],
    ['none', () => [], /has 0 results, and 1 are awaited/],
    [
      'a function',
      () => [{ functionResult: { actionGroup: 'shelf', function: 'removeItem', ...confirm } }],
      /has no apiResult/,
    ],
  ])('CONFIRM for %s is refused, and the right one still counts', async (_, change, message) => {
    const asked = await question();
    const { invocationId, returnControlInvocationResults } = stateOf(asked);
    const sessionState = {
      invocationId,
      returnControlInvocationResults: change(returnControlInvocationResults),
    };
    const { error } = await at.ask({ sessionState });
    expect(error).toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) });
    expect(removed()).toEqual([]);
    await at.decide(asked, confirm, done);
    expect(removed()).toEqual(['7']);
  });

  it('of two of the same operation, each has its own decision, in the sequence of the question', async () => {
    const asked = await at.ask('Clear', use(remove('1'), remove('2')));
    const [first, second] = resultsOf(asked.returnControl ?? {}, {});
    const returnControlInvocationResults = [
      { apiResult: { ...first?.apiResult, actionGroup: 'shelf', ...deny } },
      { apiResult: { ...second?.apiResult, actionGroup: 'shelf', ...confirm } },
    ];
    const sessionState = { invocationId: idOf(asked), returnControlInvocationResults };
    await at.ask({ sessionState }, done);
    expect(removed()).toEqual(['2']);
  });
});
