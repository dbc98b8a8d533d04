import { ServiceError } from '../../front-door/operation';
import { mayAskUser } from '../definition/agent';
import { guardInput, guardOutput } from '../guardrail/guard';
import { type CitedAnswer, citedAnswer } from '../knowledge-base/cited-answer';
import { askUserTool, type Message, type ToolResult, type ToolUse } from '../model';
import { type Decision, returnControl } from '../session/return-control';
import { type AwaitedAction, type PendingTurn, withPending, withTurn } from '../session/session';
import { act, carryOut } from './act';
import { chunks } from './chunks';
import { preProcess, refusal } from './pre-processing';
import { think, toolUsesOf } from './think';
import { failure, finalObservation, invocationInput } from './trace';
import type { AgentEvent, Turn } from './turn';

/** Model invocations in one InvokeAgent; users of Bedrock see "Max iterations exceeded" after about seven. */
const maxIterations = 7;

/** Answers the user's input. `turn.session` holds what the session became. */
export async function* startTurn(turn: Turn): AsyncGenerator<AgentEvent> {
  yield* failing(turn, async function* () {
    const blocked = yield* guardInput(turn);
    // Not kept in the session: no later turn's model is to see it either.
    if (blocked !== undefined) yield* chunks(uncited(blocked), false);
    else if (!(yield* preProcess(turn))) yield* answer(turn, 'FINISH', uncited(refusal));
    else yield* iterate(turn);
  });
}

/** Goes on with a pending turn, once the caller has decided. */
export async function* resumeTurn(
  turn: Turn,
  pending: PendingTurn,
  decisions: readonly Decision[],
): AsyncGenerator<AgentEvent> {
  yield* failing(turn, async function* () {
    for (const [source, reference] of Object.entries(pending.references ?? {})) {
      turn.references.set(source, reference);
    }
    const results = yield* carryOut(turn, decisions);
    addResults(turn, [...pending.results, ...results]);
    turn.nextStep();
    yield* iterate(turn);
  });
}

async function* iterate(turn: Turn): AsyncGenerator<AgentEvent> {
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    turn.stopIfAlone();
    const message = yield* think(turn);
    const toolUses = toolUsesOf(message);
    if (toolUses.length === 0) return yield* answer(turn, 'FINISH', citedAnswer(message, turn.references));
    const question = questionIn(turn, toolUses);
    if (question !== undefined) return yield* answer(turn, 'ASK_USER', uncited(question));
    turn.messages = [...turn.messages, message];
    const { results, awaited } = yield* act(turn, toolUses);
    if (awaited.length > 0) return yield* handOver(turn, results, awaited);
    addResults(turn, results);
    turn.nextStep();
  }
  throw new ServiceError('DependencyFailedException', 'Max iterations exceeded');
}

function questionIn(turn: Turn, [toolUse, ...others]: readonly ToolUse[]): string | undefined {
  if (others.length > 0 || toolUse?.name !== askUserTool || !mayAskUser(turn.props.version)) return undefined;
  const { question } = toolUse.input;
  return typeof question === 'string' && question !== '' ? question : undefined;
}

const uncited = (text: string): CitedAnswer => ({ text, citations: [] });

async function* answer(
  turn: Turn,
  type: 'FINISH' | 'ASK_USER',
  given: CitedAnswer,
): AsyncGenerator<AgentEvent> {
  if (given.text === '') {
    throw new ServiceError('DependencyFailedException', 'The model gave neither an answer nor a tool to use');
  }
  const { streamFinalResponse, guardrailInterval, services } = turn.props;
  const cited = yield* guardOutput(turn, given);
  const { text } = cited;
  yield* turn.trace(() => finalObservation(turn.traceId, type, text, turn.startedAt, services.clock));
  turn.session = withTurn(turn.session, [...turn.messages, { role: 'assistant', content: [{ text }] }]);
  yield* chunks(cited, streamFinalResponse, guardrailInterval);
}

async function* handOver(
  turn: Turn,
  results: readonly ToolResult[],
  awaited: readonly AwaitedAction[],
): AsyncGenerator<AgentEvent> {
  const { services, agent } = turn.props;
  const { inputText } = turn;
  const invocationId = services.newId();
  const references = Object.fromEntries(turn.references);
  const pending: PendingTurn = {
    invocationId,
    inputText,
    messages: turn.messages,
    results,
    awaited,
    references,
  };
  for (const { toolUse } of awaited) {
    const operation = turn.operation(toolUse.name);
    if (!operation) continue;
    const execution = { executionType: 'RETURN_CONTROL' as const, invocationId };
    yield* turn.trace(() => invocationInput(turn.traceId, operation, toolUse.input, execution));
  }
  turn.session = withPending(turn.session, pending);
  yield { returnControl: returnControl(agent.agentId, pending, (name) => turn.operation(name)) };
}

function addResults(turn: Turn, results: readonly ToolResult[]): void {
  const message: Message = { role: 'user', content: results.map((toolResult) => ({ toolResult })) };
  turn.messages = [...turn.messages, message];
}

/** A failure is traced before it ends the stream. */
async function* failing(turn: Turn, steps: () => AsyncGenerator<AgentEvent>): AsyncGenerator<AgentEvent> {
  try {
    yield* steps();
  } catch (error) {
    yield* turn.trace(() => failure(turn.traceId, error, turn.startedAt, turn.props.services.clock));
    throw error;
  }
}
