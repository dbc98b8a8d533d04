import { type Entity, referenceIn } from '../dialogue/references';
import { freeTextFor } from '../slots/free-text';
import { isWrite, readChange } from './change';
import { type Candidate, chooseRead } from './choose';
import { narrowed, nextPage } from './follow-up';
import { nothing, type Reading } from './goal';
import { goalsFor } from './goals';
import { pointingOf, type Scene } from './scene';
import { seeking } from './seek';
import { isCourtesy, takesBack } from './small-talk';
import type { View } from './view';

/** What each clause asks for, in the light of the others. */
export function readingsOf(scene: Scene, views: readonly View[]): Reading[] {
  const mentions = mentionedBefore(views);
  const changes = views.some((view) => isWrite(scene, view));
  const chosen = views.map((view, i) =>
    isWrite(scene, view) || view.act.unknown || isExcess(view) || (changes && isDone(view))
      ? undefined
      : chooseRead(
          view,
          scene.knowledge,
          (operation) => pointingOf(scene, operation, view, mentions[i] ?? []),
          scene.now,
        ),
  );
  const candidates = chosen.map((one, i) => (isOfFirstHalf(scene, views, chosen, i) ? undefined : one));
  const remarks = views.map((view, i) => ({ clause: view.clause, remarks: isRemark(view, candidates[i]) }));
  const readings = views.map((_, i) =>
    readOne(scene, views, i, candidates[i], mentions[i] ?? [], () => freeTextFor(scene.text, remarks, i)),
  );
  return readings.map((reading, i) => {
    const changes = reading.goals.find(({ operation }) => operation.writes);
    const later = views.slice(i + 1).some(({ clause }) => clause.words.length > 0 && takesBack(clause.words));
    if (!changes || !later) return reading;
    return { goals: [], remarks: [{ kind: 'left', operation: changes.operation }], aside: false };
  });
}

/** "Do you keep maps of Bergen and how much is it?": what the same sentence asks of first, nothing shown before. */
function isOfFirstHalf(
  { knowledge }: Scene,
  views: readonly View[],
  chosen: readonly (Candidate | undefined)[],
  at: number,
): boolean {
  const [first, reference] = [views[at - 1], chosen[at]?.reference];
  if (!first || chosen[at - 1] || reference?.kind !== 'it' || first.act.kind !== 'question') return false;
  const foreign = first.content.some(
    (word) => !knowledge.heard.has(knowledge.mend(word).stem) && !knowledge.bases.has(word.lower),
  );
  return foreign && first.content.length > 1 && !/[.!?;\n]\s*$/.test(first.clause.text);
}

/** "Too expensive": says why, and asks for no price. */
const isExcess = ({ act, words }: View): boolean => act.kind === 'fragment' && words[0]?.lower === 'too';

/** "Bought twice": beside a change, says why. */
const isDone = ({ act, words }: View): boolean =>
  act.kind === 'fragment' && /ed$/.test(words[0]?.lower ?? '');

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
  if (clause.asks || found.size > 0 || isCourtesy(clause.words)) return false;
  if (act.kind === 'statement') return true;
  return act.kind === 'fragment' && !candidate;
}

/** "I mean the other ones": states, and asks for them. */
const corrects =
  /^\W*(?:(?:no|sorry|oops|oh|wait|actually)\W+)*(?:i|we) (?:actually |only |just )?mean[t]?\b/i;

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
  if (isWrite(scene, view) || act.howTo) return readChange(scene, views, i, mentioned, freeText);
  if (act.unknown) return act.negated ? { ...nothing, remarks: [{ kind: 'left' }] } : nothing;
  if (act.negated && act.kind === 'command') return { ...nothing, remarks: [{ kind: 'left' }] };
  const aside =
    (act.kind === 'statement' && !corrects.test(view.clause.text)) || (act.kind === 'fragment' && !candidate);
  if (view.words.length === 0) return { goals: [], remarks: [], aside: true };

  const page = nextPage(scene, view);
  if (page)
    return 'kind' in page ? { ...nothing, remarks: [page] } : { goals: [page], remarks: [], aside: false };
  const sought = aside ? undefined : seeking(scene, view);
  if (sought) {
    const { goals, empty } = sought;
    return { goals, remarks: empty ? [{ kind: 'none-listed', operation: empty }] : [], aside: false };
  }
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
