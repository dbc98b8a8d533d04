import { setTimeout as wait } from 'node:timers/promises';
import type {
  InvokeAgentRequest,
  InvokeAgentResponse,
  ResponseStream,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { bytesOf, chunkIn } from '../../recording/chunk';
import type { RecordedTurn, Recording } from '../../recording/read';
import { type Call, type Operation, ServiceError } from '../front-door/operation';
import { operationsOf } from '../front-door/sdk-schemas';
import { revive } from './revive';

export type Pace = 'as recorded' | 'at once';

/**
 * Answers the nth request of a session with the nth turn of the recording, and refuses one that asks for anything
 * else: nothing is made up. Traces come only to those who ask for them.
 */
export function recordedInvokeAgent(
  { turns }: Pick<Recording, 'turns'>,
  pace: Pace,
): Operation<InvokeAgentRequest, InvokeAgentResponse> {
  const reached = new Map<string, number>();
  return async (input, call) => {
    const { sessionId = '' } = input;
    const index = reached.get(sessionId) ?? 0;
    const turn = turns[index];
    if (!turn)
      throw miss(`The recording has ${turns.length} turns, and this is request ${index + 1} of its session`);
    refuseOther(turn, input, index + 1);
    reached.set(sessionId, index + 1);
    const { failure } = turn;
    if (failure?.where === 'response') {
      await until(failure.at, performance.now(), pace, call);
      const { name, message, httpStatusCode: status } = failure.error;
      throw new ServiceError(name, message, status === undefined ? {} : { status });
    }
    const completion = events(turn, input, pace, call) as AsyncIterable<ResponseStream>;
    return { contentType: 'application/json', sessionId, completion };
  };
}

async function* events(
  { request, events: recorded, failure, ended }: RecordedTurn,
  { sessionId = '', enableTrace = false }: InvokeAgentRequest,
  pace: Pace,
  call: Call,
): AsyncGenerator<object> {
  const start = performance.now();
  const union = await unionSchema();
  const recordedId = String(request.input.sessionId ?? '');
  for (const { at, event } of recorded) {
    if ('trace' in event && !enableTrace) continue;
    await until(at, start, pace, call);
    const chunk = chunkIn(event);
    if (chunk) {
      const { text: _, base64: __, ...rest } = event.chunk as Readonly<Record<string, unknown>>;
      yield { chunk: { ...rest, bytes: bytesOf(chunk) } };
      continue;
    }
    const own = recordedId.length < 2 ? event : withSession(event, recordedId, sessionId);
    yield revive(union, own) as object;
  }
  if (failure) {
    await until(failure.at, start, pace, call);
    throw new ServiceError(failure.error.name, failure.error.message);
  }
  if (!ended) throw new ServiceError('RecordingCutOff', 'The recording was cut off in this turn');
}

/** Traces name the session, which is whatever the client calls it now. */
const withSession = (event: object, recorded: string, now: string): object =>
  JSON.parse(
    JSON.stringify(event).replaceAll(
      `"sessionId":${JSON.stringify(recorded)}`,
      `"sessionId":${JSON.stringify(now)}`,
    ),
  );

async function unionSchema() {
  const operation = operationsOf(await import('@aws-sdk/client-bedrock-agent-runtime')).get('InvokeAgent');
  const union = operation?.output.getMemberSchemas().completion;
  if (!union) throw new Error('The SDK has no stream of InvokeAgent');
  return union;
}

async function until(at: number, start: number, pace: Pace, { signal }: Call): Promise<void> {
  const left = at - (performance.now() - start);
  if (pace === 'as recorded' && left > 0) await wait(left, undefined, { signal });
}

const asks = ({ inputText, sessionState, endSession }: Partial<InvokeAgentRequest>): string => {
  const results = sessionState?.returnControlInvocationResults ?? [];
  if (results.length === 0)
    return `${JSON.stringify(inputText ?? '')}${endSession ? ' and ends the session' : ''}`;
  const choices = results.map(({ apiResult, functionResult }) => {
    const { confirmationState, responseState } = apiResult ?? functionResult ?? {};
    return confirmationState ?? responseState ?? 'a result';
  });
  return `${choices.join(', ')} for what was returned`;
};

function refuseOther({ request }: RecordedTurn, input: InvokeAgentRequest, turn: number): void {
  const [recorded, now] = [asks(request.input as Partial<InvokeAgentRequest>), asks(input)];
  if (recorded === now) return;
  throw miss(`Turn ${turn} of the recording asks ${recorded}, and this request asks ${now}`);
}

const miss = (message: string): ServiceError => new ServiceError('ValidationException', message);
