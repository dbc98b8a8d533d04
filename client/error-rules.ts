/** One cause of a failed turn. Every condition that is given must hold; the first rule that holds counts. */
export interface ErrorRule {
  readonly code: string;
  /** The exception's name, as in the service's model. */
  readonly name?: RegExp;
  /** The service's own words: several causes share one exception. */
  readonly message?: RegExp;
  /** Node's `error.code`, for failures below HTTP. */
  readonly nodeCode?: RegExp;
  readonly summary: string;
  readonly hint: string;
  /** Only where the service refused before it did anything. */
  readonly retryable?: true;
}

const notReachable =
  'Check --endpoint or --region; npm run -s emulator starts an emulator and prints its endpoint';
const brokenOff = 'Actions that were shown have happened; ask again, with the same --session to go on';
const deploy = 'npm run deploy -- --stage dev';

export const rules: readonly ErrorRule[] = [
  {
    code: 'MAINTENANCE_MODE',
    message: /maintenance mode/i,
    summary: 'Bedrock Agents takes no new accounts',
    hint: 'Since 30 July 2026 only accounts that used agents in the last 12 months can create them, without exceptions: use such an account, or stay on the laptop',
  },
  {
    code: 'MODEL_NEEDS_INFERENCE_PROFILE',
    message: /on-demand throughput isn.t supported/i,
    summary: 'This model needs an inference profile',
    hint: `Set model to { type: 'inference-profile', … } in agent.config.ts, then ${deploy}`,
  },
  {
    code: 'MODEL_PARAMETERS',
    message: /temperature\b.*\btop_?p\b|\btop_?p\b.*\btemperature\b/i,
    summary: 'The model takes temperature or top_p, not both',
    hint: `Leave one of them out of the agent's prompt override, then ${deploy}`,
  },
  {
    code: 'LAMBDA_ACCESS_DENIED',
    message: /access denied (while|when) invoking (the )?lambda/i,
    summary: "The agent may not call the action group's function",
    hint: `The function's resource policy must name this agent: ${deploy}`,
  },
  {
    code: 'LAMBDA_RESPONSE',
    message: /processing the lambda response|lambda response is|response from the lambda/i,
    summary: "The action group's function answered in an envelope that Bedrock does not accept",
    hint: "Answer through defineActionGroup, and see the function's log: AWS does not name the field",
  },
  {
    code: 'MAX_ITERATIONS',
    message:
      /max(imum)?[ _-]?(number of )?iterations|reached (the )?(max|maximum)\w* (number of )?(iterations|steps)/i,
    summary: 'The agent took too many steps in one turn',
    hint: 'Ask for less in one prompt, or give the agent operations that do more in one call; --trace shows the steps',
  },
  {
    code: 'MODEL_ACCESS_DENIED',
    name: /^accessDenied/i,
    message: /calling bedrock|access to the model|marketplace|invokemodel/i,
    summary: "The agent's role may not call its model",
    hint: 'The role needs the inference profile and the model in every region that it names, and the account access to the model: check model in agent.config.ts, then deploy',
  },
  {
    code: 'ACCESS_DENIED',
    name: /^accessDenied/i,
    summary: 'These credentials may not do this',
    hint: 'They need bedrock:InvokeAgent on the alias and cloudformation:DescribeStacks on its stack; --profile picks others',
  },
  {
    code: 'THROTTLED',
    name: /^throttling|^tooManyRequests/i,
    summary: 'Bedrock throttled the agent',
    hint: "Wait a minute and ask again; the model's quota for requests and tokens a minute is in Service Quotas",
    retryable: true,
  },
  {
    code: 'MODEL_NOT_READY',
    name: /^modelNotReady/i,
    summary: 'The model is not ready yet',
    hint: 'Ask again in a minute',
    retryable: true,
  },
  {
    code: 'QUOTA_EXCEEDED',
    name: /^serviceQuotaExceeded|^limitExceeded/i,
    summary: 'A quota of the account is used up',
    hint: 'Service Quotas names the quotas of Amazon Bedrock; many can be raised',
  },
  {
    code: 'DEPENDENCY_FAILED',
    name: /^dependencyFailed/i,
    summary: 'Something that the agent called failed; the model is not to blame',
    hint: "Look into the log of the action group's function (time, memory, an error at start); --trace shows the call",
  },
  {
    code: 'AGENT_NOT_FOUND',
    name: /^resourceNotFound/i,
    summary: 'There is no such agent or alias',
    hint: `${deploy}, and check --stage, --region and --profile`,
  },
  {
    code: 'NOT_DEPLOYED',
    name: /^validationError/i,
    message: /does not exist/i,
    summary: 'The stack is not deployed here',
    hint: `${deploy}, or check --stage, --region and --profile`,
  },
  {
    code: 'CONFLICT',
    name: /^conflict/i,
    summary: 'The agent is busy with another change or another turn of this session',
    hint: 'Ask again in a moment, or with another --session',
  },
  {
    code: 'INVALID_REQUEST',
    name: /^validation/i,
    summary: 'The service refused the request',
    hint: 'Its message names the field; npm run -s invoke-agent -- --help',
  },
  {
    code: 'CREDENTIALS_EXPIRED',
    name: /^expiredToken|^tokenRefreshRequired/i,
    summary: 'The AWS credentials have expired',
    hint: 'aws sso login, or fresh credentials for --profile',
  },
  {
    code: 'NO_CREDENTIALS',
    name: /^credentialsProvider|^tokenProvider|^unrecognizedClient|^invalidSignature|^invalidClientTokenId|^signatureDoesNotMatch/i,
    summary: 'There are no valid AWS credentials',
    hint: 'Pass --profile, or log in with aws sso login; without --stage no account is needed',
  },
  {
    code: 'NO_REGION',
    message: /^region is missing/i,
    summary: 'No AWS region is set',
    hint: 'Give --region NAME, set AWS_REGION, or give the profile a region',
  },
  {
    code: 'TIMED_OUT',
    name: /^timeout/i,
    summary: 'The agent was silent for too long',
    hint: "See the function's log; on the laptop, stop and start the emulator",
  },
  {
    code: 'NOT_REACHABLE',
    nodeCode: /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ERR_HTTP2_ERROR)$/,
    summary: 'Nothing answers there',
    hint: notReachable,
  },
  {
    // Over HTTP/2 the cause is told in words only.
    code: 'NOT_REACHABLE',
    message: /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b/,
    summary: 'Nothing answers there',
    hint: notReachable,
  },
  {
    code: 'STREAM_BROKEN',
    nodeCode: /^(ERR_HTTP2_\w+|ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE)$/,
    summary: 'The connection broke before the answer was whole',
    hint: brokenOff,
  },
  {
    code: 'STREAM_BROKEN',
    message: /truncated event message|http2 request did not get a response|checksum/i,
    summary: 'The connection broke before the answer was whole',
    hint: brokenOff,
  },
  {
    code: 'SERVICE_FAILED',
    name: /^(internalServer|internalFailure|badGateway|serviceUnavailable|gatewayTimeout)/i,
    summary: 'The service failed',
    hint: 'Ask again in a moment; actions that were shown have happened',
  },
];
