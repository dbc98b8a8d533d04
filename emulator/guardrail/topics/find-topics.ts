import { actionOf, type GuardrailProperties, isEnabled, type Source } from '../definition/properties';
import { termsOf } from '../text/terms';
import { smallWords } from './small-words';

export interface TopicMatch {
  readonly name: string;
  readonly action: 'BLOCKED' | 'NONE';
  readonly detected: boolean;
}

/** Words with which every definition is written; they say nothing of the topic. */
const ofDefinitions = new Set(
  termsOf(
    `advice advise ask somebody anybody example give go help include information offer opinion provide question
    recommend recommendation request see such take topic whether`,
  ),
);
/**
 * Of a word in definition and examples, in the definition alone, in the examples or the name alone, and in an example
 * in another language than the definition's: two of those do, or the one that such an example has.
 */
const weightOf = { both: 0.6, definition: 0.45, foreignAlone: 0.6, foreign: 0.35, other: 0.25 };
/** From here on a sentence is of the topic: a word of both does, or one of the definition and one more. */
const threshold = 0.55;

/**
 * Topics by the words that a text without disguises shares with name and definition, and with the examples, which count
 * less. Bedrock asks a model; this knows neither synonyms nor languages in which there is no example.
 */
export function findTopics(properties: GuardrailProperties, source: Source, text: string): TopicMatch[] {
  const topics = properties.TopicPolicyConfig?.TopicsConfig ?? [];
  // By sentence: a page about something else has most words somewhere.
  const sentences = text.split(/(?<=[.!?。？！])\s+|\n+/u).map((sentence) => new Set(termsOf(sentence)));
  const letters = lettersOf(text);
  return topics
    .filter((topic) => isEnabled(topic, source))
    .map((topic) => {
      const { weights, examples } = readTopic(topic);
      const missedBy = (terms: ReadonlySet<string>) =>
        [...terms].reduce((rest, term) => rest * (1 - (weights.get(term) ?? 0)), 1);
      const detected =
        examples.some((example) => isExample(letters, example)) ||
        sentences.some((terms) => 1 - missedBy(terms) >= threshold);
      const blocks = detected && actionOf(topic, source, 'BLOCK') === 'BLOCK';
      return { name: topic.Name, action: blocks ? 'BLOCKED' : 'NONE', detected };
    });
}

/** Letters and digits alone, with a space around each word. */
const lettersOf = (text: string): string =>
  ` ${(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ')} `;

/** An example is of its topic whatever its words weigh: some have none that say anything. */
const isExample = (letters: string, example: string): boolean =>
  letters === example || (example.split(' ').length >= 5 && letters.includes(example));

interface Topic {
  readonly Name: string;
  readonly Definition: string;
  readonly Examples?: readonly string[] | undefined;
}

interface ReadTopic {
  readonly weights: ReadonlyMap<string, number>;
  /** Their letters. */
  readonly examples: readonly string[];
}

const known = new WeakMap<Topic, ReadTopic>();

function readTopic(topic: Topic): ReadTopic {
  const before = known.get(topic);
  if (before) return before;
  const { Name, Definition, Examples = [] } = topic;
  const read = { weights: new Map(weigh(Name, Definition, Examples)), examples: Examples.map(lettersOf) };
  known.set(topic, read);
  return read;
}

function* weigh(name: string, definition: string, examples: readonly string[]): Generator<[string, number]> {
  const words = name.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
  const exemplary = new Set(examples.flatMap(termsOf));
  for (const term of termsOf(words)) yield [term, weightOf.other];
  for (const terms of examples.map(termsOf)) {
    const telling = terms.filter((term) => !smallWords.has(term));
    const isForeign = terms.length - telling.length >= Math.min(2, telling.length);
    const weight = isForeign ? (telling.length === 1 ? 'foreignAlone' : 'foreign') : 'other';
    for (const term of telling) yield [term, weightOf[weight]];
  }
  for (const term of termsOf(`${words} ${definition}`)) {
    if (!ofDefinitions.has(term)) yield [term, exemplary.has(term) ? weightOf.both : weightOf.definition];
  }
}
