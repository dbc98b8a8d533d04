import { itemsOf, nextTokenOf } from '../dialogue/conversation';
import { moreWords, narrowingWords, pagingTail } from '../language/lexicon';
import { numberOf } from '../language/quantities';
import { fill } from './fill';
import type { Goal, Remark } from './goal';
import { lastList, type Scene } from './scene';
import type { View } from './view';

const pagingLead =
  /^(?:show|me|see|give|list|get|the|please|can|could|i|you|are|is|there|any|some|and|go|on|load|number|a|few|my|have|do|tell|us|now|also|what|about|to|want|would|like|ok|yes|all)$/;

/** "next page", "five more", "the rest": goes on with the last list; undefined when a clause asks no such thing. */
export function nextPage(scene: Scene, view: View): Goal | Remark | undefined {
  const { words, found, malformed } = view;
  if (found.size > 0 || malformed.size > 0 || !words.some(({ lower }) => moreWords.has(lower)))
    return undefined;
  const call = lastList(scene);
  const nouns = call?.operation.nounStems ?? new Set();
  const onlyPaging = words.every(
    ({ lower, stem }) =>
      moreWords.has(lower) ||
      pagingTail.has(lower) ||
      pagingLead.test(lower) ||
      nouns.has(stem) ||
      numberOf(lower) !== undefined,
  );
  if (!onlyPaging) return undefined;
  if (!call)
    return words.some(({ stem }) => scene.knowledge.nounStems.has(stem)) ? undefined : { kind: 'idle' };
  const token = nextTokenOf(call);
  const { operation } = call;
  const page = operation.parameters.find(({ kind }) => kind === 'page');
  if (!token || !page) return { kind: 'no-more', operation };
  const filled = fill(operation, view, scene.now);
  return {
    operation,
    input: { ...call.input, ...filled.input, [page.name]: token },
    missing: [],
    problems: filled.problems,
    ignored: [],
    evidence: words.map(({ lower }) => lower).filter((lower) => moreWords.has(lower)),
    view,
  };
}

/** "only the delivered ones", "and in September?": the last list again, with other filters. */
export function narrowed(scene: Scene, view: View): Goal[] | undefined {
  const call = lastList(scene);
  if (!call || view.found.size > 0 || view.malformed.size > 0 || itemsOf(call) === undefined)
    return undefined;
  const { operation } = call;
  const { words, act } = view;
  const hasNoun = words.some(({ stem }) => operation.nounStems.has(stem));
  const pointsBack = words.some(({ lower }) => narrowingWords.has(lower) && lower !== 'also');
  const goesOn = /^\s*(?:and|what about|how about)\b/i.test(view.clause.text);
  const counts = /\bhow many\b/i.test(view.clause.text) && view.content.length === 0;
  if (hasNoun && !/\b(?:those|these|them)\b/i.test(view.clause.text)) return undefined;
  if (!pointsBack && !goesOn && !counts && act.kind !== 'fragment') return undefined;
  const filled = fill(operation, view, scene.now);
  const filters = filled.evidence.length + filled.ignored.length + filled.problems.length;
  if (filters === 0 && !counts) return undefined;
  const page = operation.parameters.find(({ kind }) => kind === 'page')?.name ?? '';
  const { [page]: _, ...kept } = call.input;
  return [filled.input, ...filled.alternatives.map((other) => ({ ...filled.input, ...other }))].map(
    (input) => ({
      operation,
      input: { ...kept, ...input },
      missing: [],
      problems: filled.problems,
      ...(filled.window && { window: filled.window }),
      ignored: filled.ignored,
      evidence: filled.evidence,
      view,
    }),
  );
}
