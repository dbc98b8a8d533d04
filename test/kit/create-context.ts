import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

export interface ContextOptions {
  readonly requestId?: string;
  /** Makes it the context of a call by AgentCore Gateway, which names its tool `<target>___<operationId>`. */
  readonly toolName?: string;
  readonly remainingTimeInMillis?: number;
}

/** The context that Lambda hands to a handler. */
export function createContext({
  requestId = randomUUID(),
  toolName,
  remainingTimeInMillis = 15_000,
}: ContextOptions = {}): Context {
  const functionName = 'test';
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${functionName}`,
    memoryLimitInMB: '512',
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: '2026/10/05/[$LATEST]0123456789abcdef0123456789abcdef',
    ...(toolName !== undefined && { clientContext: clientContext(toolName) }),
    getRemainingTimeInMillis: () => remainingTimeInMillis,
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}

/** Lambda's type asks for what only mobile clients send. */
const clientContext = (bedrockAgentCoreToolName: string) =>
  ({ custom: { bedrockAgentCoreToolName } }) as unknown as NonNullable<Context['clientContext']>;
