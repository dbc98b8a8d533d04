import { randomUUID } from 'node:crypto';
import type { AgentConfig } from '../../schemas/agent-config';
import type { CommandResult } from '../cli/command';
import { CommandError, Interrupted } from '../cli/errors';
import { type Decision, decideAll, describeAction } from './confirm';
import { exchange } from './exchange';
import type { OpenAgent } from './open-agent';
import { printable } from './printable';
import type { TurnContext } from './take-turn';
import { asking, Terminal } from './terminal';

export interface ConversationProps {
  readonly agent: OpenAgent;
  readonly context: TurnContext;
  readonly sessionId: string;
  readonly sessionState: { readonly sessionAttributes?: Record<string, string> };
  /** When it is settled for every action beforehand. */
  readonly decision: Decision | undefined;
  readonly config: Pick<AgentConfig, 'name' | 'laptop'>;
}

const help = [
  '/trace          show or hide the steps',
  '/session        show the session id, and how to go on with it later',
  '/session new    start a new session: the agent forgets what was said',
  '/help           this',
  '/quit           leave (Ctrl-D does, too); Ctrl-C stops an answer',
  '',
].join('\n');

/** Prompts and answers on a terminal, until the operator leaves. */
export async function converse(props: ConversationProps): Promise<CommandResult> {
  const { agent, context, config, decision, sessionState } = props;
  const { io } = context;
  const terminal = new Terminal(io);
  const say = (text: string) => io.stderr.write(`${printable(text, io.stderr)}\n`);
  const decide = decision ? decideAll(decision) : asking(terminal, say);
  let { sessionId } = props;
  let { trace } = context;
  const howToGoOn = () => `npm run -s invoke-agent -- ${agent.flags}--session ${sessionId}`;
  const onSignal = () => terminal.close();
  context.signal.addEventListener('abort', onSignal);
  try {
    say(
      `${config.name} on ${agent.name}. Try: ${config.laptop.samplePrompts[0]}\n/help shows what else there is.\n`,
    );
    for (;;) {
      const line = (await terminal.ask('> '))?.trim();
      context.signal.throwIfAborted();
      if (line === undefined || line === '/quit') break;
      if (line === '') continue;
      if (line === '/help') say(help);
      else if (line === '/trace') {
        trace = !trace;
        say(trace ? 'Steps are shown' : 'Steps are hidden');
      } else if (line === '/session new') {
        sessionId = randomUUID();
        say(`New session ${sessionId}`);
      } else if (line === '/session') say(`Session ${sessionId}\n${howToGoOn()}`);
      else if (/^\/\w+( new)?$/.test(line)) say(`There is no ${line}\n${help}`);
      else await answer(line);
    }
    say(`\nTo go on later: ${howToGoOn()}`);
    return { result: { sessionId }, text: null };
  } finally {
    context.signal.removeEventListener('abort', onSignal);
    terminal.close();
  }

  async function answer(inputText: string): Promise<void> {
    const stop = new AbortController();
    terminal.onInterrupt = () => stop.abort(new Interrupted());
    const signal = AbortSignal.any([context.signal, stop.signal]);
    const request = { inputText, sessionId, sessionState };
    try {
      const { returnControl } = await exchange({ ...context, trace, signal }, request, decide);
      // What only a program can answer stays open.
      for (const action of returnControl?.invocationInputs ?? []) say(describeAction(action));
    } catch (error) {
      if (context.signal.aborted || !(error instanceof CommandError)) throw error;
      if (error instanceof Interrupted) say('Stopped. What the agent has done until here stays done.');
      else say(`${error.code}: ${error.message}${error.hint ? `\n  ${error.hint}` : ''}`);
    } finally {
      terminal.onInterrupt = () => {};
    }
  }
}
