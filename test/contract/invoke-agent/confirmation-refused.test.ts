import type { ApiResult } from '@aws-sdk/client-bedrock-agent-runtime';
import { ServiceError } from '../../../emulator/front-door/operation';
import type { Answered } from '../../kit/agent/agent-client';
import { say, use } from '../../kit/agent/scripted-model';
import { confirmationDesk, remove, resultsOf } from '../../kit/desk/confirmation-desk';

const at = confirmationDesk();

describe('an answer that does not fit is a ValidationException and runs nothing', () => {
  const expectRefused = ({ error, kinds }: Answered, message: RegExp) => {
    expect(error).toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) });
    expect(kinds).toEqual([]);
    expect(at.desk.model.requests).toEqual([]);
  };

  it('the same one twice', async () => {
    const returned = await at.ask('Remove number 7', use(remove('7')));
    await at.decide(returned, { confirmationState: 'CONFIRM' }, say('It is gone'));
    expectRefused(
      await at.decide(returned, { confirmationState: 'CONFIRM' }),
      /is not pending in this session/,
    );
    expect(at.pathsRun()).toHaveLength(1);
    expect((await at.ask('Hello', say('Hi'))).text).toBe('Hi');
  });

  it('the same one after a turn that ran it and failed', async () => {
    const returned = await at.ask('Remove number 7', use(remove('7')));
    const broken = () => {
      throw new ServiceError('AccessDeniedException', 'No access to the model');
    };
    const { error } = await at.decide(returned, { confirmationState: 'CONFIRM' }, broken);
    expect(error).toMatchObject({ name: 'AccessDeniedException' });
    const again = await at.decide(returned, { confirmationState: 'CONFIRM' });
    expectRefused(again, /is not pending in this session/);
    expect(at.pathsRun()).toHaveLength(1);
  });

  it('two at once: one runs, the other is turned away', async () => {
    const returned = await at.ask('Remove number 7', use(remove('7')));
    at.desk.model.script(say('It is gone'));
    const { invocationId } = returned.returnControl ?? {};
    const returnControlInvocationResults = resultsOf(returned.returnControl ?? {}, {
      confirmationState: 'CONFIRM',
    });
    const answer = {
      sessionId: at.sessionId,
      sessionState: { invocationId, returnControlInvocationResults },
    };
    const answers = await Promise.all([at.desk.client.ask(answer), at.desk.client.ask(answer)]);
    expect(answers.map(({ text }) => text).sort()).toEqual(['', 'It is gone']);
    expect(at.pathsRun()).toHaveLength(1);
  });

  it('one of another session', async () => {
    const returned = await at.ask('Remove number 7', use(remove('7')));
    const { invocationId } = returned.returnControl ?? {};
    const returnControlInvocationResults = resultsOf(returned.returnControl ?? {}, {
      confirmationState: 'CONFIRM',
    });
    const sessionState = { invocationId, returnControlInvocationResults };
    expectRefused(
      await at.ask({ sessionId: `${at.sessionId}-other`, sessionState }),
      /is not pending in this session/,
    );
    expect(at.pathsRun()).toEqual([]);
  });

  it('one that came too late', async () => {
    const returned = await at.ask('Remove number 7', use(remove('7')));
    at.desk.time.at += 600_000;
    expectRefused(await at.decide(returned, { confirmationState: 'CONFIRM' }), /has expired/);
    expect(at.pathsRun()).toEqual([]);
  });

  it('one without invocationId', async () => {
    const { returnControl } = await at.ask('Remove number 7', use(remove('7')));
    const returnControlInvocationResults = resultsOf(returnControl ?? {}, { confirmationState: 'CONFIRM' });
    expectRefused(
      await at.ask({ sessionState: { returnControlInvocationResults } }),
      /invocationId is missing/,
    );
  });

  it.each<[string, Partial<ApiResult>, RegExp]>([
    ['no confirmationState', {}, /\[0\]\.apiResult\.confirmationState is missing/],
    ['another confirmationState', { confirmationState: 'MAYBE' as never }, /confirmationState is MAYBE/],
    ['another path', { confirmationState: 'CONFIRM', apiPath: '/items' }, /no apiResult for post/],
    ['another group', { confirmationState: 'CONFIRM', actionGroup: 'courier' }, /no apiResult for post/],
  ])('%s; and the right one still counts afterwards', async (_, given, message) => {
    const returned = await at.ask('Remove number 7', use(remove('7')));
    expectRefused(await at.decide(returned, given), message);
    expect(at.pathsRun()).toEqual([]);
    expect((await at.decide(returned, { confirmationState: 'CONFIRM' }, say('It is gone'))).text).toBe(
      'It is gone',
    );
    expect(at.pathsRun()).toHaveLength(1);
  });

  it('too few', async () => {
    const { returnControl } = await at.ask('Clear', use(remove('1'), remove('2')));
    const returnControlInvocationResults = resultsOf(returnControl ?? {}, {
      confirmationState: 'CONFIRM',
    }).slice(1);
    const sessionState = { invocationId: returnControl?.invocationId, returnControlInvocationResults };
    expectRefused(await at.ask({ sessionState }), /has 1 results, and 2 are awaited/);
  });

  it('a functionResult', async () => {
    const { returnControl } = await at.ask('Remove number 7', use(remove('7')));
    const returnControlInvocationResults = [
      { functionResult: { actionGroup: 'shelf', confirmationState: 'CONFIRM' as const } },
    ];
    const sessionState = { invocationId: returnControl?.invocationId, returnControlInvocationResults };
    expectRefused(await at.ask({ sessionState }), /\[0\] has no apiResult/);
  });
});
