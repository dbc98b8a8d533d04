import {
  BedrockAgentRuntimeClient,
  InvokeAgentCommand,
  type InvokeAgentCommandInput,
  type ResponseStream,
  type SessionState,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { AgentError, toAgentError } from './agent-error';
import type { AgentTarget } from './agent-target';
import type { AgentEvent } from './events';
import { Liveness } from './liveness';
import type { OperationLookup } from './operations';
import { StreamReader } from './read-stream';

export interface AgentRequest {
  /** Ignored by the service when `sessionState` carries results of returned control. */
  readonly inputText?: string;
  readonly sessionId: string;
  readonly sessionState?: SessionState;
}

/** Sees each attempt: its request, then events, then a failure or the end. */
export interface StreamObserver {
  request(input: InvokeAgentCommandInput): void;
  event(event: ResponseStream): void;
  failure(error: unknown): Promise<void>;
  end(): Promise<void>;
}

export interface InvokeOptions {
  readonly lookup: OperationLookup;
  /** Told of everything as it was sent and as it came, for recordings. */
  readonly observer?: StreamObserver;
  readonly signal?: AbortSignal;
  /** How often a request is sent that was refused before the agent did anything. */
  readonly attempts?: number;
  /** In ms. Multi-step turns are silent while a function runs, and a function may run for 15 minutes. */
  readonly longestSilence?: number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** 0 to 1, for the spread of delays. */
  readonly random?: () => number;
}

/**
 * One turn with an agent, as it arrives. Throws AgentError when the turn fails, whatever was yielded before.
 *
 * Bedrock throttles within the stream too, where the SDK does not retry. The turn is sent again only as long
 * as nothing but traces has come: after a word or an action a second try could do or say things twice.
 */
export async function* invokeAgent(
  target: AgentTarget,
  request: AgentRequest,
  options: InvokeOptions,
): AsyncGenerator<AgentEvent> {
  const { attempts = 4, sleep = pause, random = Math.random, signal } = options;
  for (let attempt = 1; ; attempt++) {
    let begun = false;
    try {
      for await (const event of oneAttempt(target, request, options)) {
        begun ||= event.type !== 'trace' && event.type !== 'usage';
        yield event;
      }
      return;
    } catch (thrown) {
      signal?.throwIfAborted();
      const error = toAgentError(thrown);
      if (begun || !error.retryable || attempt >= attempts) throw error;
      const delayInMs = Math.round(500 * 2 ** (attempt - 1) * (0.5 + random() / 2));
      yield { type: 'retry', attempt, delayInMs, error };
      await sleep(delayInMs, signal);
    }
  }
}

async function* oneAttempt(
  target: AgentTarget,
  request: AgentRequest,
  { lookup, observer, signal, longestSilence = 15 * 60_000 }: InvokeOptions,
): AsyncGenerator<AgentEvent> {
  const client = new BedrockAgentRuntimeClient({
    ...target.client,
    // Retrying is decided above; the SDK's own would also repeat a turn of which it lost the answer.
    maxAttempts: 1,
    // The SDK would close a connection that is silent for five minutes; `liveness` decides that instead.
    requestHandler: { sessionTimeout: longestSilence + 60_000 },
  });
  const liveness = new Liveness(client, longestSilence, signal);
  const reader = new StreamReader(lookup);
  let answered = false;
  try {
    const { knowledgeBaseConfigurations } = target;
    const input: InvokeAgentCommandInput = {
      ...request,
      ...(knowledgeBaseConfigurations && {
        sessionState: {
          knowledgeBaseConfigurations: [...knowledgeBaseConfigurations],
          ...request.sessionState,
        },
      }),
      agentId: target.agentId,
      agentAliasId: target.agentAliasId,
      enableTrace: true,
      streamingConfigurations: { streamFinalResponse: true },
    };
    observer?.request(input);
    const output = await client.send(new InvokeAgentCommand(input), { abortSignal: liveness.signal });
    for await (const event of output.completion ?? []) {
      liveness.heard();
      observer?.event(event);
      answered ||= event.chunk !== undefined || event.returnControl !== undefined;
      yield* reader.read(event);
    }
    liveness.throwIfCut();
    yield* reader.end();
    if (!answered) throw noAnswer();
    await observer?.end();
    yield { type: 'end', sessionId: output.sessionId ?? request.sessionId };
  } catch (error) {
    await observer?.failure(error);
    liveness.throwIfSilent();
    throw error;
  } finally {
    liveness.stop();
    client.destroy();
  }
}

const noAnswer = () =>
  new AgentError({
    code: 'STREAM_BROKEN',
    message: 'The stream ended without an answer',
    hint: 'Ask again; --trace shows the steps before it ended',
  });

const pause = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const interrupt = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', interrupt);
      resolve();
    }, ms);
    signal?.addEventListener('abort', interrupt, { once: true });
  });
