import type {
  BedrockAgentRuntimeClient,
  InvokeAgentCommandInput,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { InvokeAgentCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import type { Inside } from '../emulator/inside/inside';
import type { RecordedEvent } from '../recording/format';
import { parseRecording, type RecordedTurn, type Recording } from '../recording/read';
import { Recorder } from '../recording/recorder';
import { compare, type Divergence, volatileOf } from './compare';
import { differences } from './compare-values';
import { instructionChange } from './instruction';
import type { Outcome } from './outcome';
import { RecordedModel } from './recorded-model';
import { stepOfAction } from './steps';
import { Substitutes } from './substitutes';

export interface DecisionsProps {
  readonly client: BedrockAgentRuntimeClient;
  readonly inside: Inside;
  readonly ids: { readonly agentId: string; readonly agentAliasId: string };
  /** Makes the agent think with this model until another one is given. */
  readonly think: (model: RecordedModel) => void;
  readonly newId: () => string;
}

/** Lets the recorded decisions drive today's agent loop, functions and contracts, over the recording's rows. */
export async function replayDecisions(props: DecisionsProps, whole: Recording): Promise<Outcome> {
  const { inside, ids, think, newId } = props;
  // Of a turn that was cut off nobody knows how it went on.
  const recording = { ...whole, turns: whole.turns.filter(({ ended }) => ended) };
  const { header, turns, rows } = recording;
  if (turns.length === 0) {
    const why = whole.cut ?? 'It has no turn';
    return { mode: 'decisions', result: 'cannot run', why, divergences: [] };
  }
  // A model that was never asked, since a guardrail came first, decided nothing: that can be held against today, too.
  if (!turns.some(({ decisions, events }) => decisions.length > 0 || events.some(isTrace))) {
    const why = 'It has no decisions of a model: they come with traces';
    return { mode: 'decisions', result: 'cannot run', why, divergences: [] };
  }
  if (rows.length === 0 && turns.some(({ actions }) => actions.some(({ source }) => source === 'trace'))) {
    const why = 'It has no rows: what the functions found is known from the trace alone';
    return { mode: 'decisions', result: 'cannot run', why, divergences: [] };
  }
  await inside.replaceItems(rows as Parameters<Inside['replaceItems']>[0]);
  const substitutes = new Substitutes();
  const model = new RecordedModel(header.model ?? 'recorded', substitutes);
  think(model);
  const lines: string[] = [];
  const recorder = new Recorder({
    header: { ...header, agent: { ...ids, agentVersion: header.agent.agentVersion } },
    write: (line) => void lines.push(line),
    now: () => performance.now(),
    toolName: (group, verb, apiPath) => `${group}__${verb} ${apiPath}`,
  });
  const sessionId = newId();
  const learn = learning(recording, substitutes);
  let current: RecordedTurn | undefined;
  let told = 0;
  const untap = inside.tap(sessionId, (tapped) => {
    if (tapped.type === 'row') return;
    recorder.action(tapped);
    learn.action(current, told++, tapped.answer);
  });
  const divergences: Divergence[] = [];
  try {
    for (const [index, turn] of turns.entries()) {
      current = turn;
      told = 0;
      model.begin(turn);
      await runTurn(props, recorder, { ...substitutes.in(turn.request.input), sessionId }, (event) =>
        learn.event(turn, event),
      );
      divergences.push(...decisionsOf(index + 1, model));
    }
  } finally {
    untap();
    recorder.close();
  }
  for (const { table, item } of rows) lines.splice(1, 0, `${JSON.stringify({ type: 'row', table, item })}\n`);
  const now = parseRecording(lines.join(''));
  divergences.push(...compare(recording, now));
  divergences.sort((a, b) => a.turn - b.turn);
  const instruction = instructionChange(recording, now);
  const result = divergences.length > 0 ? 'diverged' : 'same';
  return { mode: 'decisions', result, divergences, lines, ...(instruction && { instruction }) };
}

const isTrace = ({ event }: RecordedEvent): boolean => 'trace' in event;

async function runTurn(
  { client, ids }: DecisionsProps,
  recorder: Recorder,
  input: Readonly<Record<string, unknown>>,
  onEvent: (event: object) => void,
): Promise<void> {
  recorder.request(input);
  let events = 0;
  try {
    const command = new InvokeAgentCommand({
      ...input,
      ...ids,
      enableTrace: true,
    } as InvokeAgentCommandInput);
    const { completion } = await client.send(command);
    for await (const event of completion ?? []) {
      events += 1;
      recorder.event({ ...event });
      onEvent(event);
    }
    recorder.end();
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    const { httpStatusCode } = $metadata ?? {};
    const status = httpStatusCode !== undefined && events === 0 ? { httpStatusCode } : {};
    recorder.failure(events > 0 ? 'stream' : 'response', { name, message, ...status });
  }
}

/** Finds out what is called otherwise today: page tokens in answers, and the ids of returned control. */
const learning = (recording: Recording, substitutes: Substitutes) => ({
  action(turn: RecordedTurn | undefined, index: number, answer: string): void {
    const action = turn?.actions[index];
    if (!action) return;
    const before = stepOfAction(action);
    const after = stepOfAction({ ...action, source: 'lambda', answer });
    differences(before.body, after.body, volatileOf(recording), (recorded, now) =>
      substitutes.add(recorded, now),
    );
  },
  event(
    { events }: RecordedTurn,
    event: { readonly returnControl?: { readonly invocationId?: string } },
  ): void {
    const { invocationId } = event.returnControl ?? {};
    if (invocationId === undefined) return;
    const recorded = events.map(({ event: one }) => one as typeof event).find((one) => one.returnControl);
    substitutes.add(recorded?.returnControl?.invocationId, invocationId);
  },
});

function decisionsOf(turn: number, { missed, unused }: RecordedModel): Divergence[] {
  const place = { turn, step: 0, of: 'decision' as const, name: 'the model' };
  return [
    ...(missed > 0 ? [{ ...place, kind: 'missing decision' as const, now: 'asked once more' }] : []),
    ...unused.map((decision) => ({ ...place, kind: 'unused decision' as const, recorded: decision.output })),
  ];
}
