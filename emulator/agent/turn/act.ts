import { ServiceError } from '../../front-door/operation';
import { problemWith } from '../action-group/arguments';
import { invokeActionGroup } from '../action-group/invoke';
import type { Operation } from '../definition/operations';
import { searchQuery } from '../knowledge-base/associated';
import { lookUp } from '../knowledge-base/look-up';
import type { ToolResult, ToolUse } from '../model';
import {
  actionInvocationTypeOf,
  type Decision,
  type GivenResult,
  mostInvocationInputs,
} from '../session/return-control';
import { type AwaitedAction, notRun } from '../session/session';
import {
  actionGroupObservation,
  invocationInput,
  knowledgeBaseInput,
  knowledgeBaseObservation,
  repromptObservation,
  timing,
} from './trace';
import type { AgentEvent, Turn } from './turn';

export interface Acted {
  /** Of what ran, and of what could not. */
  readonly results: readonly ToolResult[];
  /** What the caller has to answer first; at most five. */
  readonly awaited: readonly AwaitedAction[];
}

/** Runs the tool uses that need no confirmation, one after the other, and sets the others apart. */
export async function* act(turn: Turn, toolUses: readonly ToolUse[]): AsyncGenerator<AgentEvent, Acted> {
  const results: ToolResult[] = [];
  const awaited: AwaitedAction[] = [];
  for (const toolUse of toolUses) {
    const knowledgeBaseId = turn.knowledgeBase(toolUse.name);
    const query = toolUse.input[searchQuery];
    if (knowledgeBaseId !== undefined && typeof query === 'string' && query.trim() !== '') {
      results.push(yield* search(turn, knowledgeBaseId, query, toolUse));
      continue;
    }
    const operation = turn.operation(toolUse.name);
    const problem = operation
      ? problemWith(operation, toolUse.input)
      : knowledgeBaseId === undefined
        ? unknownTool(turn, toolUse)
        : `${toolUse.name} needs ${searchQuery}, a text.`;
    const actionInvocationType = operation && actionInvocationTypeOf(operation);
    if (!operation || problem !== undefined) {
      const text = problem ?? '';
      yield* turn.trace(() => repromptObservation(turn.traceId, text, 'PARSER'));
      results.push(notRun(toolUse, text));
    } else if (!actionInvocationType) results.push(yield* run(turn, operation, toolUse));
    else if (awaited.length < mostInvocationInputs) awaited.push({ toolUse, actionInvocationType });
    else results.push(notRun(toolUse, `At most ${mostInvocationInputs} actions at once can be confirmed.`));
  }
  return { results, awaited };
}

/** Does what the caller decided of the awaited actions. */
export async function* carryOut(
  turn: Turn,
  decisions: readonly Decision[],
): AsyncGenerator<AgentEvent, ToolResult[]> {
  const results: ToolResult[] = [];
  for (const decision of decisions) {
    const { toolUse, operation } = decision;
    if (decision.outcome === 'DENIED') results.push(notRun(toolUse, 'The user denied it.'));
    else if (decision.outcome === 'RUN') results.push(yield* run(turn, operation, toolUse));
    else results.push(yield* takeResult(turn, decision));
  }
  return results;
}

async function* run(
  turn: Turn,
  operation: Operation,
  toolUse: ToolUse,
): AsyncGenerator<AgentEvent, ToolResult> {
  turn.stopIfAlone();
  const { traceId, props } = turn;
  const { input } = toolUse;
  yield* turn.trace(() => invocationInput(traceId, operation, input, { executionType: 'LAMBDA' }));
  const start = props.services.clock.now();
  if (operation.executor.type === 'LAMBDA') props.access.invokeFunction(operation.executor.functionArn);
  const response = await invokeActionGroup(props.services, operation, input, turn.eventContext());
  const { body, httpStatusCode, sessionAttributes, promptSessionAttributes } = response;
  if (sessionAttributes) turn.session = { ...turn.session, sessionAttributes };
  if (promptSessionAttributes) turn.promptSessionAttributes = promptSessionAttributes;
  yield* turn.trace(() => actionGroupObservation(traceId, body, timing(start, props.services.clock)));
  return toolResult(toolUse, body, httpStatusCode >= 400);
}

async function* search(
  turn: Turn,
  knowledgeBaseId: string,
  query: string,
  { toolUseId }: ToolUse,
): AsyncGenerator<AgentEvent, ToolResult> {
  turn.stopIfAlone();
  const { traceId, props } = turn;
  const { services, knowledgeBaseConfigurations } = props;
  yield* turn.trace(() => knowledgeBaseInput(traceId, knowledgeBaseId, query));
  const start = services.clock.now();
  const configuration = knowledgeBaseConfigurations.find((one) => one.knowledgeBaseId === knowledgeBaseId);
  props.access.retrieve(knowledgeBaseId);
  const found = await lookUp(services, knowledgeBaseId, query, configuration?.retrievalConfiguration);
  for (const { searchResult, reference } of found) turn.references.set(searchResult.source, reference);
  yield* turn.trace(() =>
    knowledgeBaseObservation(
      traceId,
      found.map(({ reference }) => reference),
      timing(start, services.clock),
    ),
  );
  const content = found.map(({ searchResult }) => ({ searchResult }));
  return {
    toolUseId,
    status: 'success',
    content: content.length > 0 ? content : [{ text: 'Nothing found' }],
  };
}

async function* takeResult(
  turn: Turn,
  { toolUse, body, failed, responseState }: GivenResult,
): AsyncGenerator<AgentEvent, ToolResult> {
  const { traceId } = turn;
  if (responseState === 'FAILURE') {
    throw new ServiceError(
      'DependencyFailedException',
      `Received failed response from API execution. Retry the request later. (responseState of ${toolUse.name} is FAILURE)`,
    );
  }
  yield* turn.trace(() =>
    responseState === 'REPROMPT'
      ? repromptObservation(traceId, body, 'ACTION_GROUP')
      : actionGroupObservation(traceId, body),
  );
  return toolResult(toolUse, body, failed || responseState === 'REPROMPT');
}

const unknownTool = (turn: Turn, { name }: ToolUse): string =>
  `There is no tool ${name} that can be used here. The tools are: ${turn.toolNames().join(', ') || 'none'}.`;

const toolResult = ({ toolUseId }: ToolUse, body: string, failed: boolean): ToolResult => ({
  toolUseId,
  status: failed ? 'error' : 'success',
  content: [asJson(body)],
});

function asJson(body: string): ToolResult['content'][number] {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null ? { json } : { text: body };
  } catch {
    return { text: body };
  }
}
