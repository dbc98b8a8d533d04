import type { Operation } from '../contract/operations';
import { type Call, isRecord } from '../dialogue/conversation';
import { pagesOf } from '../dialogue/pages';
import { type Entity, entitiesOf } from '../dialogue/references';
import type { Word } from '../language/words';
import { stemOf, wordsOf } from '../language/words';
import { isOwnDeed } from './choose';
import { fill } from './fill';
import type { Goal } from './goal';
import { identifierOf, listFor, type Scene } from './scene';
import type { View } from './view';
import { isWithin } from './window';

/** Things that are read to find the ones that hold what was asked for, where no operation searches. */
export interface Seek {
  /** As they were typed. */
  readonly words: readonly Word[];
  /** The list that the things are of; absent where one is looked into that was shown already. */
  readonly list?: Operation;
  /** How many of the list were to be looked through. */
  readonly of?: number;
}

/** Things read in one step, and steps: the agent's loop has few. */
const atOnce = 10;
const mostRead = 30;

/**
 * "When did I buy the compass?": no list says what its things hold, so it is read, and then its things, in the list's
 * sequence, until some of them hold it. Undefined where a clause asks no such thing.
 */
export function seeking(scene: Scene, view: View): { goals: Goal[]; empty?: Operation } | undefined {
  if (view.found.size > 0 || view.malformed.size > 0 || view.act.writes || view.act.negated) return undefined;
  const foreign = soughtIn(scene, view);
  for (const operation of scene.knowledge.operations) {
    const identifier = identifierOf(operation);
    if (operation.writes || !identifier || !holdsThings(operation)) continue;
    const list = listFor(scene, identifier);
    const filled = list && fill(list, view, scene.now);
    const used = new Set(
      filled?.evidence.concat(filled.ignored).flatMap((said) => said.toLowerCase().split(/\s+/)),
    );
    const words = foreign.filter(({ lower }) => !used.has(lower));
    if (words.length === 0) continue;
    const goal = (input: Goal['input'], seek: Seek, extra: Partial<Goal> = {}): Goal => ({
      ...{ operation, input, missing: [], problems: [], ignored: [], view, seek },
      evidence: words.map(({ lower }) => lower),
      ...extra,
    });
    const shown = scene.before.at(-1)?.calls.filter((call) => call.operation === operation) ?? [];
    const [held] = shown.filter((call) => matching(call, words).length > 0);
    const all = held ? matching(held, words) : [];
    if (held && all.every((item) => shareOf(item, words) === 1)) {
      return { goals: [goal(held.input, { words })] };
    }
    if (!list || !asksWhich(view, operation)) continue;
    const input = { ...mostOf(list), ...filled?.input };
    const pages = pagesOf(scene.calls, list, input);
    if (!pages.at(-1)?.outcome) {
      return { goals: [goal({}, { words, list }, { after: { operation: list, input } })] };
    }
    const { window } = filled ?? {};
    const listed = entitiesOf(pages, identifier.name).filter(
      ({ item }) => !window || (item !== undefined && isWithin(window, item)),
    );
    const entities = listed.slice(0, mostRead);
    if (entities.length === 0) return { goals: [], empty: list };
    const read = entities.filter(({ id }) => callFor(scene, operation, identifier.name, id));
    const isFound = read.some(({ id }) => {
      const call = callFor(scene, operation, identifier.name, id);
      return call && matching(call, words).length > 0;
    });
    const next: readonly Entity[] = isFound ? read : entities.slice(0, read.length + atOnce);
    const seek: Seek = { words, list, of: listed.length };
    return { goals: next.map(({ id }) => goal({ [identifier.name]: id }, seek)) };
  }
  return undefined;
}

const callFor = ({ calls }: Scene, operation: Operation, name: string, id: string): Call | undefined =>
  calls.find((call) => call.operation === operation && call.input[name] === id && call.outcome);

/** "Which loan had …", "did I buy …": not what holds for all of them. */
const asksWhich = (view: View, operation: Operation): boolean =>
  isOwnDeed(view, operation) ||
  (/^\W*(?:in )?which\b/i.test(view.clause.text) &&
    /\b(?:had|has|have|contain\w*|with|in)\b/i.test(view.clause.text) &&
    view.words.some(({ stem }) => operation.nounStems.has(stem)));

/** As many as the list gives at once. */
const mostOf = ({ parameters }: Operation): Record<string, number> => {
  const limit = parameters.find(({ kind, nameStems }) => kind === 'whole' && nameStems.has('limit'));
  return limit?.schema.maximum === undefined ? {} : { [limit.name]: limit.schema.maximum };
};

const holdsThings = ({ answer }: Operation): boolean =>
  answer.listKey === undefined && answer.properties.some(({ schema }) => schema.type === 'array');

/** Words for which the documents of the operations have no meaning. */
const soughtIn = ({ knowledge }: Scene, { content }: View): Word[] =>
  content.filter(
    (word) =>
      !/\d/.test(word.lower) &&
      !knowledge.heard.has(knowledge.mend(word).stem) &&
      !knowledge.bases.has(word.lower) &&
      !knowledge.nounStems.has(word.stem) &&
      !/^(?:point|time|times|ages|inside|recently|once)$/.test(word.lower),
  );

/** What a thing holds of which at least half of the words speak, as it was answered. */
export function matching({ operation, outcome }: Call, words: readonly Word[]): Record<string, unknown>[] {
  if (outcome?.status !== 'success' || !isRecord(outcome.value)) return [];
  const { value } = outcome;
  const held = operation.answer.properties.flatMap(({ name, schema }) => {
    const items = schema.type === 'array' ? value[name] : undefined;
    return Array.isArray(items) ? items.filter(isRecord) : [];
  });
  const shares = held.map((item) => shareOf(item, words));
  const best = Math.max(0, ...shares);
  return held.filter((_, at) => shares[at] === best && best > 0.5);
}

function shareOf(item: Record<string, unknown>, words: readonly Word[]): number {
  const texts = Object.values(item).filter((value): value is string => typeof value === 'string');
  const stems = new Set(wordsOf(texts.join(' ')).flatMap(({ stem, lower }) => [stem, stemOf(lower)]));
  return words.filter(({ stem }) => stems.has(stem)).length / words.length;
}
