import { actionOf, type GuardrailProperties, isEnabled, type Source } from '../definition/properties';
import { disguisesRemoved } from '../text/plain-text';
import { termsOf } from '../text/terms';

export interface TopicMatch {
  readonly name: string;
  readonly action: 'BLOCKED' | 'NONE';
  readonly detected: boolean;
}

/** Words with which every definition is written; they say nothing of the topic. */
const ofDefinitions = new Set(
  termsOf(
    `advice advise ask somebody anybody example give help include information offer opinion provide question recommend
    recommendation request such take topic whether`,
  ),
);
const weightOfDefinition = 0.6;
const weightOfExamples = 0.25;
/** From here on a topic is detected: one word of the definition does, or three that only examples have. */
const threshold = 0.55;

/**
 * Topics by the words that a text shares with name and definition, and with the examples, which count less. Bedrock
 * asks a model; this knows neither synonyms nor languages in which there is no example.
 */
export function findTopics(properties: GuardrailProperties, source: Source, text: string): TopicMatch[] {
  const topics = properties.TopicPolicyConfig?.TopicsConfig ?? [];
  const terms = new Set(termsOf(disguisesRemoved(text)));
  return topics
    .filter((topic) => isEnabled(topic, source))
    .map((topic) => {
      const weights = weightsOf(topic);
      const missed = [...terms].reduce((rest, term) => rest * (1 - (weights.get(term) ?? 0)), 1);
      const detected = 1 - missed >= threshold;
      const blocks = detected && actionOf(topic, source, 'BLOCK') === 'BLOCK';
      return { name: topic.Name, action: blocks ? 'BLOCKED' : 'NONE', detected };
    });
}

interface Topic {
  readonly Name: string;
  readonly Definition: string;
  readonly Examples?: readonly string[] | undefined;
}

const known = new WeakMap<Topic, ReadonlyMap<string, number>>();

function weightsOf(topic: Topic): ReadonlyMap<string, number> {
  const { Name, Definition, Examples = [] } = topic;
  const weights = known.get(topic) ?? new Map(weigh(Name, Definition, Examples));
  known.set(topic, weights);
  return weights;
}

function* weigh(name: string, definition: string, examples: readonly string[]): Generator<[string, number]> {
  for (const term of examples.flatMap(termsOf)) yield [term, weightOfExamples];
  const words = name.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
  for (const term of termsOf(`${words} ${definition}`)) {
    if (!ofDefinitions.has(term)) yield [term, weightOfDefinition];
  }
}
