import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clientConfig } from '../../kit/sdk-client';
import { until } from '../../kit/until';
import { probeApp } from './probe';

const probe = probeApp();
const { invoke, probeDoes, lines } = probe;

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
      AWS_ENDPOINT_URL_DYNAMODB: `${probe.emulator.endpoint}/dynamodb`,
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
    await probe.emulator.reload(probe.app.folder);
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
    await expect(probe.client.send(new InvokeCommand(input))).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode },
    });
  });

  it('throttles beyond what is reserved', async () => {
    const single = new LambdaClient({ ...clientConfig(probe.emulator), maxAttempts: 1 });
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
