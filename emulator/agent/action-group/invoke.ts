import { ServiceError } from '../../front-door/operation';
import type { Lambda } from '../../lambda/lambda';
import type { Operation } from '../definition/operations';
import { actionGroupEvent, type EventContext } from './event';
import { type ActionGroupResponse, readResponse } from './response';

/**
 * Runs an operation's function and reads its answer. Throws DependencyFailedException for a function that fails
 * and for an envelope that is wrong: AWS's sentence first, and after it the cause, which AWS keeps to itself.
 */
export async function invokeActionGroup(
  { lambda }: { readonly lambda: Pick<Lambda, 'invoke'> },
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  context: EventContext,
): Promise<ActionGroupResponse> {
  const { executor } = operation;
  if (executor.type !== 'LAMBDA') throw new Error(`${operation.toolSpec.name} has no function to run`);
  const { functionArn } = executor;
  const event = actionGroupEvent(operation, input, context);
  const invocation = await lambda.invoke(functionArn, JSON.stringify(event)).catch((error: unknown) => {
    if (!(error instanceof ServiceError)) throw error;
    throw failed(`${functionArn}: ${error.message}`, error);
  });
  if (invocation.functionError)
    throw failed(`${functionArn} ${failureOf(invocation.payload)}; its log says more`);
  const response = readResponse(invocation.payload, event);
  if (typeof response !== 'string') return response;
  throw new ServiceError(
    'DependencyFailedException',
    `The server encountered an error processing the Lambda response. Check the Lambda response and retry the request. (${functionArn}: ${response})`,
  );
}

const failed = (cause: string, error?: unknown): ServiceError =>
  new ServiceError(
    'DependencyFailedException',
    `Received failed response from API execution. Retry the request later. (${cause})`,
    { cause: error },
  );

/** What Lambda says of a failure, without the function's own words: they may hold what no caller should see. */
function failureOf(payload: string): string {
  const { errorType, errorMessage } = JSON.parse(payload) as { errorType?: string; errorMessage?: string };
  const timedOut = /Task timed out after [\d.]+ seconds/.exec(errorMessage ?? '')?.[0];
  return timedOut ? `failed: ${timedOut}` : `failed with ${errorType ?? 'an error'}`;
}
