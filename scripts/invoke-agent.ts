import { randomUUID } from 'node:crypto';
import config from '../agent.config';
import { operationLookup } from '../client/operations';
import { envelopeProblems } from '../schemas/problem';
import { type CommandResult, defineCommand, start } from './cli/command';
import { UsageError } from './cli/errors';
import { decideAll, leaveWaiting } from './conversation/confirm';
import { converse } from './conversation/conversation';
import { exchange } from './conversation/exchange';
import * as given from './conversation/flags';
import { openAgent } from './conversation/open-agent';
import { reportOf } from './conversation/report';
import { resumed } from './conversation/resume';
import { askOnTerminal } from './conversation/terminal';
import { closeRecording, recordFlags, recordingFor } from './recording/flags';

const command = 'npm run -s invoke-agent --';
const { samplePrompts } = config.laptop;
const sample = JSON.stringify(samplePrompts[0]);

export const invokeAgent = defineCommand({
  name: 'invoke-agent',
  summary:
    'Talks to the agent, on this laptop or with --stage where it is deployed. Without PROMPT it converses.',
  positionals: '[PROMPT]',
  flags: { ...given.targetFlags, ...given.turnFlags, ...recordFlags },
  examples: [
    ...samplePrompts.map((prompt) => `${command} ${JSON.stringify(prompt)}`),
    `${command} --stage dev --attr customerId=CUSTOMER ${sample}`,
    `${command} --session ID --confirm yes`,
  ],
  notes: [
    'An action that asks first is put to you on a terminal. Elsewhere it is printed with its invocationId (with',
    '--json as result.returnControl) and waits: nothing was done yet, and the exit code is 0, as for any other',
    'question of the agent. --session ID --confirm yes|no answers it.',
    '',
    'What an answer takes from documents is cited: their names stand under it, the passages are shown with --trace',
    'and are in result.citations with --json.',
    '',
  ],
  async run({ flags, positionals, io, json, signal }) {
    const place = given.placeOf(flags);
    const attributes = given.attributesOf(flags.attr);
    const decision = given.confirmationOf(flags.confirm);
    const sessionId = flags.session === undefined ? randomUUID() : given.sessionIdOf(flags.session);
    const inputText = positionals.join(' ').trim();
    const onTerminal = Boolean(io.stdin.isTTY && io.stderr.isTTY) && !json;
    if (!inputText && decision && flags.session === undefined) {
      throw new UsageError(
        '--confirm needs a prompt or --session ID',
        `${command} --session ID --confirm yes`,
      );
    }
    if (!inputText && !decision && !onTerminal) {
      throw new UsageError(
        'A prompt is missing, and there is no terminal to ask for it',
        `${command} ${sample}`,
      );
    }

    const agent = await openAgent(place, io, signal);
    let recording: Awaited<ReturnType<typeof recordingFor>>;
    let done: CommandResult | undefined;
    try {
      const { target } = agent;
      const lookup = operationLookup(config.actionGroups, envelopeProblems);
      recording = await recordingFor(flags, { target, lookup, sessionId, source: 'invoke-agent' });
      const observed = recording && { observer: recording.observer };
      const syncCommand = `npm run -s sync${agent.flags ? ` -- ${agent.flags.trim()}` : ''}`;
      const shown = { syncCommand, trace: flags.trace, stream: !json };
      const context = { target, lookup, io, signal, ...shown, ...observed };
      const sessionAttributes = { ...agent.sessionAttributes, ...attributes };
      // An empty map could be taken for the wish to clear what the session has.
      const sessionState = Object.keys(sessionAttributes).length > 0 ? { sessionAttributes } : {};
      const ask = onTerminal ? askOnTerminal(io) : leaveWaiting;
      const decide = decision ? decideAll(decision) : ask;
      if (!inputText && !decision) {
        done = await converse({ agent, context, sessionId, sessionState, decision, config });
        return done;
      }
      const request = inputText
        ? { inputText, sessionId, sessionState }
        : resumed(target.agentId, { sessionId, sessionState }, decision ?? 'DENY');
      done = reportOf(await exchange(context, request, decide), agent);
      return done;
    } finally {
      try {
        closeRecording(recording, done);
      } finally {
        await agent.close();
      }
    }
  },
});

if (require.main === module) start(invokeAgent);
