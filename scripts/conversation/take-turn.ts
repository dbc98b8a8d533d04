import { toAgentError } from '../../client/agent-error';
import type { AgentTarget } from '../../client/agent-target';
import { type AgentRequest, invokeAgent, type StreamObserver } from '../../client/invoke-agent';
import type { OperationLookup } from '../../client/operations';
import { Turn, type TurnResult } from '../../client/turn';
import { asCommandError, Interrupted } from '../cli/errors';
import type { Io } from '../cli/io';
import { printable } from './printable';
import { emptyHint, sourcesLine } from './sources';
import { StepPrinter } from './steps';

export interface TurnContext {
  readonly target: AgentTarget;
  readonly lookup: OperationLookup;
  readonly io: Io;
  readonly signal: AbortSignal;
  /** Present while the conversation is recorded. */
  readonly observer?: StreamObserver;
  /** Show the steps on stderr. */
  readonly trace: boolean;
  /** What fills the agent's knowledge base. */
  readonly syncCommand: string;
  /** Show the answer on stdout as it comes. */
  readonly stream: boolean;
}

/** One turn, shown as it happens. A failure carries what had come until then, with `complete: false`. */
export async function takeTurn(context: TurnContext, request: AgentRequest): Promise<TurnResult> {
  const { target, lookup, io, signal, stream, observer } = context;
  const turn = new Turn(request.sessionId);
  const steps = context.trace ? new StepPrinter(io.stderr) : undefined;
  let written = '';
  try {
    for await (const event of invokeAgent(target, request, {
      lookup,
      signal,
      ...(observer && { observer }),
    })) {
      turn.add(event);
      steps?.show(event);
      if (event.type !== 'text' || !stream) continue;
      written = printable(event.text, io.stdout);
      io.stdout.write(written);
    }
    const { result } = turn;
    const sources = stream ? sourcesLine(result.citations) : undefined;
    if (sources) {
      io.stdout.write(`${written.endsWith('\n') ? '' : '\n'}\n${printable(sources, io.stdout)}\n`);
      written = '';
    }
    const hint = emptyHint(result.retrievals, context.syncCommand);
    if (hint) {
      if (written && !written.endsWith('\n')) io.stdout.write('\n');
      written = '';
      io.stderr.write(`${hint}\n`);
    }
    return result;
  } catch (error) {
    if (signal.aborted) throw new Interrupted(turn.result);
    throw asCommandError(toAgentError(error), turn.result);
  } finally {
    if (written && !written.endsWith('\n')) io.stdout.write('\n');
  }
}
