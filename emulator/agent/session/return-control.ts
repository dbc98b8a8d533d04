import type {
  ApiResult,
  InvocationInputMember,
  InvocationResultMember,
  ReturnControlPayload,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { ServiceError } from '../../front-door/operation';
import { argumentsOf } from '../action-group/arguments';
import type { Operation } from '../definition/operations';
import type { ToolUse } from '../model';
import type { ActionInvocationType, AwaitedAction, PendingTurn, Session } from './session';

/** As many invocationInputs as one return of control holds (ReturnControlPayload in the API reference). */
export const mostInvocationInputs = 5;

export type OperationByTool = (toolName: string) => Operation | undefined;

interface Decided {
  readonly toolUse: ToolUse;
  readonly operation: Operation;
}

/** The caller's own result of an action. */
export interface GivenResult extends Decided {
  readonly outcome: 'RESULT';
  readonly body: string;
  readonly failed: boolean;
  readonly responseState: ApiResult['responseState'];
}

/** What becomes of one awaited action. */
export type Decision =
  | (Decided & { readonly outcome: 'RUN' })
  | (Decided & { readonly outcome: 'DENIED' })
  | GivenResult;

/** What has to be asked of the caller before the operation counts as run; undefined if nothing. */
export function actionInvocationTypeOf({
  executor,
  requiresConfirmation,
}: Operation): ActionInvocationType | undefined {
  if (executor.type === 'RETURN_CONTROL') {
    return requiresConfirmation ? 'USER_CONFIRMATION_AND_RESULT' : 'RESULT';
  }
  return requiresConfirmation ? 'USER_CONFIRMATION' : undefined;
}

export function returnControl(
  agentId: string,
  { invocationId, awaited }: PendingTurn,
  operationOf: OperationByTool,
): ReturnControlPayload {
  const invocationInputs = awaited.map(({ toolUse, actionInvocationType }): InvocationInputMember => {
    const { operation } = found(toolUse, operationOf);
    const { actionGroup, apiPath, httpMethod, contentType } = operation;
    const { parameters, properties } = argumentsOf(operation, toolUse.input);
    return {
      apiInvocationInput: {
        actionGroup,
        httpMethod,
        apiPath,
        parameters: [...parameters],
        ...(contentType !== undefined &&
          properties.length > 0 && {
            requestBody: { content: { [contentType]: { properties: [...properties] } } },
          }),
        actionInvocationType,
        agentId,
      },
    };
  });
  return { invocationInputs, invocationId };
}

/**
 * The caller's answer to a return of control, held against what is pending. The arguments are the remembered
 * ones, whatever comes back. Throws ValidationException, with nothing changed, for an invocationId that is not
 * pending in this session (unknown, answered before, another session's, expired) and for results that do not fit.
 */
export function decide(
  agentId: string,
  { pending }: Session,
  invocationId: string | undefined,
  results: readonly InvocationResultMember[],
  operationOf: OperationByTool,
): Decision[] {
  if (!invocationId)
    throw invalid('sessionState.invocationId is missing: repeat the one of the returnControl');
  if (pending?.invocationId !== invocationId) {
    throw invalid(
      `sessionState.invocationId ${invocationId} is not pending in this session: it is unknown, was answered before or has expired`,
    );
  }
  const { awaited } = pending;
  if (results.length !== awaited.length) {
    throw invalid(
      `sessionState.returnControlInvocationResults has ${results.length} results, and ${awaited.length} are awaited`,
    );
  }
  refuseForeignAgent(agentId, results);
  const open = results.map((result, index) => ({
    at: `${resultsAt}[${index}]`,
    apiResult: apiResultOf(result, index),
  }));
  return awaited.map((action) => {
    const { operation } = found(action.toolUse, operationOf);
    const index = open.findIndex(({ apiResult }) => answers(apiResult, operation));
    const [answer] = index < 0 ? [] : open.splice(index, 1);
    if (!answer) {
      throw invalid(
        `${resultsAt} has no apiResult for ${operation.httpMethod} ${operation.apiPath} of ${operation.actionGroup}`,
      );
    }
    return decision(action, operation, answer.apiResult, `${answer.at}.apiResult`);
  });
}

const resultsAt = 'sessionState.returnControlInvocationResults';

function decision(
  { toolUse, actionInvocationType }: AwaitedAction,
  operation: Operation,
  { confirmationState, responseBody, responseState, httpStatusCode = 200 }: ApiResult,
  at: string,
): Decision {
  if (confirmationState !== undefined && confirmationState !== 'CONFIRM' && confirmationState !== 'DENY') {
    throw invalid(`${at}.confirmationState is ${confirmationState}, not CONFIRM or DENY`);
  }
  if (actionInvocationType !== 'RESULT' && confirmationState === undefined) {
    throw invalid(`${at}.confirmationState is missing: CONFIRM or DENY`);
  }
  if (confirmationState === 'DENY') return { toolUse, operation, outcome: 'DENIED' };
  if (actionInvocationType === 'USER_CONFIRMATION') return { toolUse, operation, outcome: 'RUN' };
  if (responseState !== undefined && responseState !== 'FAILURE' && responseState !== 'REPROMPT') {
    throw invalid(`${at}.responseState is ${responseState}, not FAILURE or REPROMPT`);
  }
  const body = Object.values(responseBody ?? {})[0]?.body;
  if (body === undefined && responseState !== 'FAILURE') {
    throw invalid(
      `${at}.responseBody is missing: {"application/json": {"body": "…"}} with the operation's result`,
    );
  }
  const failed = httpStatusCode >= 400;
  return { toolUse, operation, outcome: 'RESULT', body: body ?? '', failed, responseState };
}

function apiResultOf(result: InvocationResultMember, index: number): ApiResult {
  if (result.apiResult) return result.apiResult;
  throw invalid(`${resultsAt}[${index}] has no apiResult, and an action with an API schema was returned`);
}

/** An answer that was meant for another agent of the caller's is none for this one. */
function refuseForeignAgent(agentId: string, results: readonly InvocationResultMember[]): void {
  const index = results.findIndex(({ apiResult }) => (apiResult?.agentId ?? agentId) !== agentId);
  if (index < 0) return;
  throw invalid(`${resultsAt}[${index}].apiResult.agentId is not ${agentId}, whose action was returned`);
}

const answers = ({ actionGroup, apiPath, httpMethod }: ApiResult, operation: Operation): boolean =>
  actionGroup === operation.actionGroup &&
  apiPath === operation.apiPath &&
  (httpMethod === undefined || httpMethod.toLowerCase() === operation.httpMethod);

function found(toolUse: ToolUse, operationOf: OperationByTool): { operation: Operation } {
  const operation = operationOf(toolUse.name);
  if (operation) return { operation };
  throw invalid(`${toolUse.name} was taken out of the agent while the session waited for its confirmation`);
}

const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message);
