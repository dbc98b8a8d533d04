import type { BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime';
import { AgentError } from './agent-error';

/**
 * Notices what the SDK takes for the end of an answer: over HTTP/2 a lost connection, an aborted request and
 * a timeout all end the stream without an error (seen with @smithy/node-http-handler 4 on Node 20).
 */
export class Liveness {
  private readonly silence = new AbortController();
  private readonly caller: AbortSignal | undefined;
  private timer: NodeJS.Timeout;
  private body: { readonly rstCode?: number } | undefined;
  /** Aborts the request when the caller wants to, or nothing came for too long. */
  readonly signal: AbortSignal;

  constructor(
    client: BedrockAgentRuntimeClient,
    private readonly longestSilence: number,
    caller?: AbortSignal,
  ) {
    this.caller = caller;
    this.signal = caller ? AbortSignal.any([caller, this.silence.signal]) : this.silence.signal;
    this.timer = this.start();
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        this.body = (result.response as { body?: { rstCode?: number } }).body;
        return result;
      },
      { step: 'deserialize', priority: 'low', name: 'keepResponseBody' },
    );
  }

  heard(): void {
    clearTimeout(this.timer);
    this.timer = this.start();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  throwIfSilent(): void {
    if (this.silence.signal.aborted) throw this.silence.signal.reason;
  }

  /** For when the stream seems to have ended. */
  throwIfCut(): void {
    this.caller?.throwIfAborted();
    this.throwIfSilent();
    // Not NO_ERROR: the other side, or the loss of the connection, reset the stream before its end.
    if (this.body?.rstCode) {
      throw new AgentError({
        code: 'STREAM_BROKEN',
        message: `The connection broke before the answer was whole (HTTP/2 stream reset, code ${this.body.rstCode})`,
        hint: 'Actions that were shown have happened; ask again, with the same --session to go on',
      });
    }
  }

  private start(): NodeJS.Timeout {
    const seconds = Math.round(this.longestSilence / 1000);
    return setTimeout(() => {
      this.silence.abort(
        new AgentError({
          code: 'TIMED_OUT',
          message: `The agent sent nothing for ${seconds} s`,
          hint: "See the function's log: it may still run, and what it does still happens",
        }),
      );
    }, this.longestSilence);
  }
}
