import { AgentError, toAgentError } from '../../../client/agent-error';

const thrown = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

it.each([
  [
    'MAINTENANCE_MODE',
    thrown(
      'AccessDeniedException',
      'Bedrock Agents is in Maintenance Mode and not available for new customers',
    ),
  ],
  [
    'MODEL_NEEDS_INFERENCE_PROFILE',
    thrown(
      'ValidationException',
      'Invocation of model ID anthropic.x with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
    ),
  ],
  [
    'MODEL_PARAMETERS',
    thrown('ValidationException', '`temperature` and `top_p` cannot both be specified for this model.'),
  ],
  [
    'LAMBDA_ACCESS_DENIED',
    thrown(
      'DependencyFailedException',
      'Access denied while invoking Lambda function arn:aws:lambda:x. Check the permissions on the Lambda function and retry the request.',
    ),
  ],
  [
    'LAMBDA_RESPONSE',
    thrown(
      'DependencyFailedException',
      'The server encountered an error processing the Lambda response. Check the Lambda response and retry the request',
    ),
  ],
  ['MAX_ITERATIONS', thrown('ValidationException', 'Max iterations exceeded')],
  [
    'MODEL_ACCESS_DENIED',
    thrown(
      'AccessDeniedException',
      'Access denied when calling Bedrock. Check your request permissions and retry the request.',
    ),
  ],
  [
    'ACCESS_DENIED',
    thrown(
      'AccessDeniedException',
      'User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:InvokeAgent',
    ),
  ],
  ['THROTTLED', thrown('ThrottlingException', 'Your request rate is too high.')],
  ['MODEL_NOT_READY', thrown('ModelNotReadyException', 'The model is not ready')],
  ['QUOTA_EXCEEDED', thrown('ServiceQuotaExceededException', 'Too many')],
  ['DEPENDENCY_FAILED', thrown('DependencyFailedException', 'failed', { resourceName: 'my-function' })],
  ['AGENT_NOT_FOUND', thrown('ResourceNotFoundException', 'Failed to retrieve resource')],
  ['NOT_DEPLOYED', thrown('ValidationError', 'Stack with id desk-dev-agent does not exist')],
  ['CONFLICT', thrown('ConflictException', 'There was a conflict')],
  ['INVALID_REQUEST', thrown('ValidationException', '1 validation error detected: sessionId')],
  [
    'CREDENTIALS_EXPIRED',
    thrown('ExpiredTokenException', 'The security token included in the request is expired'),
  ],
  ['NO_CREDENTIALS', thrown('CredentialsProviderError', 'Could not load credentials from any providers')],
  [
    'NO_CREDENTIALS',
    thrown('UnrecognizedClientException', 'The security token included in the request is invalid'),
  ],
  ['NO_REGION', thrown('Error', 'Region is missing')],
  [
    'NOT_REACHABLE',
    Object.assign(new AggregateError([thrown('Error', 'connect')]), { code: 'ECONNREFUSED' }),
  ],
  ['NOT_REACHABLE', thrown('Error', 'getaddrinfo ENOTFOUND x', { code: 'ENOTFOUND' })],
  [
    'NOT_REACHABLE',
    thrown('Error', 'The pending stream has been canceled (caused by: connect ECONNREFUSED 127.0.0.1:1)', {
      code: 'ERR_HTTP2_STREAM_CANCEL',
    }),
  ],
  ['STREAM_BROKEN', thrown('Error', 'Stream closed with error code', { code: 'ERR_HTTP2_STREAM_ERROR' })],
  ['STREAM_BROKEN', thrown('Error', 'read ECONNRESET', { code: 'ECONNRESET' })],
  ['STREAM_BROKEN', thrown('Error', 'Truncated event message received.')],
  ['TIMED_OUT', thrown('TimeoutError', 'Stream timed out')],
  ['SERVICE_FAILED', thrown('InternalServerException', 'Internal')],
  ['SERVICE_FAILED', thrown('BadGatewayException', 'Bad gateway')],
  ['AGENT_FAILED', thrown('SomethingNewException', 'Never heard of')],
  ['AGENT_FAILED', 'a string'],
])('%s: %s', (code, error) => {
  const failure = toAgentError(error);
  expect(failure.code).toBe(code);
  expect(failure.message).toContain(typeof error === 'string' ? error : error.message.slice(0, 40));
  expect(failure.hint).not.toBe('');
  expect(failure.cause).toBe(error);
});

it('names the resource on which the agent depends', () => {
  const error = thrown('DependencyFailedException', 'failed', { resourceName: 'my-function' });
  expect(toAgentError(error).message).toContain('[my-function]');
});

it('tells only those apart as worth a second try that did nothing', () => {
  const retryable = (name: string) => toAgentError(thrown(name, '')).retryable;
  expect(['ThrottlingException', 'ModelNotReadyException'].map(retryable)).toEqual([true, true]);
  expect(
    ['InternalServerException', 'BadGatewayException', 'DependencyFailedException', 'TimeoutError'].map(
      retryable,
    ),
  ).toEqual([false, false, false, false]);
});

it('keeps an AgentError as it is', () => {
  const error = new AgentError({ code: 'X', message: 'x', hint: 'y' });
  expect(toAgentError(error)).toBe(error);
});
