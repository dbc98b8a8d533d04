import type { AgentRequest } from '../../client/invoke-agent';
import { UsageError } from '../cli/errors';
import { type Decision, decided, onlyConfirms } from './confirm';
import { PendingActions } from './pending';

/** The request that answers the actions for which a session waits. Throws UsageError when there is none. */
export function resumed(agentId: string, request: AgentRequest, decision: Decision): AgentRequest {
  const { sessionId, sessionState } = request;
  const pending = new PendingActions(agentId, sessionId).read();
  if (!pending) {
    throw new UsageError(
      `No action of session ${sessionId} waits for a yes or no here`,
      'Give a prompt; --json shows the sessionId of each answer',
    );
  }
  if (!onlyConfirms(pending)) {
    throw new UsageError(
      `Session ${sessionId} waits for the result of an action that its caller runs, which --confirm cannot give`,
      'Answer it with InvokeAgent and sessionState.returnControlInvocationResults',
    );
  }
  const decisions = pending.invocationInputs.map(() => decision);
  return { sessionId, sessionState: { ...sessionState, ...decided(pending, decisions) } };
}
