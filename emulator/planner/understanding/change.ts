import { type Operation, plural } from '../contract/operations';
import { type Entity, referenceIn } from '../dialogue/references';
import { readVerbs } from '../language/lexicon';
import { hasForeignObject } from './choose';
import { fill } from './fill';
import { nothing, type Reading, type Remark } from './goal';
import { goalsFor } from './goals';
import { identifierOf, type Scene } from './scene';
import type { View } from './view';

/** Not when a verb that also asks for information ("report") stands without the operation's noun. */
export const isWrite = (scene: Scene, view: View): boolean =>
  view.act.writes &&
  (!readVerbs.has(view.act.verb ?? '') || preferred(scene, view, view.act.verb ?? '').length > 0);

/** A command whose verb belongs to an operation that changes state. */
export function readChange(
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
      const nouns = hasOwnNoun(operation, words, verb);
      const named = operation.parameters.some(({ name }) => found.has(name));
      // A verb that also asks for information ("report", "check") needs the noun beside it.
      if (readVerbs.has(verb) && !nouns) return { operation, rating: -1 };
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
