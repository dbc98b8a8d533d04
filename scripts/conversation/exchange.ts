import type { AgentRequest } from '../../client/invoke-agent';
import type { TurnResult } from '../../client/turn';
import { asCommandError, CommandError, Interrupted } from '../cli/errors';
import { type Decide, decided, onlyConfirms } from './confirm';
import { PendingActions } from './pending';
import { type TurnContext, takeTurn } from './take-turn';

/**
 * A prompt and all that follows from it: turn after turn, as long as `decide` answers the actions that the
 * agent asks to be confirmed. What it leaves open waits on disk for a later command.
 */
export async function exchange(
  context: TurnContext,
  request: AgentRequest,
  decide: Decide,
  before?: TurnResult,
): Promise<TurnResult> {
  const { sessionId, sessionState } = request;
  const pending = new PendingActions(context.target.agentId, sessionId);
  const result = merge(before, await turn(context, request, before));
  const { returnControl } = result;
  if (!returnControl) {
    pending.clear();
    return result;
  }
  pending.write(returnControl);
  const decisions = onlyConfirms(returnControl) ? await decide(returnControl) : undefined;
  if (!decisions) return result;
  const { sessionAttributes } = sessionState ?? {};
  const answer = { sessionId, sessionState: { sessionAttributes, ...decided(returnControl, decisions) } };
  return exchange(context, answer, decide, result);
}

async function turn(context: TurnContext, request: AgentRequest, before?: TurnResult): Promise<TurnResult> {
  try {
    return await takeTurn(context, request);
  } catch (error) {
    if (!(error instanceof CommandError) || !before) throw error;
    const result = merge(before, error.result as TurnResult);
    throw error instanceof Interrupted ? new Interrupted(result) : asCommandError(error, result);
  }
}

/** Two turns of one exchange as one: the last one's answer, and everything that was done. */
function merge(before: TurnResult | undefined, after: TurnResult): TurnResult {
  if (!before) return after;
  const answers = [before.answer, after.answer].filter(Boolean);
  return {
    ...after,
    answer: answers.join('\n'),
    actions: [...before.actions, ...after.actions],
    citations: [...before.citations, ...after.citations],
    retrievals: [...before.retrievals, ...after.retrievals],
    usage: {
      inputTokens: before.usage.inputTokens + after.usage.inputTokens,
      outputTokens: before.usage.outputTokens + after.usage.outputTokens,
      modelInvocations: before.usage.modelInvocations + after.usage.modelInvocations,
    },
  };
}
