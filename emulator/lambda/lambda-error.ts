import type { Answer } from './function-process';
import type { FunctionError } from './protocol';

/** The payload of an invocation that failed, as Lambda words it. */
export function errorOf(
  answer: Exclude<Answer, { readonly type: 'result' }>,
  requestId: string,
  timeoutInSeconds: number,
): FunctionError {
  const runtime = (errorType: string, problem: string): FunctionError => ({
    errorType,
    errorMessage: `RequestId: ${requestId} Error: ${problem}`,
  });
  switch (answer.type) {
    case 'error':
      return answer.error;
    case 'timeout':
      return runtime('Sandbox.Timedout', `Task timed out after ${timeoutInSeconds.toFixed(2)} seconds`);
    case 'memory':
      return runtime('Runtime.OutOfMemory', 'Runtime exited with error: signal: killed');
    case 'exit':
      if (answer.signal === 'SIGABRT')
        return runtime('Runtime.ExitError', 'Runtime exited with error: signal: aborted');
      if (answer.signal) return runtime('Runtime.ExitError', 'Runtime exited with error: signal: killed');
      return answer.exitCode
        ? runtime('Runtime.ExitError', `Runtime exited with error: exit status ${answer.exitCode}`)
        : runtime('Runtime.ExitError', 'Runtime exited without providing a reason');
  }
}
