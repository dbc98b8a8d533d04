import { knowledgeBaseOfTool, searchQuery } from '../agent/knowledge-base/associated';
import type { Message } from '../agent/model';
import type { Weight } from '../knowledge-base/answering/relevance';
import type { Knowledge } from './contract/knowledge';
import { type Call, type Turn, turnsOf } from './dialogue/conversation';
import { merged, nextPageInput, pagesOf, sameInput } from './dialogue/pages';
import { type Consulted, consult } from './documents/consult';
import { report, wantedOf } from './phrasing/answer';
import { ask } from './phrasing/ask';
import { describeFound } from './phrasing/found';
import { nothingFound, type Part, quote } from './phrasing/quote';
import { say } from './phrasing/remarks';
import { type Goal, isComplete } from './understanding/goal';
import { plan, unanswered } from './understanding/plan';
import { isWithin } from './understanding/window';

export type Decision =
  | { readonly calls: readonly PlannedCall[]; readonly rationale: string }
  | { readonly answer: readonly Part[] }
  | { readonly question: readonly Part[] };

interface PlannedCall {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Questions in a row that are remembered; who answers none of them in six turns has left the matter. */
const remembered = 6;

export interface DecideProps {
  readonly messages: readonly Message[];
  readonly knowledge: Knowledge;
  /** The names of the tools that can be used. */
  readonly offered: ReadonlySet<string>;
  readonly now: Date;
  /** How much a word of the conversation tells documents apart. */
  readonly weight: Weight;
}

/** The next step: what to call, or what to say. The whole plan is made anew each time, from the messages alone. */
export function decide({ messages, knowledge, offered, now, weight }: DecideProps): Decision {
  const usable = { ...knowledge, operations: knowledge.operations.filter(({ tool }) => offered.has(tool)) };
  const searches = [...offered].filter((tool) => knowledgeBaseOfTool(tool) !== undefined);
  const turns = turnsOf(messages, knowledge.byTool);
  const turn = turns.at(-1);
  if (!turn) return { answer: [say({ kind: 'help' }, usable.operations)] };
  const props = { turns, knowledge: usable, now, weight, canSearch: searches.length > 0 };
  const consulted = planOf(props, turns.length - 1, remembered);
  const { plan: current, query } = consulted;
  const open = current.goals.flatMap((goal) => nextOf(goal, turn.calls));
  const lookUps =
    query === undefined ? [] : searches.map((tool) => ({ tool, input: { [searchQuery]: query } }));
  if (open.length + lookUps.length > 0) {
    return { calls: [...open.map(callOf), ...lookUps], rationale: rationaleOf(open, query) };
  }
  return inWords(consulted, turn, usable);
}

const nothingConsulted = { excerpts: [], unanswered: [], isAskedToAct: false } as const;

interface PlanProps {
  readonly turns: readonly Turn[];
  readonly knowledge: Knowledge;
  readonly now: Date;
  readonly weight: Weight;
  /** Whether there are documents to ask in this turn; in an earlier one there were if they were asked. */
  readonly canSearch: boolean;
}

function planOf(props: PlanProps, at: number, depth: number): Consulted {
  const { turns, knowledge, now, weight, canSearch } = props;
  const turn = turns[at];
  if (!turn) return { plan: { goals: [], remarks: [] }, ...nothingConsulted };
  const pending = depth > 0 && at > 0 ? unanswered(planOf(props, at - 1, depth - 1).plan) : [];
  const before = turns.slice(0, at);
  const made = plan({ text: turn.text, before, calls: turn.calls, knowledge, now }, pending);
  const asks = turn.searches.length > 0 || (canSearch && at === turns.length - 1);
  return asks
    ? consult(made, turns, at, weight)
    : { plan: made, excerpts: [], unanswered: [], isAskedToAct: false };
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

function rationaleOf(goals: readonly Goal[], query: string | undefined): string {
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
  if (query !== undefined) reasons.push('the documents may say');
  return `Offline planner: ${[...new Set(reasons)].join('; ')}.`;
}

/** The planner reads dates and limits, and does not compare them. */
const unchecked = 'I did not check whether that time is over: compare it with the dates that I have told.';

/** The answer: what came of the calls and of the search, then what there is to say, then what is still to be asked. */
function inWords(
  {
    plan: { goals, remarks },
    excerpts,
    unanswered: lacking,
    isAskedToAct,
    hasPeriod,
    repeated = [],
  }: Consulted,
  turn: Turn,
  { operations }: Knowledge,
): Decision {
  const reported = turn.calls.filter((call, i) => !isSupport(call, goals, turn.calls.slice(i + 1)));
  const parts: Part[][] = reported
    .filter((call) => !repeated.includes(call) || isAskedOf(call, goals))
    .map((call) => [reportOf(call, goals, turn)]);
  const cannot = isAskedToAct && reported.length === 0 && excerpts.length > 0;
  if (cannot) parts.push([say({ kind: 'nothing-fits' }, operations)]);
  parts.push(quote(excerpts));
  if (hasPeriod) parts.push([unchecked]);
  const questions = goals.filter((goal) => !isComplete(goal) && !goal.after).map(ask);
  const others = remarks.filter(({ kind }) => kind !== 'nothing-fits');
  const isAnswered = reported.length + excerpts.length + others.length + questions.length > 0;
  parts.push([nothingFound(lacking, operations, !isAnswered)]);
  const told = isAnswered || lacking.length > 0 ? others : remarks;
  parts.push(...told.map((remark) => [say(remark, operations)]), ...questions.map((question) => [question]));
  const text = paragraphs(parts);
  if (questions.length > 0) return { question: text };
  return { answer: text.length > 0 ? text : [say({ kind: 'nothing-fits' }, operations)] };
}

/** Parts that say something, each once, with an empty line between them. */
function paragraphs(parts: readonly (readonly Part[])[]): Part[] {
  const said = parts.filter((part) => part.some((piece) => piece !== ''));
  const unique = new Map(said.map((part) => [JSON.stringify(part), part]));
  return [...unique.values()].flatMap((part, at) => (at > 0 ? ['\n\n', ...part] : [...part]));
}

function reportOf(call: Call, goals: readonly Goal[], turn: Turn): string {
  const goal = goalOf(call, goals);
  if (goal?.seek) {
    const read = goals
      .filter(({ seek }) => seek)
      .flatMap((one) => turn.calls.find((other) => goalOf(other, [one])) ?? []);
    return read[0] === call ? describeFound(read, goal.seek) : '';
  }
  const bound = goals.find(
    ({ window, operation, input }) => window && pagesOf([call], operation, input).length > 0,
  );
  const { window } = bound ?? {};
  if (!window) return report(call, goal, turn.text);
  if (bound !== goal) return '';
  const keeps = (item: Readonly<Record<string, unknown>>) => isWithin(window, item);
  return report(merged(pagesOf(turn.calls, call.operation, call.input), keeps) ?? call, goal, turn.text);
}

/** Whether something that the answer itself tells was asked for. */
const isAskedOf = (call: Call, goals: readonly Goal[]): boolean =>
  wantedOf(call, [goalOf(call, goals)?.view]).length > 0;

const goalOf = (call: Call, goals: readonly Goal[]): Goal | undefined =>
  goals.find(({ operation, input }) => operation === call.operation && sameInput(input, call.input));

/** A list that was read only to know which thing is the newest. */
const isSupport = (call: Call, goals: readonly Goal[], later: readonly Call[]): boolean =>
  call.outcome?.status === 'success' &&
  !goalOf(call, goals) &&
  (later.length > 0 || goals.some((goal) => !isComplete(goal)));
