import type {
  InvokeAgentRequest,
  InvokeAgentResponse,
  ResponseStream,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { authorizedModel } from '../agent/authorized-model';
import { type AgentVersion, idleSessionTtlInSeconds } from '../agent/definition/agent';
import type { Model } from '../agent/model';
import { decide } from '../agent/session/return-control';
import { abandonPending, type Session, withAttributes, withoutPending } from '../agent/session/session';
import type { OpenSession, Sessions } from '../agent/session/sessions';
import { chunks, defaultGuardrailInterval } from '../agent/turn/chunks';
import { resumeTurn, startTurn } from '../agent/turn/run-turn';
import { type AgentEvent, operationsByTool, Turn, type TurnProps } from '../agent/turn/turn';
import { type Call, type Operation, ServiceError } from '../front-door/operation';
import { agentAccess } from '../iam/acting/agent-access';
import type { Services } from '../services';
import { historyFor, restoreHistory } from './conversation-history';
import { type CheckedRequest, checkRequest } from './invoke-agent-request';
import { configurationsFor } from './knowledge-base-configurations';
import { type ServedAgent, servedAgent } from './served-agent';

/** What AWS answers when a session is ended. */
const endOfSession = "Session is terminated as 'endSession' flag is set in request.";

/**
 * One turn of a conversation with an agent, as a stream of chunks, traces and returns of control. What is wrong
 * with the request is answered before the stream begins; what fails in the turn ends the stream.
 */
export function invokeAgent(
  services: Pick<Services, 'app' | 'state' | 'model'> & TurnProps['services'],
  sessions: Sessions,
): Operation<InvokeAgentRequest, InvokeAgentResponse> {
  const models = new WeakMap<AgentVersion, Model>();
  const modelOf = ({ agent, version }: ServedAgent): Model => {
    const model = models.get(version) ?? services.model(agentOfModel(agent.agentId, version));
    models.set(version, model);
    return model;
  };
  return async (input, call) => {
    const request = checkRequest(input);
    const found = await servedAgent(services, request);
    const open = await sessions.open(request, idleSessionTtlInSeconds(found.version));
    try {
      const { app, lambda, knowledgeBases, clock, newId } = services;
      const own = { app, lambda, knowledgeBases, clock, newId };
      const { properties } = found.version;
      const access = agentAccess(app, found.agent.agentArn, properties.AgentResourceRoleArn ?? '');
      const streams = request.streamingConfigurations?.streamFinalResponse ?? false;
      const model = authorizedModel(modelOf(found), access, found.version, streams);
      const props = { ...found, services: own, access, model };
      const events = request.endSession ? end(open) : await turnEvents(props, request, open, call);
      const completion = holding(open, events, call) as AsyncIterable<ResponseStream>;
      return { contentType: 'application/json', sessionId: request.sessionId, completion };
    } catch (error) {
      open.release();
      throw error;
    }
  };
}

async function* end(open: OpenSession): AsyncGenerator<AgentEvent> {
  await open.end();
  yield* chunks({ text: endOfSession, citations: [] }, false);
}

async function turnEvents(
  agent: Pick<TurnProps, 'services' | 'access' | 'agent' | 'alias' | 'version' | 'model'>,
  { inputText = '', sessionState = {}, ...request }: CheckedRequest,
  open: OpenSession,
  { signal }: Call,
): Promise<AsyncGenerator<AgentEvent>> {
  const { invocationId, returnControlInvocationResults: results = [] } = sessionState;
  const restored = restoreHistory(open.session, sessionState.conversationHistory);
  const session = withAttributes(restored, sessionState.sessionAttributes);
  const props = {
    ...agent,
    sessionId: request.sessionId,
    promptSessionAttributes: sessionState.promptSessionAttributes ?? {},
    knowledgeBaseConfigurations: configurationsFor(agent.version, sessionState),
    enableTrace: request.enableTrace ?? false,
    streamFinalResponse: request.streamingConfigurations?.streamFinalResponse ?? false,
    guardrailInterval: request.streamingConfigurations?.applyGuardrailInterval ?? defaultGuardrailInterval,
    signal,
  };
  const history = (from: typeof session) => historyFor(from, request.promptCreationConfigurations);
  if (invocationId !== undefined || results.length > 0) {
    const operations = operationsByTool(agent.version);
    const { agentId } = agent.agent;
    const decisions = decide(agentId, session, invocationId, results, (name) => operations.get(name));
    const { pending } = session;
    if (!pending) throw new Error('Decided without a pending turn');
    const taken = withoutPending(session);
    // Before anything runs: a confirmation counts once, even if the process ends in the middle.
    await open.save(taken);
    const turn = new Turn(
      { ...props, session: taken, history: history(taken), inputText: pending.inputText },
      pending.messages,
    );
    return saving(open, turn, resumeTurn(turn, pending, decisions));
  }
  if (inputText.trim() === '') {
    throw new ServiceError(
      'ValidationException',
      'inputText is missing: give the text of the turn, or the results of a returnControl in sessionState',
    );
  }
  const moved = abandonPending(session);
  const turn = new Turn({ ...props, session: moved, history: history(moved), inputText }, [
    { role: 'user', content: [{ text: inputText }] },
  ]);
  return saving(open, turn, startTurn(turn));
}

/**
 * However the turn ends, what it changed in the session is kept: before anybody sees an answer or a return of
 * control that the session would not know of if the process were killed, and before the stream ends.
 */
async function* saving(
  open: OpenSession,
  turn: Turn,
  events: AsyncGenerator<AgentEvent>,
): AsyncGenerator<AgentEvent> {
  let saved: Session | undefined;
  const save = async () => {
    if (turn.session === saved) return;
    saved = turn.session;
    await open.save(saved);
  };
  try {
    for await (const event of events) {
      if (!('trace' in event)) await save();
      yield event;
    }
  } finally {
    await save();
  }
}

/** Holds the session for as long as the stream runs; a stream that nobody ever reads gives it back too. */
function holding(
  open: OpenSession,
  events: AsyncGenerator<AgentEvent>,
  { signal }: Call,
): AsyncIterable<AgentEvent> {
  let started = false;
  const giveBack = () => {
    if (!started) open.release();
  };
  signal.addEventListener('abort', giveBack, { once: true });
  if (signal.aborted) giveBack();
  return (async function* () {
    if (signal.aborted) return;
    started = true;
    try {
      yield* events;
    } finally {
      signal.removeEventListener('abort', giveBack);
      open.release();
    }
  })();
}

const agentOfModel = (agentId: string, { properties, actionGroups }: AgentVersion) => ({
  agentId,
  agentName: properties.AgentName,
  foundationModel: properties.FoundationModel ?? '',
  actionGroups: actionGroups.flatMap(({ enabled, actionGroupName, document }) =>
    enabled && document ? [{ name: actionGroupName, document }] : [],
  ),
});
