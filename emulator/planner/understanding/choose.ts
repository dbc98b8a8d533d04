import type { Property } from '../contract/answer';
import type { Knowledge } from '../contract/knowledge';
import { type Operation, plural } from '../contract/operations';
import type { Reference } from '../dialogue/references';
import { articles, auxiliaries, listWords } from '../language/lexicon';
import type { Word } from '../language/words';
import { type Filled, fill } from './fill';
import type { View } from './view';

export interface Candidate {
  readonly operation: Operation;
  readonly filled: Filled;
  readonly reference?: Reference;
  readonly score: number;
  /** The words that speak for it. */
  readonly evidence: readonly string[];
}

/** What the conversation offers to point at, for one operation. */
export type Pointing = (operation: Operation, view: View) => Reference | undefined;

/** The read operation that a clause fits best; undefined when nothing in it speaks for any. */
export function chooseRead(
  view: View,
  knowledge: Knowledge,
  pointing: Pointing,
  now: Date,
): Candidate | undefined {
  let best: Candidate | undefined;
  for (const operation of knowledge.operations) {
    if (operation.writes) continue;
    const candidate = score(operation, view, pointing(operation, view), knowledge, now);
    if (candidate && candidate.score > (best?.score ?? 0)) best = candidate;
  }
  return best;
}

function score(
  operation: Operation,
  view: View,
  reference: Reference | undefined,
  knowledge: Knowledge,
  now: Date,
): Candidate | undefined {
  const { words, content, act, found, malformed } = view;
  const filled = fill(operation, view, now);
  const isList = operation.answer.listKey !== undefined;
  const identifier = operation.parameters.find(({ kind, required }) => kind === 'identifier' && required);
  const nouns = words.filter(({ stem }, at) => operation.nounStems.has(stem) && !isMayDo(words, at));
  const properties = askedProperties(operation, view);
  const named = identifier !== undefined && (found.has(identifier.name) || malformed.has(identifier.name));
  const foreign = !named && (found.size > 0 || malformed.size > 0);
  const filters = filled.evidence.length + filled.problems.length + filled.ignored.length;
  const manyNouns = nouns.some(({ lower }) => lower.endsWith('s') && plural(lower.slice(0, -1)) === lower);
  const oneNoun = nouns.some(({ lower }) => lower === operation.noun.split(' ').at(-1));
  const asDone =
    nouns.length > 0 && (nouns.every(({ lower }) => /ed$/.test(lower)) || isOwnDeed(view, operation));
  const listed =
    asDone || words.some(({ lower }) => listWords.has(lower)) || /\bhow many\b/i.test(view.clause.text);

  const known = content.filter(({ stem }) => operation.stems.has(stem) || operation.nounStems.has(stem));
  const covered = isCovered(content, knowledge, filled);
  const evident =
    named ||
    nouns.length > 0 ||
    reference !== undefined ||
    (act.kind !== 'statement' &&
      covered &&
      (properties.length > 0 || (isList && filters > 0 && (listed || !asksHow.test(view.clause.text)))));
  if (!evident || foreign) return undefined;

  let total = nouns.length > 0 ? 2 : 0;
  if (named) total += 4;
  if (reference) total += 3;
  total += Math.min(properties.length, 2) * 1.5 + Math.min(known.length, 2) * 0.5;
  if (act.verb === operation.verb) total += 0.5;
  if (isList) {
    total += filters * 2 + (manyNouns ? 1.5 : 0) + (listed ? 1 : 0);
    if (!manyNouns && !listed && filters === 0) total -= 1.5;
  } else {
    if (oneNoun && !manyNouns) total += 1.5;
    if (identifier && !named && !reference) total -= 1;
    if (oneNoun && !manyNouns && auxiliaries.has(words[0]?.lower ?? '')) total += 2;
  }
  const evidence = [...new Set([...nouns, ...known].map(({ lower }) => lower))];
  return { operation, filled, reference, score: total, evidence: [...evidence, ...filled.evidence] };
}

/** "When is it open?" wants no list of what is open. */
const asksHow = /^\W*(?:and |but |so )?(?:when|why|how)\b/i;

/** "What did I loan?": a noun in the place of a verb, of which the person is the subject. */
export const isOwnDeed = ({ words }: View, { nounStems }: Operation): boolean =>
  words.some(({ stem }, at) => {
    if (!nounStems.has(stem)) return false;
    const before = words
      .slice(0, at)
      .filter(({ lower }) => !/^(?:ever|just|last|already|have|had|once)$/.test(lower));
    return /^(?:i|we)$/.test(before.at(-1)?.lower ?? '') && !isMayDo(words, at);
  });

/** "Can I loan …?" asks what may be done, and nothing of what was. */
const may = /^(?:can|could|may|might|must|should|shall|will|would|do|cannot|can't)$/;
const isMayDo = (words: readonly Word[], at: number): boolean =>
  /^(?:i|we|you|people|someone|anyone)$/.test(words[at - 1]?.lower ?? '') &&
  may.test(words[at - 2]?.lower ?? '');

/** Whether more than half of what is said is in words that the documents use. */
function isCovered(content: View['content'], { heard: stems }: Knowledge, { evidence }: Filled): boolean {
  const used = new Set(evidence.flatMap((words) => words.toLowerCase().split(/\s+/)));
  const understood = content.filter(({ lower, stem }) => stems.has(stem) || used.has(lower)).length;
  return understood * 2 > content.length || (content.length === 0 && evidence.length > 0);
}

/** Words that ask for an amount. */
export const price = /^(?:much|cost|costs|price|expensive|paid|pay)$/;

/** The properties of the answer that a clause asks for, the surest first. */
export function askedProperties(
  { answer, parameters, nounStems }: Operation,
  { content, words }: View,
): Property[] {
  const said = new Map<string, Word[]>();
  for (const word of content) said.set(word.stem, [...(said.get(word.stem) ?? []), word]);
  const asksPrice = words.some(({ lower }) => price.test(lower));
  const rated: { readonly property: Property; readonly rating: number }[] = [];
  for (const property of answer.properties) {
    const telling = property.tellingStems;
    // The thing's own number is how it is named, not what is asked of it.
    if (telling.every((stem) => nounStems.has(stem))) continue;
    if (parameters.some(({ kind, name }) => kind === 'identifier' && name === property.name)) continue;
    const heard = telling.filter((stem) =>
      said.get(stem)?.some((word) => !isOfChoice(word, answer) && !isForm(word, answer)),
    );
    const money = asksPrice && property.schema.properties !== undefined;
    const rating = money ? 1 : heard.length / telling.length;
    if (rating >= 0.5) rated.push({ property, rating });
  }
  return rated.sort((a, b) => b.rating - a.rating).map(({ property }) => property);
}

/** "delivered" names a value, not the property that tells when. */
export const isOfChoice = ({ lower, stem }: Word, { properties }: Operation['answer']): boolean =>
  properties.some(({ choices }) =>
    choices.some(({ stems, bases }) => (stems.includes(stem) && /ed$/.test(lower)) || bases.has(lower)),
  );

/** Any form of the verb behind a value ("delivers"); a noun made of it ("cancellation") names a property. */
const isForm = ({ lower, stem }: Word, { properties }: Operation['answer']): boolean =>
  !/(?:ation|ment)s?$/.test(lower) &&
  properties.some(({ choices }) => choices.some(({ stems }) => stems.includes(stem)));

/** Whether the object of a command is a thing that the operation does not know: "cancel my subscription". */
export function hasForeignObject(operation: Operation, { words, act, found, malformed }: View): boolean {
  if (found.size > 0 || malformed.size > 0) return false;
  const from = words.findIndex(({ lower }, i) => i >= (act.verbAt ?? 0) && articles.has(lower));
  if (from < 0) return false;
  const own = new Set([
    ...operation.summaryStems,
    ...operation.parameters.flatMap(({ stems }) => [...stems]),
  ]);
  for (const { lower, stem } of words.slice(from + 1, from + 4)) {
    if (operation.nounStems.has(stem) || own.has(stem)) return false;
    if (/^(?:because|and|for|of|with|in|on|to|from|please|now)$/.test(lower)) break;
    if (/^(?:one|it|last|first|newest|latest|oldest|second|third|most|recent)$/.test(lower)) return false;
  }
  return from + 1 < words.length;
}
