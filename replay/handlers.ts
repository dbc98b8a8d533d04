import type { Inside } from '../emulator/inside/inside';
import type { Recording } from '../recording/read';
import { compareSteps, type Divergence, volatileOf } from './compare';
import { differences } from './compare-values';
import type { Outcome } from './outcome';
import { stepOfAction } from './steps';
import { Substitutes } from './substitutes';

/** Why a recording cannot be run against the functions, as a sentence; undefined when it can. */
function obstacle({ rows, turns }: Recording): string | undefined {
  const actions = turns.flatMap((turn) => turn.actions);
  if (actions.length === 0) return 'No function was called in it';
  if (rows.length === 0 && actions.some(({ source }) => source === 'trace')) {
    return 'It has no rows: what the functions found is known from the trace alone. Add rows by hand, or record on the laptop';
  }
  return undefined;
}

/** Runs the recorded events against today's functions, over the recording's own rows. */
export async function replayHandlers(inside: Inside, recording: Recording): Promise<Outcome> {
  const why = obstacle(recording);
  if (why !== undefined) return { mode: 'handlers', result: 'cannot run', why, divergences: [] };
  await inside.replaceItems(recording.rows as Parameters<Inside['replaceItems']>[0]);
  const volatile = volatileOf(recording);
  const substitutes = new Substitutes();
  const divergences: Divergence[] = [];
  const answers: string[] = [];
  for (const [index, turn] of recording.turns.entries()) {
    for (const [at, action] of turn.actions.entries()) {
      const event = substitutes.in(action.event);
      const { actionGroup } = event as { readonly actionGroup?: unknown };
      const { payload, functionError } = await inside.invoke(String(actionGroup), JSON.stringify(event));
      answers.push(payload);
      const before = stepOfAction(action);
      const told = { ...action, event: action.event, answer: payload, source: 'lambda' as const };
      const after = stepOfAction(functionError ? { ...told, functionError } : told);
      differences(before.body, after.body, volatile, (recorded, now) => substitutes.add(recorded, now));
      divergences.push(
        ...compareSteps(index + 1, [before], [after], volatile).map((found) => ({ ...found, step: at + 1 })),
      );
    }
  }
  return { mode: 'handlers', result: divergences.length > 0 ? 'diverged' : 'same', divergences, answers };
}
