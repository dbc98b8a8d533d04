import type { AgentTarget } from '../../client/agent-target';
import { type AgentRequest, invokeAgent, type StreamObserver } from '../../client/invoke-agent';
import type { OperationLookup } from '../../client/operations';
import { Turn, type TurnResult } from '../../client/turn';
import type { Scenario, ScenarioTurn } from '../../recording/scenario';
import { type Decision, decided, onlyConfirms } from '../conversation/confirm';

export interface RunScenarioProps {
  readonly scenario: Scenario;
  readonly target: AgentTarget;
  readonly lookup: OperationLookup;
  readonly sessionId: string;
  readonly observer?: StreamObserver;
  readonly signal: AbortSignal;
}

/** What became of one turn of a scenario: what it came to with all confirmations, in the sequence of requests. */
export interface ScenarioTurnResult {
  readonly turn: ScenarioTurn;
  readonly results: readonly TurnResult[];
  /** Why the last request failed. */
  readonly error?: unknown;
}

/** Runs a scenario's turns in one session. A turn that fails is a result; the next one is asked all the same. */
export async function runScenario(props: RunScenarioProps): Promise<ScenarioTurnResult[]> {
  const { scenario, sessionId } = props;
  const done: ScenarioTurnResult[] = [];
  let first = true;
  for (const turn of scenario.turns) {
    const sessionAttributes = { ...(first && scenario.sessionAttributes), ...turn.sessionAttributes };
    const promptSessionAttributes = { ...scenario.promptSessionAttributes, ...turn.promptSessionAttributes };
    first = false;
    const sessionState = {
      ...(Object.keys(sessionAttributes).length > 0 && { sessionAttributes }),
      ...(Object.keys(promptSessionAttributes).length > 0 && { promptSessionAttributes }),
    };
    const { inputText, endSession } = turn;
    const request = { inputText, sessionId, sessionState, ...(endSession && { endSession }) };
    done.push({ turn, ...(await exchange(props, request, turn.confirm ?? ['leave'])) });
    props.signal.throwIfAborted();
  }
  return done;
}

async function exchange(
  props: RunScenarioProps,
  request: AgentRequest,
  choices: NonNullable<ScenarioTurn['confirm']>,
): Promise<Omit<ScenarioTurnResult, 'turn'>> {
  const results: TurnResult[] = [];
  let next: AgentRequest | undefined = request;
  let asked = 0;
  while (next) {
    const current: AgentRequest = next;
    next = undefined;
    const turn = new Turn(current.sessionId);
    try {
      const { target, lookup, observer, signal } = props;
      const options = { lookup, signal, attempts: 1, ...(observer && { observer }) };
      for await (const event of invokeAgent(target, current, options)) turn.add(event);
    } catch (error) {
      return { results: [...results, turn.result], error };
    }
    results.push(turn.result);
    const { returnControl } = turn.result;
    if (!returnControl || !onlyConfirms(returnControl)) break;
    const answers = returnControl.invocationInputs.map(() => choices[Math.min(asked++, choices.length - 1)]);
    if (answers.includes('leave')) break;
    const decisions = answers.map((answer): Decision => (answer === 'yes' ? 'CONFIRM' : 'DENY'));
    next = { sessionId: current.sessionId, sessionState: decided(returnControl, decisions) };
  }
  return { results };
}
