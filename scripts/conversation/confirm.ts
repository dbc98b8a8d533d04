import type { SessionState } from '@aws-sdk/client-bedrock-agent-runtime';
import type { ReturnControl, ReturnedAction } from '../../client/events';

export type Decision = 'CONFIRM' | 'DENY';

/** Decides each action in turn; undefined leaves them all waiting. */
export type Decide = (returnControl: ReturnControl) => Promise<readonly Decision[] | undefined>;

export const decideAll =
  (decision: Decision): Decide =>
  async ({ invocationInputs }) =>
    invocationInputs.map(() => decision);

export const leaveWaiting: Decide = async () => undefined;

/** Whether a yes or no is all that an action waits for; another kind waits for a result of the caller's. */
export const onlyConfirms = ({ invocationInputs }: ReturnControl): boolean =>
  invocationInputs.every(({ actionInvocationType }) => actionInvocationType === 'USER_CONFIRMATION');

/** The state of the turn that carries the decisions, as AWS's user guide has it (agents-userconfirmation). */
export const decided = (
  { invocationId, invocationInputs }: ReturnControl,
  decisions: readonly Decision[],
): SessionState => ({
  invocationId,
  returnControlInvocationResults: invocationInputs.map(({ actionGroup, apiPath, httpMethod }, index) => ({
    apiResult: {
      actionGroup,
      apiPath,
      httpMethod,
      confirmationState: decisions[index] ?? 'DENY',
      httpStatusCode: 200,
      responseBody: { TEXT: { body: '' } },
    },
  })),
});

/** An action with its exact arguments: the question is for people, what would be called is for checking. */
export function describeAction(action: ReturnedAction): string {
  const { actionGroup, operationId, httpMethod, apiPath, parameters, question, actionInvocationType } =
    action;
  const operation = [actionGroup, operationId, httpMethod.toUpperCase(), apiPath].filter(Boolean).join(' ');
  const kind = actionInvocationType === 'USER_CONFIRMATION' ? '' : ` (${actionInvocationType})`;
  return [
    ...(question ? [question.replace(/\s+/g, ' ')] : []),
    `  ${operation}${kind}`,
    // As JSON, so that no argument can look like another line.
    ...Object.entries(parameters).map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`),
  ].join('\n');
}
