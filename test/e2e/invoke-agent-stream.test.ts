import type http2 from 'node:http2';
import { invokeAgent } from '../../scripts/invoke-agent';
import {
  type Answer,
  answer,
  chunk,
  exception,
  refuse,
  type ScriptedAgent,
  scriptedAgent,
  trace,
  whole,
} from '../kit/agent/scripted-agent';
import { runCommand, startCommand } from '../kit/commands/run-command';
import { runHere, setEnvironment } from '../kit/commands/run-here';

const running: ScriptedAgent[] = [];
let restore: () => void;
beforeEach(() => {
  restore = setEnvironment({});
});
afterEach(async () => {
  restore();
  await Promise.all(running.splice(0).map((agent) => agent.close()));
});

async function agentThat(script: Answer): Promise<ScriptedAgent> {
  const agent = await scriptedAgent(script);
  running.push(agent);
  return agent;
}

const ask = (agent: ScriptedAgent, ...args: string[]) =>
  runHere(invokeAgent, ['--endpoint', agent.endpoint, ...args, 'Hello']);
/** In a process of its own, of which the streams and the end are real. */
const askApart = (agent: ScriptedAgent, ...args: string[]) =>
  runCommand('invoke-agent', ['--endpoint', agent.endpoint, ...args, 'Hello']);

const modelOutput = (inputTokens: number, outputTokens: number) =>
  trace({ modelInvocationOutput: { traceId: 't-0', metadata: { usage: { inputTokens, outputTokens } } } });
const rationale = trace({ rationale: { traceId: 't-0', text: 'I look it up.' } });
const throttled = exception('throttlingException', { message: 'Your request rate is too high.' });

describe('an answer', () => {
  it('arrives whole, with usage summed over the invocations of the model and citations as the API has them', async () => {
    const citation = {
      generatedResponsePart: { textResponsePart: { text: 'Return it', span: { start: 0, end: 8 } } },
      retrievedReferences: [
        { content: { text: 'source' }, location: { type: 'S3', s3Location: { uri: 's3://b/k.md' } } },
      ],
    };
    const agent = await agentThat((stream) => {
      answer(stream, modelOutput(1200, 30), modelOutput(1500, 70), chunk('Return '));
      stream.end(chunk('it', { citations: [citation] }));
    });
    const { stdout, exitCode } = await askApart(agent, '--json');
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      result: {
        answer: 'Return it',
        sessionId: 'session',
        actions: [],
        citations: [citation],
        retrievals: [],
        usage: { inputTokens: 2700, outputTokens: 100, modelInvocations: 2 },
        complete: true,
      },
    });
    expect(exitCode).toBe(0);
  });

  it('keeps a character whose bytes come in two chunks', async () => {
    const bytes = Buffer.from('Žilina 📦');
    const agent = await agentThat((stream) => {
      answer(stream, chunk(bytes.subarray(0, 1)), chunk(bytes.subarray(1, 10)));
      stream.end(chunk(bytes.subarray(10)));
    });
    expect((await askApart(agent)).stdout).toBe('Žilina 📦\n');
  });

  it('is on stdout before the stream ends', async () => {
    let finish = () => {};
    const agent = await agentThat((stream) => {
      answer(stream, chunk('first '));
      finish = () => stream.end(chunk('second'));
    });
    const command = startCommand('invoke-agent', ['--endpoint', agent.endpoint, 'Hello']);
    expect(await command.stdoutMatching(/first/)).toBe('first ');
    finish();
    expect((await command.outcome).stdout).toBe('first second\n');
  });

  it('shows steps on stderr with --trace, and nothing there without', async () => {
    const agent = await agentThat((stream) => {
      answer(stream, rationale, modelOutput(12, 3));
      stream.end(chunk('Done.'));
    });
    const traced = await askApart(agent, '--trace');
    expect(traced.stdout).toBe('Done.\n');
    expect(traced.stderr).toMatch(/thinks I look it up\.\n.*used {3}12 tokens in, 3 out\n$/);
    expect((await ask(agent)).stderr).toBe('');
  });

  it('goes to an endpoint without the credentials of the shell', async () => {
    const agent = await agentThat((stream) => {
      whole(stream, chunk('Hi.'));
    });
    const env = { AWS_ACCESS_KEY_ID: 'AKIAREALCREDENTIALS', AWS_SECRET_ACCESS_KEY: 'secret' };
    await runCommand('invoke-agent', ['--endpoint', agent.endpoint, 'Hello'], { env });
    expect(agent.requests[0]?.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=000000000000\//);
  });
});

describe('a stream that breaks', () => {
  const cuts: [string, (stream: http2.ServerHttp2Stream) => void][] = [
    ['is reset by the service', (stream) => stream.destroy(new Error('cut'))],
    ['loses its connection', (stream) => stream.session?.destroy()],
    ['ends within a frame', (stream) => stream.end(chunk('lost').subarray(0, 20))],
  ];

  it.each(cuts)('exits 1 when it %s, after what had come was shown', async (_, cut) => {
    let doCut = () => {};
    const agent = await agentThat((stream) => {
      answer(stream, modelOutput(100, 20), chunk('Your parcel is'));
      doCut = () => cut(stream);
    });
    const command = startCommand('invoke-agent', ['--endpoint', agent.endpoint, 'Hello']);
    await command.stdoutMatching(/Your parcel is/);
    doCut();
    const { stdout, stderr, exitCode } = await command.outcome;
    expect(exitCode).toBe(1);
    expect(stdout).toBe('Your parcel is\n');
    expect(stderr).toMatch(/^invoke-agent: The connection broke before the answer was whole.*\n {2}\S.*\n$/);
  });

  it.each(cuts)('says so in --json when it %s', async (_, cut) => {
    const agent = await agentThat((stream) => {
      answer(stream, modelOutput(100, 20), chunk('Your parcel is'));
      // A ping comes back after the client has read what was sent before.
      stream.session?.ping(() => cut(stream));
    });
    const { stdout, stderr, exitCode } = await ask(agent, '--json');
    const { ok, error, result } = JSON.parse(stdout);
    expect({ ok, exitCode, stderr }).toEqual({ ok: false, exitCode: 1, stderr: '' });
    expect(error).toEqual({ code: 'STREAM_BROKEN', message: expect.any(String), hint: expect.any(String) });
    expect(Object.keys(result).sort()).toEqual(
      ['actions', 'answer', 'citations', 'complete', 'retrievals', 'sessionId', 'usage'].sort(),
    );
    expect(result.complete).toBe(false);
  });

  it('is no answer when it ends before one', async () => {
    const agent = await agentThat((stream) => {
      answer(stream, rationale);
      stream.end();
    });
    expect(JSON.parse((await ask(agent, '--json')).stdout)).toMatchObject({
      ok: false,
      error: { code: 'STREAM_BROKEN', message: 'The stream ended without an answer' },
    });
  });
});

describe('throttling', () => {
  const throttledFirst: Answer = (stream) => whole(stream, throttled);
  it.each<[string, Answer]>([
    ['before the stream', (stream) => refuse(stream, 429, 'ThrottlingException', 'Too many requests')],
    ['as the first event', throttledFirst],
    ['after traces alone', (stream) => whole(stream, rationale, modelOutput(9, 9), throttled)],
  ])('%s is tried again', async (_, refusal) => {
    const agent = await agentThat((stream, request) => {
      if (agent.requests.length === 1) return refusal(stream, request);
      whole(stream, chunk('Here I am.'));
    });
    const run = refusal === throttledFirst ? askApart : ask;
    const { stdout, exitCode } = await run(agent);
    expect({ stdout, exitCode, requests: agent.requests.length }).toEqual({
      stdout: 'Here I am.\n',
      exitCode: 0,
      requests: 2,
    });
  });

  it('after a word of the answer fails at once: a second try could say or do it twice', async () => {
    const agent = await agentThat((stream) => {
      answer(stream, chunk('I have '));
      stream.end(throttled);
    });
    const { stdout, exitCode } = await ask(agent, '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: 'THROTTLED', message: expect.stringContaining('Your request rate is too high.') },
      result: { answer: 'I have ', complete: false },
    });
    expect(agent.requests).toHaveLength(1);
  });
});

describe('Ctrl-C', () => {
  it('stops the answer and exits with 130', async () => {
    const agent = await agentThat((stream) => answer(stream, chunk('Once upon a time')));
    const command = startCommand('invoke-agent', ['--endpoint', agent.endpoint, 'Hello']);
    await command.stdoutMatching(/Once upon a time/);
    command.child.kill('SIGINT');
    expect(await command.outcome).toEqual({
      stdout: 'Once upon a time\n',
      stderr: 'invoke-agent: Interrupted\n',
      exitCode: 130,
    });
  });
});

it('says where nothing answers, and how to start something that does', async () => {
  // A port that no test gets, as one that was closed may be another's by now.
  const { stderr, exitCode } = await runCommand('invoke-agent', [
    '--endpoint',
    'http://127.0.0.1:9',
    'Hello',
  ]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/Nothing answers there .*ECONNREFUSED.*\n.*npm run -s emulator/);
});
