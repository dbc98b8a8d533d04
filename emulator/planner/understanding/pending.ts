import type { Parameter } from '../contract/parameter';
import { type Entity, referenceIn, resolve } from '../dialogue/references';
import { trimmed } from '../language/clauses';
import { affirmations } from '../language/lexicon';
import { numberOf } from '../language/quantities';
import { ownWords } from '../slots/free-text';
import { fill, type Problem } from './fill';
import type { Goal } from './goal';
import { addFreeText, missingOf } from './goals';
import { identifierOf, type Scene, shownFor } from './scene';
import type { View } from './view';

/** Completes goals that waited for an answer; undefined when the text gives none of what they wait for. */
export function complete(scene: Scene, pending: readonly Goal[], views: readonly View[]): Goal[] | undefined {
  let answered = false;
  const goals = pending.flatMap((goal) => {
    const next = completeOne(scene, goal, views);
    if (next) answered = true;
    return next ?? [goal];
  });
  return answered ? goals : undefined;
}

function completeOne(scene: Scene, goal: Goal, views: readonly View[]): Goal[] | undefined {
  const { operation } = goal;
  const identifier = identifierOf(operation);
  const input: Record<string, unknown> = { ...goal.input };
  const problems: Problem[] = [];
  let answered = false;

  const ids = identifier ? namedIn(scene, goal, identifier, views) : [];
  const bad =
    identifier && ids.length === 0 ? views.flatMap((view) => view.malformed.get(identifier.name) ?? []) : [];
  for (const typed of bad) if (identifier) problems.push({ kind: 'malformed', parameter: identifier, typed });
  if (ids.length + bad.length > 0) answered = true;

  for (const view of views) {
    const filled = fill(operation, view, scene.now);
    for (const { name, kind, required } of operation.parameters) {
      if (name in filled.input && (required || kind !== 'boolean') && !(name in input)) {
        input[name] = filled.input[name];
        answered = true;
      }
    }
    for (const problem of filled.problems) {
      problems.push(problem);
      answered = true;
    }
  }
  const number = loneNumber(views);
  const counted = goal.missing.concat(goal.problems.map(({ parameter }) => parameter));
  const whole = counted.find(({ kind, name }) => (kind === 'whole' || kind === 'number') && !(name in input));
  if (whole && number !== undefined && problems.length === 0 && ids.length === 0) {
    Object.assign(input, inBounds(whole, number, problems));
    answered = true;
  }
  const awaitsText = [...goal.missing, ...goal.problems.map(({ parameter }) => parameter)].some(
    ({ kind }) => kind === 'text',
  );
  if (awaitsText && addFreeText(operation, replyText(scene.text, views), input, problems)) answered = true;
  if (!answered) return undefined;

  const named =
    ids.length > 0 && identifier ? ids.map((id) => ({ ...input, [identifier.name]: id })) : [input];
  return named.map((one) => ({
    ...goal,
    input: one,
    problems,
    missing: missingOf(operation, one, problems),
    which: ids.length > 0 ? undefined : goal.which,
  }));
}

/** Identifiers that the reply writes, points at by position or, among those asked about, describes. */
function namedIn(scene: Scene, goal: Goal, identifier: Parameter, views: readonly View[]): string[] {
  const found = views.flatMap((view) => view.found.get(identifier.name) ?? []).map(({ value }) => value);
  if (found.length > 0) return [...new Set(found)];
  if (identifier.name in goal.input) return [];
  const choices: readonly Entity[] = goal.which ?? shownFor(scene, identifier).shown;
  for (const { words } of views) {
    const reference = referenceIn(words, goal.operation);
    const entities = reference ? resolve(reference, choices, undefined) : [];
    if (entities.length === 1 || reference?.kind === 'them') return entities.slice(0, 5).map(({ id }) => id);
  }
  return [];
}

function loneNumber(views: readonly View[]): number | undefined {
  const numbers = views
    .flatMap(({ words }) => words.map(({ lower }) => numberOf(lower)))
    .filter((n) => n !== undefined);
  return numbers.length === 1 ? numbers[0] : undefined;
}

function inBounds(parameter: Parameter, value: number, problems: Problem[]): Record<string, number> {
  const { minimum = -Infinity, maximum = Infinity } = parameter.schema;
  if (value >= minimum && value <= maximum) return { [parameter.name]: value };
  problems.push({ kind: 'bound', parameter, typed: String(value), bound: `from ${minimum} to ${maximum}` });
  return {};
}

/** An announcement without what it announces. */
const noReason = /^(?:because|cause|since|as|due to|the reason is|reason)$/;

/** The reply as free text: what follows "because", a quotation, else all of it that is no identifier. */
function replyText(text: string, views: readonly View[]): string | undefined {
  const because = views.find(({ clause }) => clause.because)?.clause.because;
  if (because) return because;
  const quote = views.find(({ clause }) => clause.quotes[0])?.clause.quotes[0];
  if (quote) return quote;
  if (views.some(({ clause, act }) => clause.asks || act.kind === 'question')) return undefined;
  const free = views.filter(({ found, malformed }) => found.size === 0 && malformed.size === 0);
  if (free.length === 0) return undefined;
  const said = free.length === views.length ? trimmed(text) : inARow(text, views, free);
  const joined = free.flatMap(({ words }) => words.map(({ lower }) => lower)).join(' ');
  return joined === '' || affirmations.test(joined) || noReason.test(joined) ? undefined : said;
}

/** The first clauses of a kind that stand side by side, as they were written. */
function inARow(text: string, views: readonly View[], free: readonly View[]): string {
  const first = views.indexOf(free[0] as View);
  let last = first;
  while (free.includes(views[last + 1] as View)) last++;
  const [start, end] = [views[first]?.clause, views[last]?.clause];
  return start && end
    ? ownWords(text, { start: start.start, text: text.slice(start.start, end.start + end.text.length) })
    : '';
}
