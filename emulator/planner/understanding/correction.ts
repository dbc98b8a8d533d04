import type { Call, Turn } from '../dialogue/conversation';
import { type Entity, entitiesOf, lastShown } from '../dialogue/references';
import type { Goal } from './goal';
import { missingOf } from './goals';
import { identifierOf, type Scene } from './scene';
import type { View } from './view';

const meant =
  /^\W*(?:(?:no|nope|sorry|oops|wait|hmm?|uh|um|actually|but|oh|wrong(?: one| number)?|not (?:that|this|it)(?: one)?)\b[\s,.!-]*)*(?:(?:i|we) (?:actually )?mean[t]?\b|it (?:is|was)\b|make (?:it|that)\b|rather\b|instead\b)?/i;
const other = /\bthe other(?: one)?\W*(?:please\W*)?$/i;

/**
 * "No, I meant AB-7", "no, the other one": what was asked before, of another thing. A change that was declined or failed
 * is asked for again with what else was said for it; whoever runs it asks for its confirmation as ever.
 */
export function corrected(
  scene: Scene,
  pending: readonly Goal[],
  views: readonly View[],
): Goal[] | undefined {
  const lead = meant.exec(scene.text)?.[0] ?? '';
  const turn = [...scene.before].reverse().find(({ calls }) => calls.some(idOf));
  const last = turn && [...turn.calls].reverse().find(idOf);
  const waiting = pending.find((goal) => identifierOf(goal.operation));
  const operation = waiting?.operation ?? last?.operation;
  const parameter = operation && identifierOf(operation);
  if (!operation || !parameter || !(turn || waiting)) return undefined;
  const found = views.flatMap((view) => view.found.get(parameter.name) ?? []).map(({ value }) => value);
  const isOther = other.test(scene.text);
  if (!isOther && (/^\W*$/.test(lead) || found.length !== 1 || saysMore(scene.text, lead))) return undefined;
  const before = waiting?.input ?? last?.input ?? {};
  const others = isOther && turn ? othersThan(scene, turn, parameter.name, before[parameter.name]) : [];
  const ids = isOther ? others.map(({ id }) => id) : found;
  const [id] = ids;
  if (id === undefined) return undefined;
  const input = ids.length === 1 ? { ...before, [parameter.name]: id } : without(before, parameter.name);
  return [
    {
      operation,
      input,
      missing: ids.length === 1 ? missingOf(operation, input, []) : [],
      problems: [],
      ...(ids.length > 1 && { which: others }),
      ignored: [],
      evidence: [],
      ...(views[0] && last?.operation.answer.listKey === undefined && { view: views[0] }),
    },
  ];
}

/** The identifier that a call was for. */
const idOf = ({ operation, input }: Call): string | undefined => {
  const value = input[identifierOf(operation)?.name ?? ''];
  return typeof value === 'string' ? value : undefined;
};

/** Words besides the correction and the identifier ask for something of their own. */
const saysMore = (text: string, lead: string): boolean =>
  (text.slice(lead.length).match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? []).filter(
    (word) =>
      !/\d/.test(word) &&
      !/^(?:please|pls|sorry|instead|not|that|one|the|it|is|was|number|of course)$/i.test(word),
  ).length > 1;

/** What was shown beside the thing that was taken. */
function othersThan(scene: Scene, turn: Turn, name: string, taken: unknown): Entity[] {
  const parameter = turn.calls
    .map(({ operation }) => identifierOf(operation))
    .find((one) => one?.name === name);
  if (!parameter) return [];
  const named = entitiesOf(turn.calls, name);
  const shown = named.length > 1 ? named : lastShown(scene.before, () => [], parameter, 2).shown;
  return shown.filter(({ id }) => id !== taken);
}

const without = (input: Goal['input'], name: string): Goal['input'] =>
  Object.fromEntries(Object.entries(input).filter(([key]) => key !== name));
