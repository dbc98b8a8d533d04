import type { Found } from '../contract/identifier';
import type { Knowledge } from '../contract/knowledge';
import { type Act, actOf } from '../language/act';
import { type Clause, clausesOf } from '../language/clauses';
import { fillers, stopWords } from '../language/lexicon';
import type { Word } from '../language/words';

/** A clause with everything that can be said of it before an operation is chosen. */
export interface View {
  readonly clause: Clause;
  readonly words: readonly Word[];
  readonly act: Act;
  /** Identifiers by the name of the parameter that takes them. */
  readonly found: ReadonlyMap<string, readonly Found[]>;
  /** What was meant as an identifier and is none, by the parameter that it resembles most. */
  readonly malformed: ReadonlyMap<string, readonly string[]>;
  /** Words that carry meaning: neither function words nor identifiers. */
  readonly content: readonly Word[];
}

export const viewsOf = (text: string, knowledge: Knowledge): View[] =>
  clausesOf(text, knowledge.writeVerbs).map((clause) => viewOf(clause, knowledge));

function viewOf(clause: Clause, knowledge: Knowledge): View {
  const words = clause.words.map((word) => knowledge.mend(word));
  const found = new Map<string, readonly Found[]>();
  const malformed = new Map<string, readonly string[]>();
  const end = clause.words.at(-1)?.end ?? clause.start;
  const text = clause.text.slice(0, end - clause.start);
  const spans: { start: number; end: number }[] = [];
  for (const [name, identifier] of knowledge.identifiers) {
    const good = identifier.find(text);
    const bad = identifier.malformed(text, good);
    if (good.length > 0) found.set(name, good);
    if (bad.length > 0)
      malformed.set(
        name,
        bad.map(({ value }) => value),
      );
    spans.push(...good, ...bad);
  }
  const isIdentifier = ({ start, end: stop }: Word) =>
    spans.some((span) => span.start < stop - clause.start && start - clause.start < span.end);
  const act = actOf(
    { ...clause, words },
    {
      writeVerbs: knowledge.writeVerbs,
      isDomain: ({ stem }) => knowledge.stems.has(stem),
      isBase: ({ lower }) => knowledge.bases.has(lower),
      isIdentifier,
    },
  );
  const view = {
    clause,
    words,
    act,
    found,
    malformed,
    content: words.filter((word) => !stopWords.has(word.lower) && !isIdentifier(word)),
  };
  return found.size > 0 || malformed.size > 0 ? view : { ...view, ...incomplete(view, knowledge) };
}

/** "number 7", but not "tracking number 7": that is the number of something else. */
const isNumberOf = (words: readonly Word[], at: number): boolean =>
  words[at - 1]?.lower === 'number' && (at < 2 || stopWords.has(words[at - 2]?.lower ?? ''));

/** Identifiers without their fixed part ("number 100001"), and codes that are no identifier at all. */
function incomplete({ words, clause, act }: View, knowledge: Knowledge): Partial<View> {
  const isNoun = (word: Word | undefined) => word !== undefined && knowledge.nounStems.has(word.stem);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as Word;
    if (!/\d/.test(word.lower) || /^\d{1,3}(?:st|nd|rd|th)$/.test(word.lower)) continue;
    const lead = words
      .slice(Math.max(0, at - 3), at)
      .filter(({ lower }) => !/^(?:number|no|nr|id|is|the)$/.test(lower))
      .at(-1);
    const hash = clause.text[word.start - clause.start - 1] === '#';
    const named = (isNoun(lead) && !/s$/.test(lead?.lower ?? '')) || isNumberOf(words, at);
    const alone = words.length === 1;
    // "100013 it is": a number, and nothing that could be counted.
    const barely = words.every(
      (other, place) => place === at || stopWords.has(other.lower) || fillers.has(other.lower),
    );
    const asked = act.kind === 'command' || act.kind === 'question';
    const digits = /^\d+$/.test(word.lower);
    const plain = digits && word.lower.length > 2;
    const after = words[at + 1];
    const counts =
      after !== undefined &&
      !/^(?:is|has|was|please|status|and|where|when|for|because|now)$/.test(after.lower);
    const code =
      /^(?=.*\d.*\d)(?=.*[a-z])[a-z0-9]+(?:[-_][a-z0-9]+)*$/.test(word.lower) &&
      !/^\d{4}-\d\d-\d\dt/.test(word.lower);
    const onlyVerb = asked && !act.unknown && !words.some(isNoun) && words.length - at === 1;
    const meant = digits
      ? hash || (named && (plain || !counts)) || (plain && (alone || onlyVerb || barely))
      : code && (hash || named || alone || onlyVerb);
    if (!meant) continue;
    const typed = clause.text.slice(word.start - clause.start, word.end - clause.start);
    for (const [name, identifier] of knowledge.identifiers) {
      const value = identifier.complete(typed);
      if (value)
        return {
          found: new Map([
            [name, [{ value, start: word.start - clause.start, end: word.end - clause.start }]],
          ]),
        };
    }
    const nouns = lead && isNoun(lead) ? lead.stem : undefined;
    if (barely && !alone && !named && !hash && !onlyVerb) continue;
    const owner = knowledge.operations.find(
      ({ nounStems, parameters }) =>
        (!nouns || nounStems.has(nouns)) &&
        parameters.some(({ identifier, required }) => identifier && required),
    );
    const parameter = owner?.parameters.find(({ identifier, required }) => identifier && required);
    if (parameter) return { malformed: new Map([[parameter.name, [typed]]]) };
  }
  return {};
}
