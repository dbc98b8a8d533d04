import type { Operation } from '../contract/operations';
import type { Parameter } from '../contract/parameter';
import { nextPageInput, pagesOf } from '../dialogue/pages';
import { type Entity, entitiesOf, newestFirst, type Reference, resolve } from '../dialogue/references';
import { brokenLength } from '../slots/free-text';
import { type Filled, fill, type Problem } from './fill';
import type { Goal } from './goal';
import { identifierOf, listFor, type Pointed, type Scene, shownFor } from './scene';
import type { View } from './view';

interface Asked {
  readonly operation: Operation;
  readonly view: View;
  readonly filled: Filled;
  readonly reference?: Reference;
  /** The value of the one free text that the operation requires. */
  readonly freeText?: string;
  readonly evidence: readonly string[];
  /** Named earlier in the same text: what "it" means before anything older. */
  readonly mentioned: readonly Entity[];
}

/** The calls that one clause asks of one operation: one for each identifier and each alternative. */
export function goalsFor(scene: Scene, asked: Asked): { goals: Goal[]; empty?: Operation } {
  const { operation, view, filled } = asked;
  const identifier = identifierOf(operation);
  const base = { ...filled.input };
  const problems = [...filled.problems];
  addFreeText(operation, asked.freeText, base, problems);
  const goal = (input: Record<string, unknown>, extra: Partial<Goal> = {}): Goal => ({
    operation,
    input,
    problems,
    missing: missingOf(operation, input, [...problems, ...(extra.problems ?? [])]),
    ...(filled.window && { window: filled.window }),
    ignored: filled.ignored,
    evidence: asked.evidence,
    view,
    ...extra,
  });
  const bases = [base, ...filled.alternatives.map((other) => ({ ...base, ...other }))];
  if (!identifier) return { goals: bases.map((input) => goal(input)) };

  const { name } = identifier;
  const ids = [...new Set((view.found.get(name) ?? []).map(({ value }) => value))];
  const bad = view.malformed.get(name) ?? [];
  if (ids.length + bad.length > 0) {
    const refused = bad.map((typed) => {
      const all = [...problems, { kind: 'malformed' as const, parameter: identifier, typed }];
      return goal(base, { problems: all, missing: missingOf(operation, base, all) });
    });
    return { goals: [...ids.map((id) => goal({ ...base, [name]: id })), ...refused] };
  }
  if (!asked.reference) return { goals: [goal(base)] };
  const { entities, after, empty } = pointed(scene, identifier, asked.reference, asked);
  if (empty) return { goals: [], empty };
  if (after) return { goals: [goal(base, { after, missing: [] })] };
  if (entities.length > 1 && asked.reference.kind !== 'them')
    return { goals: [goal(base, { which: entities })] };
  if (entities.length === 0) return { goals: [goal(base)] };
  return { goals: entities.slice(0, 5).map(({ id }) => goal({ ...base, [name]: id })) };
}

function pointed(
  scene: Scene,
  identifier: Parameter,
  reference: Reference,
  { mentioned, view }: Pick<Asked, 'mentioned' | 'view'>,
): Pointed {
  if ('fresh' in reference && reference.fresh) {
    const operation = listFor(scene, identifier);
    if (!operation) return { entities: [] };
    const input = filtersOf(operation, fill(operation, view, scene.now).input);
    const pages = pagesOf(scene.calls, operation, input);
    if (!pages.at(-1)?.outcome) return { entities: [], after: { operation, input } };
    const next = reference.kind === 'oldest' ? nextPageInput(pages) : undefined;
    if (next) return { entities: [], after: { operation, input: next } };
    const entities = resolve(reference, entitiesOf(pages, identifier.name), operation);
    return entities.length > 0 ? { entities } : { entities, empty: operation };
  }
  if (reference.kind === 'before') return olderThan(scene, identifier, mentioned);
  if (mentioned.length > 0) return { entities: resolve(reference, mentioned, undefined) };
  const { shown, list } = shownFor(scene, identifier, reference);
  return { entities: resolve(reference, shown, list) };
}

/** The next older than the one thing that was spoken of, which the list must tell. */
function olderThan(scene: Scene, identifier: Parameter, mentioned: readonly Entity[]): Pointed {
  const operation = listFor(scene, identifier);
  const [from, ...others] = mentioned.length > 0 ? mentioned : shownFor(scene, identifier).shown;
  if (!operation || !from || others.length > 0) return { entities: [] };
  const pages = pagesOf(scene.calls, operation, {});
  if (!pages.at(-1)?.outcome) return { entities: [], after: { operation, input: {} } };
  const listed = newestFirst(entitiesOf(pages, identifier.name), operation);
  const at = listed.findIndex(({ id }) => id === from.id);
  const older = at < 0 ? undefined : listed[at + 1];
  const next = older ? undefined : nextPageInput(pages);
  return next ? { entities: [], after: { operation, input: next } } : { entities: older ? [older] : [] };
}

/** What narrows the list; how many it returns does not matter to which is the newest. */
const filtersOf = ({ parameters }: Operation, input: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(input).filter(([name]) =>
      parameters.some((one) => one.name === name && /^(?:choice|date)/.test(one.kind)),
    ),
  );

export const missingOf = (
  { parameters }: Operation,
  input: Readonly<Record<string, unknown>>,
  problems: readonly Problem[],
): Parameter[] =>
  parameters.filter(
    ({ name, required }) =>
      required && !(name in input) && !problems.some(({ parameter }) => parameter.name === name),
  );

/** Puts a free text where the operation requires one. */
export function addFreeText(
  { parameters }: Operation,
  text: string | undefined,
  input: Record<string, unknown>,
  problems: Problem[],
): boolean {
  const parameter = parameters.find(
    ({ kind, required, name }) => kind === 'text' && required && !(name in input),
  );
  if (!parameter || text === undefined) return false;
  const bound = brokenLength(parameter, text);
  if (!bound) input[parameter.name] = text;
  else if (text.length > 3) problems.push({ kind: 'length', parameter, typed: text, bound });
  return true;
}
