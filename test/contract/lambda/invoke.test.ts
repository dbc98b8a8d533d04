import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import type { LogLine } from '../../../emulator/log';
import { agentResources, functionResource, type HandMadeApp, handMadeApp } from '../../kit/hand-made-app';
import { clientConfig } from '../../kit/sdk-client';
import { until } from '../../kit/until';

const probe = `
const { readFileSync, writeFileSync } = require('node:fs');
let calls = 0;
const hog = [];
const does = {
  context: (event, context) => ({ ...context, left: context.getRemainingTimeInMillis(), keys: Object.keys(context) }),
  environment: () => ({ env: process.env, cwd: process.cwd(), argv: process.argv.length, execArgv: process.execArgv }),
  calls: () => ({ pid: process.pid, calls: ++calls }),
  log: () => { console.log('plain', { a: 1 }); console.error('two\\nlines'); process.stdout.write('no newline'); },
  flood: () => { for (let n = 0; n < 1000; n++) console.log('line ' + n); },
  nothing: () => undefined,
  echo: (event) => event,
  throws: () => { throw new TypeError('not today'); },
  throwsText: () => { throw 'just text'; },
  loop: () => { for (;;); },
  never: () => new Promise(() => {}),
  deaf: () => { process.on('SIGTERM', () => {}); return new Promise(() => {}); },
  exit0: () => process.exit(0),
  exit3: () => process.exit(3),
  abort: () => process.abort(),
  heap: () => { for (;;) hog.push(new Array(1e5).fill({})); },
  buffers: () => { for (;;) hog.push(Buffer.alloc(8e6, 1)); },
  later: () => new Promise(() => { setTimeout(() => { throw new Error('out of nowhere'); }); }),
  forgotten: () => new Promise(() => { Promise.reject(new Error('nobody waits')); }),
  circular: () => { const value = {}; value.value = value; return value; },
  big: () => 'x'.repeat(6_300_000),
  parse: () => __dirname,
};
exports.handler = async (event, context) => does[event.does](event, context);
exports.callback = (event, context, callback) => setImmediate(callback, null, { called: true });
exports.nested = { handler: async () => 'nested' };
`;
const broken = 'require("no-such-module"); exports.handler = async () => 1;';
const unparsable = 'exports.handler = async () => {';
const gate = `
const { existsSync, appendFileSync } = require('node:fs');
const { setTimeout: wait } = require('node:timers/promises');
let inside = 0;
exports.handler = async ({ id }) => {
  inside++;
  appendFileSync(process.env.SEEN, JSON.stringify({ id, pid: process.pid, inside }) + '\\n');
  while (!existsSync(process.env.OPEN)) await wait(5);
  inside--;
  return process.pid;
};
`;

const version = (name: string) => ({
  Type: 'AWS::Lambda::Version',
  Properties: { FunctionName: { Ref: name } },
});
const fn = (name: string, code: string, properties: object = {}) => {
  const { Type, Properties } = functionResource(name);
  return {
    Type,
    Properties: {
      ...Properties,
      Code: { S3Bucket: 'assets', S3Key: `${code}.zip` },
      MemorySize: 256,
      ...properties,
    },
  };
};

let app: HandMadeApp;
let emulator: Emulator;
let client: LambdaClient;
const lines: LogLine[] = [];

beforeAll(async () => {
  process.env.OUTCROP_TEST_SECRET = 'of the developer';
  app = handMadeApp(
    {
      Probe: fn('Probe', 'probe', { Environment: { Variables: { TABLE: 'things' } } }),
      ProbeVersion: version('Probe'),
      ProbeAlias: {
        Type: 'AWS::Lambda::Alias',
        Properties: {
          FunctionName: { Ref: 'Probe' },
          FunctionVersion: { 'Fn::GetAtt': ['ProbeVersion', 'Version'] },
          Name: 'live',
        },
      },
      Brief: fn('Brief', 'probe', { Timeout: 1 }),
      Callback: fn('Callback', 'probe', { Handler: 'index.callback' }),
      Nested: fn('Nested', 'probe', { Handler: 'index.nested.handler' }),
      Absent: fn('Absent', 'probe', { Handler: 'index.absent' }),
      NoFile: fn('NoFile', 'probe', { Handler: 'elsewhere.handler' }),
      Broken: fn('Broken', 'broken'),
      Unparsable: fn('Unparsable', 'unparsable'),
      Reserved: fn('Reserved', 'gate', {
        ReservedConcurrentExecutions: 1,
        Environment: { Variables: { OPEN: '/nowhere/open', SEEN: '/dev/null' } },
        Timeout: 2,
      }),
      Structured: fn('Structured', 'probe', { LoggingConfig: { LogFormat: 'JSON' } }),
      ...agentResources('Desk', {}),
    },
    { probe, broken, unparsable, gate },
  );
  emulator = await createEmulator({ assembly: app.folder, log: (line) => lines.push(line) });
  client = new LambdaClient(clientConfig(emulator));
});
afterAll(async () => {
  client.destroy();
  await emulator.close();
  app.remove();
});

async function invoke(FunctionName: string, event: unknown, more: Partial<InvokeCommandInput> = {}) {
  const answer = await client.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), LogType: 'Tail', ...more }),
  );
  const text = answer.Payload?.transformToString() ?? '';
  return {
    ...answer,
    payload: text === '' ? undefined : JSON.parse(text),
    log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
    requestId: answer.$metadata.requestId,
  };
}
const probeDoes = (does: string, name = 'Probe') => invoke(name, { does });

describe('a function', () => {
  it('gets its event and answers with JSON', async () => {
    const event = { does: 'echo', text: 'Žilina', list: [1, 2.5, null, true] };
    const { payload, FunctionError, StatusCode, ExecutedVersion } = await invoke('Probe', event);
    expect({ payload, FunctionError, StatusCode, ExecutedVersion }).toEqual({
      payload: event,
      FunctionError: undefined,
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
    });
    expect((await probeDoes('nothing')).payload).toBeNull();
  });

  it('gets a whole context', async () => {
    const ClientContext = Buffer.from('{"custom":{"tool":"t"}}').toString('base64');
    const { payload, requestId } = await invoke(
      'Probe',
      { does: 'context' },
      { ClientContext, Qualifier: 'live' },
    );
    expect(payload).toMatchObject({
      awsRequestId: requestId,
      functionName: 'Probe',
      functionVersion: '1',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Probe:live',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/Probe',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[1\][0-9a-f]{32}$/),
      callbackWaitsForEmptyEventLoop: true,
      clientContext: { custom: { tool: 't' } },
    });
    expect(payload.left).toBeGreaterThan(4000);
    expect(payload.left).toBeLessThanOrEqual(5000);
  });

  it("gets Lambda's environment and its own, nothing of the developer's", async () => {
    const { env, cwd, argv, execArgv } = (await probeDoes('environment')).payload;
    expect(env).toMatchObject({
      TABLE: 'things',
      AWS_LAMBDA_FUNCTION_NAME: 'Probe',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_ENDPOINT_URL_DYNAMODB: `${emulator.endpoint}/dynamodb`,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/),
      _HANDLER: 'index.handler',
    });
    expect(env).not.toHaveProperty('OUTCROP_TEST_SECRET');
    expect(env).not.toHaveProperty('HOME');
    expect(cwd).toBe(env.LAMBDA_TASK_ROOT);
    expect(argv).toBe(2);
    // Where the memory of a process is not known, V8's limit is all that there is.
    expect(execArgv).toEqual(['--max-old-space-size=256']);
  });

  it('stays warm', async () => {
    const first = (await probeDoes('calls', 'Brief')).payload;
    const second = (await probeDoes('calls', 'Brief')).payload;
    expect(second).toEqual({ pid: first.pid, calls: first.calls + 1 });
  });

  it('stays warm when the app is synthesized again and the function is the same', async () => {
    const { payload: first } = await probeDoes('calls');
    await emulator.reload(app.folder);
    const { payload: second, log } = await probeDoes('calls');
    expect(second).toEqual({ pid: first.pid, calls: first.calls + 1 });
    expect(log).not.toContain('Init Duration');
  });

  it.each([
    ['by name', 'Probe', '$LATEST'],
    ['by name and version', 'Probe:1', '1'],
    ['by name and alias', 'Probe:live', '1'],
    ['by ARN', 'arn:aws:lambda:us-east-1:000000000000:function:Probe', '$LATEST'],
    ['by ARN with version', 'arn:aws:lambda:us-east-1:000000000000:function:Probe:1', '1'],
    ['by partial ARN', '000000000000:function:Probe', '$LATEST'],
  ])('is found %s', async (_, name, executed) => {
    const { ExecutedVersion, payload } = await invoke(name, { does: 'context' });
    expect([ExecutedVersion, payload.functionVersion]).toEqual([executed, executed]);
  });

  it('may take a callback, or be nested in an export', async () => {
    expect((await invoke('Callback', {})).payload).toEqual({ called: true });
    expect((await invoke('Nested', {})).payload).toBe('nested');
  });
});

describe('the log', () => {
  it('is what the function wrote, between the lines of Lambda', async () => {
    await probeDoes('calls');
    const { log, requestId } = await probeDoes('log');
    const [start, plain, twoLines, noNewline, end, report] = log.trimEnd().split('\n');
    expect(start).toBe(`START RequestId: ${requestId} Version: $LATEST`);
    expect(plain).toMatch(new RegExp(`Z\\t${requestId}\\tINFO\\tplain { a: 1 }$`));
    expect(twoLines).toMatch(new RegExp(`Z\\t${requestId}\\tERROR\\ttwo\\rlines$`));
    expect(noNewline).toBe('no newline');
    expect(end).toBe(`END RequestId: ${requestId}`);
    expect(report).toMatch(
      new RegExp(
        `^REPORT RequestId: ${requestId}\\tDuration: [\\d.]+ ms\\tBilled Duration: \\d+ ms\\tMemory Size: 256 MB\\tMax Memory Used: \\d+ MB$`,
      ),
    );
    const seen = lines.filter((line) => line.source === 'lambda' && line.text.includes(requestId ?? '-'));
    expect(seen).toHaveLength(5);
  });

  it('ends with at most 4 KB', async () => {
    const { log } = await probeDoes('flood');
    expect(Buffer.byteLength(log)).toBeLessThanOrEqual(4096);
    expect(log).toContain('line 999');
  });

  it('is JSON where the function asks for it', async () => {
    const { log, requestId } = await probeDoes('log', 'Structured');
    const [start, plain, , , report] = log.trimEnd().split('\n');
    expect(JSON.parse(start ?? '')).toMatchObject({ type: 'platform.start', record: { requestId } });
    expect(JSON.parse(plain ?? '')).toMatchObject({ level: 'INFO', requestId, message: 'plain { a: 1 }' });
    expect(JSON.parse(report ?? '')).toMatchObject({ type: 'platform.report' });
  });

  it('is not there unless it is asked for', async () => {
    expect((await invoke('Probe', { does: 'echo' }, { LogType: 'None' })).LogResult).toBeUndefined();
  });
});

describe('what goes wrong', () => {
  const exit = (problem: string) => ({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringMatching(new RegExp(`^RequestId: [0-9a-f-]{36} Error: ${problem}$`)),
  });
  it.each([
    [
      'an exception',
      'throws',
      { errorType: 'TypeError', errorMessage: 'not today', trace: expect.anything() },
    ],
    ['thrown text', 'throwsText', { errorType: 'string', errorMessage: 'just text', trace: [] }],
    ['an exit', 'exit0', exit('Runtime exited without providing a reason')],
    ['an exit with a code', 'exit3', exit('Runtime exited with error: exit status 3')],
    ['an abort', 'abort', exit('Runtime exited with error: signal: aborted')],
    // V8 may notice first or the limit on the whole process: on Lambda as well.
    [
      'a full heap',
      'heap',
      {
        errorType: expect.stringMatching(/^Runtime\.(ExitError|OutOfMemory)$/),
        errorMessage: expect.any(String),
      },
    ],
    [
      'an exception out of nowhere',
      'later',
      { errorType: 'Error', errorMessage: 'out of nowhere', trace: expect.anything() },
    ],
    [
      'a forgotten rejection',
      'forgotten',
      {
        errorType: 'Runtime.UnhandledPromiseRejection',
        errorMessage: 'nobody waits',
        trace: expect.anything(),
      },
    ],
    ['an answer that is no JSON', 'circular', expect.objectContaining({ errorType: 'Runtime.MarshalError' })],
    [
      'an answer that is too long',
      'big',
      expect.objectContaining({ errorType: 'Function.ResponseSizeTooLarge' }),
    ],
  ])('%s ends that invocation only', async (_, does, error) => {
    const answer = await probeDoes(does);
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', payload: error });
    expect((await invoke('Probe', { does: 'echo' })).FunctionError).toBeUndefined();
  });

  // Lambda counts all memory; that of a process is known on Linux only.
  if (process.platform === 'linux') {
    it('memory outside the heap counts as well', async () => {
      const { payload, log } = await probeDoes('buffers');
      expect(payload).toMatchObject({ errorType: 'Runtime.OutOfMemory' });
      expect(log).toContain('Runtime.OutOfMemory');
    });
  }

  it.each(['loop', 'never', 'deaf'])('%s ends with the timeout', async (does) => {
    const { payload, FunctionError, log, requestId } = await probeDoes(does, 'Brief');
    expect(FunctionError).toBe('Unhandled');
    expect(payload).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
    });
    expect(log).toContain('Task timed out after 1.00 seconds');
    expect((await probeDoes('calls', 'Brief')).payload.calls).toBe(1);
  });

  it.each([
    ['Broken', 'Error', /Cannot find module 'no-such-module'/],
    ['Absent', 'Runtime.HandlerNotFound', /index\.absent is undefined or not exported/],
    ['NoFile', 'Runtime.ImportModuleError', /Cannot find module 'elsewhere'/],
    ['Unparsable', 'Runtime.UserCodeSyntaxError', /Unexpected end of input/],
  ])('%s does not load, and says why', async (name, errorType, errorMessage) => {
    const { payload } = await invoke(name, {});
    expect(payload.errorType).toBe(name === 'Broken' ? 'Runtime.ImportModuleError' : errorType);
    expect(payload.errorMessage).toMatch(errorMessage);
  });
});

describe('Invoke', () => {
  it('takes an event, answers at once and runs it once, though it fails', async () => {
    const { StatusCode, payload, requestId } = await invoke(
      'Brief',
      { does: 'never' },
      { InvocationType: 'Event', LogType: 'None' },
    );
    const count = (word: string) =>
      lines.filter(({ text }) => text.startsWith(`${word} RequestId: ${requestId}`)).length;
    expect({ StatusCode, payload, ended: count('END') }).toEqual({
      StatusCode: 202,
      payload: undefined,
      ended: 0,
    });
    await until(() => count('END') === 1);
    // A retry would have come first.
    await probeDoes('calls', 'Brief');
    expect(count('START')).toBe(1);
  });

  it('runs nothing when it is dry', async () => {
    const { StatusCode, requestId } = await invoke('Probe', { does: 'log' }, { InvocationType: 'DryRun' });
    expect(StatusCode).toBe(204);
    expect(lines.some(({ text }) => text.includes(requestId ?? '-'))).toBe(false);
  });

  it.each([
    ['a function that is not there', { FunctionName: 'Nobody' }, 'ResourceNotFoundException', 404],
    ['a version that is not there', { FunctionName: 'Probe:7' }, 'ResourceNotFoundException', 404],
    ['what is no name', { FunctionName: 'a b' }, 'InvalidParameterValueException', 400],
    ['what is no JSON', { FunctionName: 'Probe', Payload: '{' }, 'InvalidRequestContentException', 400],
    [
      'what is too long',
      { FunctionName: 'Probe', Payload: `"${'x'.repeat(6_291_456)}"` },
      'RequestTooLargeException',
      413,
    ],
    [
      'what is too long for an event',
      { FunctionName: 'Probe', Payload: `"${'x'.repeat(1024 * 1024)}"`, InvocationType: 'Event' as const },
      'RequestTooLargeException',
      413,
    ],
  ])('refuses %s', async (_, input, name, httpStatusCode) => {
    await expect(client.send(new InvokeCommand(input))).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode },
    });
  });

  it('throttles beyond what is reserved', async () => {
    const single = new LambdaClient({ ...clientConfig(emulator), maxAttempts: 1 });
    const running = invoke('Reserved', { id: 1 });
    await until(() =>
      lines.some(
        ({ text, ...line }) =>
          'functionName' in line && line.functionName === 'Reserved' && text.startsWith('START'),
      ),
    );
    await expect(single.send(new InvokeCommand({ FunctionName: 'Reserved' }))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    await running;
    single.destroy();
  });
});
