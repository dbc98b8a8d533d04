import { type Operation, plural } from '../contract/operations';
import { sameInput } from '../dialogue/pages';
import type { Entity } from '../dialogue/references';
import { referenceIn } from '../dialogue/references';
import { readVerbs } from '../language/lexicon';
import { freeTextFor } from '../slots/free-text';
import { type Candidate, chooseRead, hasForeignObject } from './choose';
import { fill } from './fill';
import { narrowed, nextPage } from './follow-up';
import { type Goal, isComplete, type Plan, type Remark } from './goal';
import { goalsFor } from './goals';
import { complete } from './pending';
import { identifierOf, pointingOf, type Scene } from './scene';
import { smallTalk } from './small-talk';
import { type View, viewsOf } from './view';

interface Reading {
  readonly goals: readonly Goal[];
  readonly remarks: readonly Remark[];
  /** States something by the way: no reason to call anything when the text asks for something else. */
  readonly aside: boolean;
}

const nothing: Reading = { goals: [], remarks: [{ kind: 'nothing-fits' }], aside: false };

/** Asks for the sense of a question instead of answering it. */
const askingBack = /^\s*(?:why (?:do|would|should|is that)|what for|for what|how so)\b/i;

/** What a text asks for, given what waited for an answer. */
export function plan(scene: Scene, pending: readonly Goal[]): Plan {
  const views = viewsOf(scene.text, scene.knowledge);
  const talk = smallTalk(views, pending);
  if (talk) return talk;
  const readings = read(scene, views);
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
  const planned = together(readings);
  const back = views.some(({ clause }) => askingBack.test(clause.text));
  if (pending.length > 0 && !asks && (planned.goals.length === 0 || back)) {
    const offTopic = views.some(({ act }) => act.unknown);
    return offTopic ? planned : { goals: pending, remarks: [] };
  }
  return planned;
}

/** Goals that wait for an answer after a text was planned. */
export const unanswered = ({ goals }: Plan): Goal[] =>
  goals.filter((goal) => !isComplete(goal) && !goal.after);

function together(readings: readonly Reading[]): Plan {
  const asked = readings.filter(({ aside }) => !aside);
  const kept = asked.some(({ goals }) => goals.length > 0) ? asked : readings;
  const goals: Goal[] = [];
  for (const goal of kept.flatMap((reading) => reading.goals)) {
    const known = goals.some(
      (one) =>
        one.operation === goal.operation &&
        sameInput(one.input, goal.input) &&
        isComplete(one) === isComplete(goal),
    );
    if (!known) goals.push(goal);
  }
  const remarks = kept.flatMap((reading) => reading.remarks);
  const telling = remarks.filter(
    ({ kind }) => kind !== 'nothing-fits' && !(kind === 'left' && goals.length > 0),
  );
  if (goals.length > 0 || telling.length > 0) return { goals, remarks: telling };
  return { goals, remarks: [{ kind: 'nothing-fits' }] };
}

function read(scene: Scene, views: readonly View[]): Reading[] {
  const mentions = mentionedBefore(views);
  const candidates = views.map((view, i) =>
    isWrite(scene, view) || view.act.unknown
      ? undefined
      : chooseRead(
          view,
          scene.knowledge,
          (operation) => pointingOf(scene, operation, view, mentions[i] ?? []),
          scene.now,
        ),
  );
  const remarks = views.map((view, i) => ({ clause: view.clause, remarks: isRemark(view, candidates[i]) }));
  return views.map((_, i) =>
    readOne(scene, views, i, candidates[i], mentions[i] ?? [], () => freeTextFor(scene.text, remarks, i)),
  );
}

/** For each clause what the clauses before it named last. */
function mentionedBefore(views: readonly View[]): Entity[][] {
  let mentioned: Entity[] = [];
  return views.map(({ found }) => {
    const before = mentioned;
    const ids = [...found.values()].flat().map(({ value }) => ({ id: value }));
    if (ids.length > 0) mentioned = ids;
    return before;
  });
}

/** May be the reason for what stands beside it: states or merely mentions, and asks for nothing. */
function isRemark({ act, found, clause }: View, candidate: Candidate | undefined): boolean {
  if (act.negated && act.writes) return false;
  if (clause.asks || found.size > 0) return false;
  if (act.kind === 'statement') return true;
  return act.kind === 'fragment' && !candidate;
}

function readOne(
  scene: Scene,
  views: readonly View[],
  i: number,
  candidate: Candidate | undefined,
  mentioned: readonly Entity[],
  freeText: () => string | undefined,
): Reading {
  const view = views[i] as View;
  const { act } = view;
  if (isWrite(scene, view) || act.howTo) return readWrite(scene, views, i, mentioned, freeText);
  if (act.unknown) return act.negated ? { ...nothing, remarks: [{ kind: 'left' }] } : nothing;
  if (act.negated && act.kind === 'command') return { ...nothing, remarks: [{ kind: 'left' }] };
  const aside = act.kind === 'statement' || (act.kind === 'fragment' && !candidate);
  if (view.words.length === 0) return { goals: [], remarks: [], aside: true };

  const page = nextPage(scene, view);
  if (page)
    return 'kind' in page ? { ...nothing, remarks: [page] } : { goals: [page], remarks: [], aside: false };
  const pointsAtOne = candidate?.reference !== undefined && candidate.reference.kind !== 'them';
  const again = pointsAtOne || aside ? undefined : narrowed(scene, view);
  if (again) return { goals: again, remarks: [], aside: false };
  if (!candidate) return { ...nothing, aside };
  const { operation, filled, reference, evidence } = candidate;
  const named = reference ?? (mentioned.length > 0 ? referenceIn(view.words, operation) : undefined);
  const { goals, empty } = goalsFor(scene, {
    operation,
    view,
    filled,
    reference: named,
    evidence,
    mentioned,
  });
  return { goals, remarks: empty ? [{ kind: 'none-listed', operation: empty }] : [], aside };
}

/** Not when a verb that also asks for information ("report") stands without the operation's noun. */
const isWrite = (scene: Scene, view: View): boolean =>
  view.act.writes &&
  (!readVerbs.has(view.act.verb ?? '') || preferred(scene, view, view.act.verb ?? '').length > 0);

/** A command whose verb belongs to an operation that changes state. */
function readWrite(
  scene: Scene,
  views: readonly View[],
  i: number,
  mentioned: readonly Entity[],
  freeText: () => string | undefined,
): Reading {
  const view = views[i] as View;
  const { act, words } = view;
  const verb = act.verb ?? '';
  const operations = preferred(scene, view, verb);
  const [operation] = operations;
  if (!operation) return nothing;
  if (operations.length > 1) return { ...nothing, remarks: [{ kind: 'either', operations }] };
  if (act.howTo) return { ...nothing, remarks: [{ kind: 'how-to', operation }] };
  if (act.negated) return { ...nothing, remarks: [{ kind: 'left', operation }] };
  if (hasForeignObject(operation, view) && mentionsNone(scene, view)) return nothing;

  const reference = referenceIn(words, operation);
  const asked = { operation, view, filled: fill(operation, view, scene.now), reference, mentioned };
  if (isConditional(views, i)) return lookFirst(scene, asked, operation);
  const text = needsText(operation) ? freeText() : undefined;
  const inText =
    reference ??
    (mentioned.length > 0 && i > 0 && view.found.size === 0 ? { kind: 'it' as const } : undefined);
  const { goals, empty } = goalsFor(scene, { ...asked, reference: inText, freeText: text, evidence: [verb] });
  return { goals, remarks: empty ? [{ kind: 'none-listed', operation: empty }] : [], aside: false };
}

const needsText = ({ parameters }: Operation) =>
  parameters.some(({ kind, required }) => kind === 'text' && required);

/** The operations of that verb, those first whose noun or identifier the clause names. */
function preferred({ knowledge }: Scene, { words, found }: View, verb: string): Operation[] {
  const rated = knowledge.operations
    .filter(({ writes, verbs }) => writes && verbs.has(verb))
    .map((operation) => {
      const nouns = words.some(
        ({ stem }) => operation.nounStems.has(stem) || operation.summaryStems.has(stem),
      );
      const named = operation.parameters.some(({ name }) => found.has(name));
      // A verb that also asks for information ("report", "check") needs the noun beside it.
      if (readVerbs.has(verb) && !hasOwnNoun(operation, words, verb)) return { operation, rating: -1 };
      return { operation, rating: Number(nouns) + Number(named) * 2 };
    })
    .filter(({ rating }) => rating >= 0);
  const best = Math.max(...rated.map(({ rating }) => rating));
  return rated.filter(({ rating }) => rating === best).map(({ operation }) => operation);
}

const hasOwnNoun = ({ nounStems, summaryStems }: Operation, words: View['words'], verb: string) =>
  words.some(({ stem, lower }) => lower !== verb && (nounStems.has(stem) || summaryStems.has(stem)));

const mentionsNone = ({ knowledge }: Scene, { words }: View) =>
  !words.some(({ stem, lower }) => knowledge.nounStems.has(stem) || lower === plural(stem));

const unconditional =
  /\bif (?:possible|you can|you could|that is|that's|it is possible|you please|i may|need be)\b/i;

/** "If it has not left yet, …": the planner decides no conditions. */
function isConditional(views: readonly View[], i: number): boolean {
  const own = views[i]?.clause.text ?? '';
  const before = views[i - 1];
  const leads = before?.words[0]?.lower === 'if' || before?.words[0]?.lower === 'unless';
  if (leads && !/[.!?;]\s*$/.test(before?.clause.text ?? '')) return true;
  const after = views[i + 1]?.words[0]?.lower;
  if (/\b(?:if|unless)\b/i.test(own) && !unconditional.test(own)) return true;
  return (after === 'if' || after === 'unless') && !unconditional.test(views[i + 1]?.clause.text ?? '');
}

/** Looks the thing up instead of changing it, so that the person can decide. */
function lookFirst(
  scene: Scene,
  asked: Omit<Parameters<typeof goalsFor>[1], 'evidence'>,
  write: Operation,
): Reading {
  const name = identifierOf(write)?.name;
  const operation = scene.knowledge.operations.find(
    (one) =>
      !one.writes &&
      one.answer.listKey === undefined &&
      name !== undefined &&
      identifierOf(one)?.name === name,
  );
  const remarks: Remark[] = [{ kind: 'conditional', operation: write }];
  if (!operation) return { goals: [], remarks, aside: false };
  const reference = asked.reference ?? (asked.mentioned.length > 0 ? { kind: 'it' as const } : undefined);
  const filled = fill(operation, asked.view, scene.now);
  const { goals } = goalsFor(scene, { ...asked, operation, filled, reference, evidence: ['if'] });
  return { goals, remarks, aside: false };
}
