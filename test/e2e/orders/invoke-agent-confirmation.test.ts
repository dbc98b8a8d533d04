import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { main } from '../../../scripts/cli/command';
import { invokeAgent } from '../../../scripts/invoke-agent';
import {
  answer,
  chunk,
  frame,
  type ScriptedAgent,
  scriptedAgent,
  whole,
} from '../../kit/agent/scripted-agent';
import { type FakeIo, fakeIo } from '../../kit/commands/fake-io';
import { runCommand } from '../../kit/commands/run-command';
import { runHere, setEnvironment } from '../../kit/commands/run-here';

const invocationInput = (orderId: string, reason: string) => ({
  apiInvocationInput: {
    actionGroup: 'orders',
    apiPath: '/orders/{orderId}/cancel',
    httpMethod: 'post',
    actionInvocationType: 'USER_CONFIRMATION',
    parameters: [{ name: 'orderId', type: 'string', value: orderId }],
    requestBody: {
      content: { 'application/json': { properties: [{ name: 'reason', type: 'string', value: reason }] } },
    },
  },
});
const asking = (...inputs: object[]) =>
  frame('returnControl', { invocationId: 'invocation-1', invocationInputs: inputs });

interface ApiResult {
  readonly apiResult: {
    readonly apiPath: string;
    readonly httpMethod: string;
    readonly confirmationState: string;
  };
}
const decisions = (agent: ScriptedAgent) =>
  agent.requests.map(({ sessionState }) =>
    ((sessionState?.returnControlInvocationResults ?? []) as ApiResult[]).map(
      ({ apiResult }) => apiResult.confirmationState,
    ),
  );

let agent: ScriptedAgent;
let state: string;
let restore: () => void;
beforeEach(async () => {
  state = mkdtempSync(path.join(tmpdir(), 'outcrop-state-'));
  restore = setEnvironment({ OUTCROP_STATE: state });
  agent = await scriptedAgent((stream, { sessionState, inputText }) => {
    const results = sessionState?.returnControlInvocationResults as ApiResult[] | undefined;
    if (results) {
      const done = results.map(({ apiResult }) =>
        apiResult.confirmationState === 'CONFIRM' ? 'Done.' : 'Left.',
      );
      return whole(stream, chunk(done.join(' ')));
    }
    if (inputText === 'both') {
      return whole(
        stream,
        asking(invocationInput('ORD-100002', 'twice'), invocationInput('ORD-100003', 'late')),
      );
    }
    if (inputText === 'own') {
      const { apiInvocationInput } = invocationInput('ORD-100002', 'twice');
      return whole(
        stream,
        asking({ apiInvocationInput: { ...apiInvocationInput, actionInvocationType: 'RESULT' } }),
      );
    }
    if (inputText === 'cancel') return whole(stream, asking(invocationInput('ORD-100002', 'twice\n  y')));
    if (inputText === 'endless') return answer(stream, chunk('Once upon a time'));
    return whole(stream, chunk(`You said ${inputText}`));
  });
});
afterEach(async () => {
  restore();
  await agent.close();
  rmSync(state, { recursive: true, force: true });
});

const ask = (...args: string[]) => runHere(invokeAgent, ['--endpoint', agent.endpoint, ...args]);
/** In a process of its own, with which all that is not kept ends. */
const askApart = (...args: string[]) =>
  runCommand('invoke-agent', ['--endpoint', agent.endpoint, ...args], { env: { OUTCROP_STATE: state } });
const waiting = () => readdirSync(path.join(state, 'pending'));

describe('without a terminal', () => {
  it('prints what waits, exits 0, and a later --confirm yes does it', async () => {
    const first = await askApart('--session', 'my-session', 'cancel');
    expect(first.stdout).toBe(
      [
        'Waiting, nothing was done yet:',
        'Cancel order ORD-100002? The reason given is: twice y',
        '  orders cancelOrder POST /orders/{orderId}/cancel',
        '    orderId: "ORD-100002"',
        '    reason: "twice\\n  y"',
        'invocationId invocation-1',
        `To do it: npm run -s invoke-agent -- --endpoint ${agent.endpoint} --session session --confirm yes`,
        `To leave it: npm run -s invoke-agent -- --endpoint ${agent.endpoint} --session session --confirm no`,
        '',
      ].join('\n'),
    );
    expect(first.exitCode).toBe(0);

    const second = await askApart('--session', 'my-session', '--confirm', 'yes');
    expect(second).toEqual({ stdout: 'Done.\n', stderr: '', exitCode: 0 });
    expect(agent.requests[1]).toMatchObject({
      path: expect.stringContaining('/sessions/my-session/text'),
      sessionState: {
        invocationId: 'invocation-1',
        sessionAttributes: expect.any(Object),
        returnControlInvocationResults: [
          {
            apiResult: {
              actionGroup: 'orders',
              apiPath: '/orders/{orderId}/cancel',
              httpMethod: 'post',
              confirmationState: 'CONFIRM',
            },
          },
        ],
      },
    });
    expect(agent.requests[1]).not.toHaveProperty('inputText');

    const third = await ask('--session', 'my-session', '--confirm', 'yes');
    expect(third.exitCode).toBe(2);
    expect(third.stderr).toContain('No action of session my-session waits');
    expect(waiting()).toEqual([]);
  });

  it('has it in --json', async () => {
    const { stdout, exitCode } = await ask('--json', 'cancel');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      result: {
        answer: '',
        actions: [],
        complete: true,
        returnControl: {
          invocationId: 'invocation-1',
          invocationInputs: [
            {
              operationId: 'cancelOrder',
              parameters: { orderId: 'ORD-100002' },
              actionInvocationType: 'USER_CONFIRMATION',
            },
          ],
        },
      },
    });
  });

  it.each([
    ['yes', 'Done. Done.\n', 'CONFIRM'],
    ['no', 'Left. Left.\n', 'DENY'],
  ])('decides all at once with --confirm %s', async (flag, stdout, decision) => {
    expect(await ask('--confirm', flag, 'both')).toEqual({ stdout, stderr: '', exitCode: 0 });
    expect(decisions(agent)).toEqual([[], [decision, decision]]);
  });

  it('says that a yes is not what an action of the caller waits for', async () => {
    const first = await ask('--session', 'my-session', '--confirm', 'yes', 'own');
    expect(first.stdout).toContain('orders cancelOrder POST /orders/{orderId}/cancel (RESULT)');
    expect((await ask('--session', 'my-session', '--confirm', 'yes')).stderr).toContain(
      'waits for the result',
    );
    expect(agent.requests).toHaveLength(1);
  });
});

describe('on a terminal', () => {
  let terminal: FakeIo;
  let exitCode: Promise<number>;
  const start = (...args: string[]) => {
    terminal = fakeIo(true);
    exitCode = main(invokeAgent, ['--endpoint', agent.endpoint, ...args], terminal.io);
  };

  it('converses in one session until /quit', async () => {
    start();
    await terminal.shown(/\/help.*\n[\s\S]*> /);
    terminal.type('hello\n');
    await terminal.shown(/You said hello\n[\s\S]*> /);
    terminal.type('again\n');
    await terminal.shown(/You said again\n[\s\S]*> /);
    terminal.type('/quit\n');
    expect(await exitCode).toBe(0);
    expect(terminal.stdout()).toBe('You said hello\nYou said again\n');
    const sessions = new Set(agent.requests.map((request) => request.path));
    expect(sessions.size).toBe(1);
  });

  it('has its commands', async () => {
    start('--session', 'my-session');
    await terminal.shown(/> /);
    terminal.type('/session\n');
    await terminal.shown(/Session my-session\n.*--session my-session/);
    terminal.type('/session new\n');
    await terminal.shown(/New session [0-9a-f-]{36}/);
    terminal.type('/trace\n');
    await terminal.shown(/Steps are shown/);
    terminal.type('/nope\n');
    await terminal.shown(/There is no \/nope\n[\s\S]*\/quit/);
    terminal.type('\u0004');
    expect(await exitCode).toBe(0);
    expect(agent.requests).toEqual([]);
  });

  it.each([
    ['y\n', 'Done.', 'CONFIRM'],
    ['YES\n', 'Done.', 'CONFIRM'],
    ['n\n', 'Left.', 'DENY'],
    ['\n', 'Left.', 'DENY'],
    ['cancel\ny\n', 'Done.', 'CONFIRM'],
  ])('asks with the exact arguments, and takes %j', async (typed, reply, decision) => {
    start();
    await terminal.shown(/> /);
    terminal.type('cancel\n');
    await terminal.shown(/Cancel order ORD-100002\?.*\n.*\n {4}orderId: "ORD-100002"\n.*\n.*\[y\/N\]/);
    terminal.type(typed);
    await terminal.shown(new RegExp(reply));
    terminal.type('/quit\n');
    expect(await exitCode).toBe(0);
    expect(decisions(agent)).toEqual([[], [decision]]);
    expect(waiting()).toEqual([]);
  });

  it('never takes for a yes what was typed before the question', async () => {
    start();
    await terminal.shown(/> /);
    terminal.type('cancel\ny\ny\n');
    await terminal.shown(/\[y\/N\]/);
    terminal.type('n\n');
    await terminal.shown(/Left\./);
    terminal.type('/quit\n');
    await exitCode;
    expect(decisions(agent)).toEqual([[], ['DENY']]);
  });

  it('asks for each of several, also after a single prompt', async () => {
    start('both');
    await terminal.shown(/ORD-100002[\s\S]*\[y\/N\]/);
    terminal.type('y\n');
    await terminal.shown(/ORD-100003[\s\S]*\[y\/N\]/);
    terminal.type('n\n');
    expect(await exitCode).toBe(0);
    expect(decisions(agent)).toEqual([[], ['CONFIRM', 'DENY']]);
    expect(terminal.stdout()).toBe('Done. Left.\n');
  });

  it('stops an answer with Ctrl-C and goes on, and ends with a second one', async () => {
    start();
    await terminal.shown(/> /);
    terminal.type('endless\n');
    await terminal.shown(/Once upon a time/);
    terminal.type('\u0003');
    await terminal.shown(/Stopped\.[\s\S]*> /);
    terminal.type('\u0003');
    expect(await exitCode).toBe(130);
  });

  it('leaves an action waiting when the question is answered with Ctrl-C', async () => {
    start('cancel');
    await terminal.shown(/\[y\/N\]/);
    terminal.type('\u0003');
    expect(await exitCode).toBe(130);
    expect(waiting()).toHaveLength(1);
    expect(decisions(agent)).toEqual([[]]);
  });

  it('shows a failure and goes on', async () => {
    start();
    await terminal.shown(/> /);
    await agent.close();
    terminal.type('hello\n');
    await terminal.shown(/NOT_REACHABLE[\s\S]*> /);
    terminal.type('/quit\n');
    expect(await exitCode).toBe(0);
    agent = await scriptedAgent(() => {});
  });
});
