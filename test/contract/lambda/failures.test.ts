import { probeApp } from './probe';

const { invoke, probeDoes } = probeApp();

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
    const answer = await probeDoes(does, 'Patient');
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', payload: error });
    expect((await invoke('Patient', { does: 'echo' })).FunctionError).toBeUndefined();
  });

  // Lambda counts all memory; that of a process is known on Linux only.
  if (process.platform === 'linux') {
    it('memory outside the heap counts as well', async () => {
      const { payload, log } = await probeDoes('buffers', 'Patient');
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
