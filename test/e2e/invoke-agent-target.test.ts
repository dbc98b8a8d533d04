import config from '../../agent.config';
import { AgentError } from '../../client/agent-error';
import { resolveTarget } from '../../client/agent-target';
import { invokeAgent } from '../../client/invoke-agent';
import { searching } from '../../scripts/conversation/searching';
import { invokeAgent as command } from '../../scripts/invoke-agent';
import {
  answer,
  chunk,
  type ScriptedAgent,
  scriptedAgent,
  stackOf,
  whole,
} from '../kit/agent/scripted-agent';
import { runCommand } from '../kit/commands/run-command';
import { runHere, setEnvironment } from '../kit/commands/run-here';

let agent: ScriptedAgent | undefined;
let restore = () => {};
afterEach(async () => {
  jest.useRealTimers();
  restore();
  restore = () => {};
  await agent?.close();
  agent = undefined;
});

const aws = ({ endpoint }: ScriptedAgent) => ({
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_ENDPOINT_URL: endpoint,
});

describe('--stage', () => {
  it("finds the agent by its stack's outputs, and sends no attributes unless they are given", async () => {
    agent = await scriptedAgent((stream) => whole(stream, chunk('Hi.')));
    const first = await runCommand('invoke-agent', ['--stage', 'prod', 'Hello'], { env: aws(agent) });
    expect(first).toEqual({ stdout: 'Hi.\n', stderr: '', exitCode: 0 });
    expect(agent.stackRequests[0]?.get('StackName')).toBe(`${config.name}-prod-agent`);
    expect(agent.requests[0]?.path).toMatch(/^\/agents\/SCRIPTED7\/agentAliases\/SCRIPTED12\/sessions\//);
    expect(agent.requests[0]?.authorization).toContain('/eu-central-1/bedrock/');
    expect(agent.requests[0]?.sessionState?.sessionAttributes).toBeUndefined();

    restore = setEnvironment(aws(agent));
    await runHere(command, ['--stage', 'prod', '--attr', 'locale=de', '--region', 'us-west-2', 'Hello']);
    expect(agent.requests[1]?.sessionState?.sessionAttributes).toEqual({ locale: 'de' });
    expect(agent.requests[1]?.authorization).toContain('/us-west-2/bedrock/');
  });

  it.each<[string, { status: number; body: string }, string]>([
    [
      'NOT_DEPLOYED',
      {
        status: 400,
        body: '<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id x does not exist</Message></Error></ErrorResponse>',
      },
      'npm run deploy',
    ],
    ['NO_AGENT', { status: 200, body: stackOf('x', '') }, 'deploy'],
  ])('says %s and what to do', async (code, described, hint) => {
    agent = await scriptedAgent(
      () => {},
      () => described,
    );
    restore = setEnvironment(aws(agent));
    const { stdout, exitCode } = await runHere(command, ['--stage', 'dev', '--json', 'Hello']);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code, hint: expect.stringContaining(hint) },
    });
    expect(exitCode).toBe(1);
  });
});

describe('--endpoint', () => {
  it("sends the laptop's attributes, over which --attr goes", async () => {
    agent = await scriptedAgent((stream) => whole(stream, chunk('Hi.')));
    restore = setEnvironment({});
    const endpoint = ['--endpoint', `${agent.endpoint}/`];
    await runCommand('invoke-agent', [...endpoint, 'Hello']);
    await runHere(command, [...endpoint, '--attr', 'locale=de', 'Hello']);
    await runHere(command, [...endpoint, '--attr', 'customerId=CUST-007', 'Hello']);
    const { sessionAttributes } = config.laptop;
    expect(agent.requests.map(({ sessionState }) => sessionState?.sessionAttributes)).toEqual([
      sessionAttributes,
      { ...sessionAttributes, locale: 'de' },
      { ...sessionAttributes, customerId: 'CUST-007' },
    ]);
    expect(agent.requests[0]?.path).toMatch(/^\/bedrock-agent-runtime\/agents\/SCRIPTED7\//);
  });
});

it('asks for the search that is configured with each request, beside what the request has of its own', async () => {
  agent = await scriptedAgent((stream) => whole(stream, chunk('Hi.')));
  const found = await resolveTarget({ endpoint: agent.endpoint });
  const vectorSearchConfiguration = { overrideSearchType: 'HYBRID', numberOfResults: 9 } as const;
  const target = await searching(found, async () => 'KB12345678', vectorSearchConfiguration);
  const sessionState = { sessionAttributes: { locale: 'de' } };
  const request = { inputText: 'Hello', sessionId: 'session', sessionState };
  for await (const _ of invokeAgent(target, request, { lookup: () => undefined }));
  expect(agent.requests[0]?.sessionState).toEqual({
    ...sessionState,
    knowledgeBaseConfigurations: [
      { knowledgeBaseId: 'KB12345678', retrievalConfiguration: { vectorSearchConfiguration } },
    ],
  });
  const never = () => Promise.reject(new Error('nobody needs to know'));
  expect(await searching(found, never, {})).toBe(found);
});

it('gives up on an agent that is silent for too long, and says that it may still act', async () => {
  agent = await scriptedAgent((stream) => answer(stream, chunk('I am thinking')));
  const target = await resolveTarget({ endpoint: agent.endpoint });
  const others = ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const;
  jest.useFakeTimers({ doNotFake: [...others, 'setImmediate', 'clearImmediate', 'setInterval'] });
  const events = invokeAgent(
    target,
    { inputText: 'Hello', sessionId: 'session' },
    { lookup: () => undefined, longestSilence: 60_000 },
  );
  const seen: string[] = [];
  const failure = await (async () => {
    for await (const event of events) {
      seen.push(event.type);
      jest.advanceTimersByTime(60_000);
    }
  })().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AgentError);
  expect(failure).toMatchObject({ code: 'TIMED_OUT', retryable: false });
  expect(seen).toEqual(['text']);
});
