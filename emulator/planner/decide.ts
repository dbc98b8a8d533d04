import type { Message } from '../agent/model';
import type { Knowledge } from './contract/knowledge';
import { type Call, type Turn, turnsOf } from './dialogue/conversation';
import { merged, nextPageInput, pagesOf, sameInput } from './dialogue/pages';
import { report } from './phrasing/answer';
import { ask } from './phrasing/ask';
import { say } from './phrasing/remarks';
import { type Goal, isComplete, type Plan } from './understanding/goal';
import { plan, unanswered } from './understanding/plan';
import { isWithin } from './understanding/window';

export type Decision =
  | { readonly calls: readonly PlannedCall[]; readonly rationale: string }
  | { readonly answer: string }
  | { readonly question: string };

interface PlannedCall {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Questions in a row that are remembered; who answers none of them in six turns has left the matter. */
const remembered = 6;

/** The next step: what to call, or what to say. The whole plan is made anew each time, from the messages alone. */
export function decide(
  messages: readonly Message[],
  knowledge: Knowledge,
  offered: ReadonlySet<string>,
  now: Date,
): Decision {
  const usable = { ...knowledge, operations: knowledge.operations.filter(({ tool }) => offered.has(tool)) };
  const turns = turnsOf(messages, knowledge.byTool);
  const turn = turns.at(-1);
  if (!turn) return { answer: say({ kind: 'help' }, usable.operations) };
  const current = planOf(turns, turns.length - 1, usable, now, remembered);
  const open = current.goals.flatMap((goal) => nextOf(goal, turn.calls));
  if (open.length > 0) return { calls: open.map(callOf), rationale: rationaleOf(open) };
  return inWords(current, turn, usable);
}

function planOf(turns: readonly Turn[], at: number, knowledge: Knowledge, now: Date, depth: number): Plan {
  const turn = turns[at];
  if (!turn) return { goals: [], remarks: [] };
  const pending = depth > 0 && at > 0 ? unanswered(planOf(turns, at - 1, knowledge, now, depth - 1)) : [];
  const before = turns.slice(0, at);
  return plan({ text: turn.text, before, calls: turn.calls, knowledge, now }, pending);
}

/** What remains to be called for a goal: nothing once it was called, whatever came of it. */
function nextOf(goal: Goal, calls: readonly Call[]): Goal[] {
  const next = goal.after ? { ...goal, operation: goal.after.operation, input: goal.after.input } : goal;
  if (!goal.after && !isComplete(goal)) return [];
  const called = calls.some(
    ({ operation, input }) => operation === next.operation && sameInput(input, next.input),
  );
  if (!called) return [next];
  const more = goal.window && nextPageInput(pagesOf(calls, goal.operation, goal.input));
  return more ? [{ ...goal, input: more }] : [];
}

const callOf = ({ operation, input }: Goal): PlannedCall => ({ tool: operation.tool, input });

function rationaleOf(goals: readonly Goal[]): string {
  const reasons = goals.map(({ operation, evidence, input }) => {
    const said = [
      ...new Set([...evidence, ...Object.values(input).filter((value) => typeof value === 'string')]),
    ];
    const words = said
      .filter(Boolean)
      .slice(0, 6)
      .map((word) => `“${word}”`)
      .join(', ');
    return words ? `${operation.operationId} fits ${words}` : `${operation.operationId} fits`;
  });
  return `Offline planner: ${[...new Set(reasons)].join('; ')}.`;
}

/** The answer: what came of the calls, then what there is to say, then what is still to be asked. */
function inWords({ goals, remarks }: Plan, turn: Turn, { operations }: Knowledge): Decision {
  const reported = turn.calls.filter((call, i) => !isSupport(call, goals, turn.calls.slice(i + 1)));
  const parts = reported.map((call) => reportOf(call, goals, turn));
  parts.push(...remarks.map((remark) => say(remark, operations)));
  const questions = goals.filter((goal) => !isComplete(goal) && !goal.after).map(ask);
  const text = [...new Set([...parts, ...questions])].filter(Boolean).join('\n\n');
  if (questions.length > 0) return { question: text };
  return { answer: text || say({ kind: 'nothing-fits' }, operations) };
}

function reportOf(call: Call, goals: readonly Goal[], turn: Turn): string {
  const goal = goalOf(call, goals);
  const bound = goals.find(
    ({ window, operation, input }) => window && pagesOf([call], operation, input).length > 0,
  );
  const { window } = bound ?? {};
  if (!window) return report(call, goal, turn.text);
  if (bound !== goal) return '';
  const keeps = (item: Readonly<Record<string, unknown>>) => isWithin(window, item);
  return report(merged(pagesOf(turn.calls, call.operation, call.input), keeps) ?? call, goal, turn.text);
}

const goalOf = (call: Call, goals: readonly Goal[]): Goal | undefined =>
  goals.find(({ operation, input }) => operation === call.operation && sameInput(input, call.input));

/** A list that was read only to know which thing is the newest. */
const isSupport = (call: Call, goals: readonly Goal[], later: readonly Call[]): boolean =>
  call.outcome?.status === 'success' &&
  !goalOf(call, goals) &&
  (later.length > 0 || goals.some((goal) => !isComplete(goal)));
