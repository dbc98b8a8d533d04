import { sameInput } from '../dialogue/pages';
import { corrected } from './correction';
import { type Goal, isComplete, type Plan, type Reading } from './goal';
import { type Inquiry, inquiriesOf } from './inquiry';
import { complete } from './pending';
import { readingsOf } from './reading';
import type { Scene } from './scene';
import { smallTalk } from './small-talk';
import { viewsOf } from './view';

/** Asks for the sense of a question instead of answering it. */
const askingBack = /^\s*(?:why (?:do|would|should|is that)|what for|for what|how so)\b/i;

/** What a text asks for, given what waited for an answer. */
export function plan(scene: Scene, pending: readonly Goal[]): Plan {
  const views = viewsOf(scene.text, scene.knowledge);
  const talk = smallTalk(views, pending);
  if (talk) return talk;
  const again = corrected(scene, pending, views);
  if (again) return { goals: again, remarks: [] };
  const readings = readingsOf(scene, views);
  const asks = views.some(({ act }, i) => {
    const { goals = [], remarks = [] } = readings[i] ?? {};
    const told = remarks.some(({ kind }) => kind !== 'nothing-fits');
    if (act.kind === 'question' && askingBack.test(views[i]?.clause.text ?? '')) return false;
    return (act.kind === 'command' || act.kind === 'question') && (goals.length > 0 || told);
  });
  if (pending.length > 0 && !asks) {
    const goals = complete(scene, pending, views);
    if (goals) return { goals, remarks: [] };
  }
  const inquiries = inquiriesOf(views, readings, scene.knowledge, pending.length > 0);
  const planned = { ...together(readings), inquiries };
  const back = views.some(({ clause }) => askingBack.test(clause.text));
  if (pending.length > 0 && !asks && (planned.goals.length === 0 || back)) {
    const offTopic = views.some(({ act }) => act.unknown) || (isOpenRead(pending) && turnsAway(inquiries));
    return offTopic ? planned : { goals: pending, remarks: [], inquiries };
  }
  return planned;
}

/** Only which thing to read was asked: nothing begun is lost when the person goes on to something else. */
const isOpenRead = (pending: readonly Goal[]): boolean =>
  pending.every(({ operation, which }) => which !== undefined && !operation.writes);

const turnsAway = (inquiries: readonly Inquiry[]): boolean =>
  inquiries.some(
    ({ kind, words, goesOn, text }) =>
      kind === 'only' && !goesOn && words.length > 0 && !/\bones?\b/i.test(text),
  );

/** Goals that wait for an answer after a text was planned. */
export const unanswered = ({ goals }: Plan): Goal[] =>
  goals.filter((goal) => !isComplete(goal) && !goal.after);

function together(readings: readonly Reading[]): Plan {
  const asked = readings.filter(({ aside }) => !aside);
  const kept = asked.some(({ goals }) => goals.length > 0) ? asked : readings;
  const goals: Goal[] = [];
  for (const goal of kept.flatMap((reading) => reading.goals)) {
    const at = goals.findIndex(
      (one) =>
        one.operation === goal.operation &&
        sameInput(one.input, goal.input) &&
        isComplete(one) === isComplete(goal),
    );
    const known = goals[at];
    if (!known) goals.push(goal);
    else if (goal.view) goals[at] = { ...known, alsoFor: [...(known.alsoFor ?? []), goal.view] };
  }
  const remarks = kept.flatMap((reading) => reading.remarks);
  const telling = remarks.filter(
    ({ kind }) => kind !== 'nothing-fits' && !(kind === 'left' && goals.length > 0),
  );
  if (goals.length > 0 || telling.length > 0) return { goals, remarks: telling };
  return { goals, remarks: [{ kind: 'nothing-fits' }] };
}
