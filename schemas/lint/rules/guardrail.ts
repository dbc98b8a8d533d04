import type { GuardrailConfig } from '../../agent-config';
import { badLength } from '../config';
import { type Offence, type Rule, repeated } from '../rule';
import { messages, pages } from '../sources';

/** The entities of CreateGuardrail's model. */
const piiTypes = new Set(
  `ADDRESS AGE AWS_ACCESS_KEY AWS_SECRET_KEY CA_HEALTH_NUMBER CA_SOCIAL_INSURANCE_NUMBER CREDIT_DEBIT_CARD_CVV
  CREDIT_DEBIT_CARD_EXPIRY CREDIT_DEBIT_CARD_NUMBER DRIVER_ID EMAIL INTERNATIONAL_BANK_ACCOUNT_NUMBER IP_ADDRESS
  LICENSE_PLATE MAC_ADDRESS NAME PASSWORD PHONE PIN SWIFT_CODE UK_NATIONAL_HEALTH_SERVICE_NUMBER
  UK_NATIONAL_INSURANCE_NUMBER UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER URL USERNAME US_BANK_ACCOUNT_NUMBER
  US_BANK_ROUTING_NUMBER US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER US_PASSPORT_NUMBER US_SOCIAL_SECURITY_NUMBER
  VEHICLE_IDENTIFICATION_NUMBER`.split(/\s+/),
);

/** A rule that no two entries of a list share what `keyOf` gives. */
function* twice<T>(
  list: readonly T[] | undefined,
  path: string,
  field: string,
  keyOf: (item: T) => string,
): Generator<Offence> {
  for (const { item, index, earlier } of repeated(list ?? [], keyOf)) {
    yield { path: `${path}/${index}${field}`, message: `${keyOf(item)} is entry ${earlier} already` };
  }
}

/** Rules about the guardrail; paths begin at the guardrail. */
export const guardrailRules: readonly Rule<GuardrailConfig>[] = [
  {
    id: 'guardrail-policy',
    demand: 'The guardrail has at least one policy.',
    bedrock: messages.guardrailEmpty,
    mend: 'Add content filters, denied topics, words, PII entities, regexes or contextual grounding',
    source: pages.createGuardrail,
    *check({ contentFilters, deniedTopics, words, profanity, piiEntities, regexes, contextualGrounding }) {
      const { grounding, relevance } = contextualGrounding ?? {};
      const lists = [contentFilters, deniedTopics, words, piiEntities, regexes];
      if (lists.some((list) => list?.length) || profanity || (grounding ?? relevance) !== undefined) return;
      yield { path: '', message: 'It has none' };
    },
  },
  {
    id: 'guardrail-messaging',
    demand: 'What the user reads instead has 1 to 500 characters.',
    bedrock: 'not documented',
    mend: 'Say in a sentence or two what the agent can do instead',
    source: pages.createGuardrail,
    *check(guardrail) {
      for (const field of ['blockedInputMessaging', 'blockedOutputsMessaging'] as const) {
        const bad = badLength(guardrail[field], 1, 500);
        if (bad) yield { path: `/${field}`, message: `The text ${bad}` };
      }
    },
  },
  {
    id: 'content-filter-unique',
    demand: 'A harmful category has one filter.',
    bedrock: messages.contentFilterTwice,
    mend: 'Keep the stronger of the two',
    source: pages.guardrailContentFilter,
    check: ({ contentFilters }) => twice(contentFilters, '/contentFilters', '/type', ({ type }) => type),
  },
  {
    id: 'prompt-attack-output',
    demand: 'The filter PROMPT_ATTACK has outputStrength NONE: an attack is something that a user says.',
    bedrock: messages.promptAttack,
    mend: "Set outputStrength: 'NONE'",
    source: pages.guardrailFilters,
    *check({ contentFilters = [] }) {
      for (const [index, { type, outputStrength }] of contentFilters.entries()) {
        if (type !== 'PROMPT_ATTACK' || outputStrength === 'NONE') continue;
        yield { path: `/contentFilters/${index}/outputStrength`, message: `It is ${outputStrength}` };
      }
    },
  },
  {
    id: 'topic-count',
    demand: 'There are at most 30 denied topics.',
    bedrock: 'not documented',
    mend: 'Join topics',
    source: pages.guardrailTopics,
    *check({ deniedTopics = [] }) {
      if (deniedTopics.length > 30)
        yield { path: '/deniedTopics', message: `There are ${deniedTopics.length}` };
    },
  },
  {
    id: 'topic-name',
    demand: 'A topic is named with 1 to 100 letters, digits, spaces and any of - _ ! ? .',
    bedrock: 'not documented',
    mend: 'Rename it',
    source: pages.guardrailTopic,
    *check({ deniedTopics = [] }) {
      for (const [index, { name }] of deniedTopics.entries()) {
        if (/^[0-9a-zA-Z\-_ !?.]{1,100}$/.test(name)) continue;
        yield { path: `/deniedTopics/${index}/name`, message: `The name is ${JSON.stringify(name)}` };
      }
    },
  },
  {
    id: 'topic-unique',
    demand: 'No two topics have one name.',
    bedrock: messages.topicTwice,
    mend: 'Rename one of the two',
    source: pages.guardrailTopic,
    check: ({ deniedTopics }) => twice(deniedTopics, '/deniedTopics', '/name', ({ name }) => name),
  },
  {
    id: 'topic-definition',
    demand: 'The definition of a topic has 1 to 200 characters.',
    bedrock: messages.topicDefinition,
    mend: 'Say in one sentence what the topic is; move examples into examples',
    source: pages.guardrailTopic,
    *check({ deniedTopics = [] }) {
      for (const [index, { name, definition }] of deniedTopics.entries()) {
        const bad = badLength(definition, 1, 200);
        if (bad)
          yield { path: `/deniedTopics/${index}/definition`, message: `The definition of ${name} ${bad}` };
      }
    },
  },
  {
    id: 'topic-example-count',
    demand: 'A topic has at most 5 examples.',
    bedrock: 'not documented',
    mend: 'Keep the five that differ most',
    source: pages.guardrailTopic,
    *check({ deniedTopics = [] }) {
      for (const [index, { name, examples = [] }] of deniedTopics.entries()) {
        if (examples.length <= 5) continue;
        yield { path: `/deniedTopics/${index}/examples`, message: `${name} has ${examples.length}` };
      }
    },
  },
  {
    id: 'topic-example-length',
    demand: 'An example of a topic has 1 to 100 characters.',
    bedrock: 'not documented',
    mend: 'Shorten it to what a user would type',
    source: pages.guardrailTopic,
    *check({ deniedTopics = [] }) {
      for (const [index, { name, examples = [] }] of deniedTopics.entries()) {
        for (const [position, example] of examples.entries()) {
          const bad = badLength(example, 1, 100);
          if (bad)
            yield { path: `/deniedTopics/${index}/examples/${position}`, message: `${name}: it ${bad}` };
        }
      }
    },
  },
  {
    id: 'words-count',
    demand: 'There are at most 10,000 words.',
    bedrock: 'not documented',
    mend: 'Use a denied topic for what has no fixed words',
    source: pages.guardrailWords,
    *check({ words = [] }) {
      if (words.length > 10_000) yield { path: '/words', message: `There are ${words.length}` };
    },
  },
  {
    id: 'words-length',
    demand: 'A word or phrase has 1 to 100 characters.',
    bedrock: messages.wordLength,
    mend: 'Shorten it',
    source: pages.guardrailWord,
    *check({ words = [] }) {
      for (const [index, word] of words.entries()) {
        const bad = badLength(word, 1, 100);
        if (bad) yield { path: `/words/${index}`, message: `It ${bad}` };
      }
    },
  },
  {
    id: 'words-unique',
    demand: 'A word is listed once, whatever its capitals.',
    bedrock: messages.wordTwice,
    mend: 'Delete one of the two',
    source: pages.guardrailWord,
    check: ({ words }) => twice(words, '/words', '', (word) => word.toLowerCase()),
  },
  {
    id: 'pii-type',
    demand: 'A PII entity is one that Bedrock knows.',
    bedrock: 'not documented',
    mend: 'Choose one of the listed types, or write a regex',
    source: pages.guardrailPii,
    *check({ piiEntities = [] }) {
      for (const [index, { type }] of piiEntities.entries()) {
        if (!piiTypes.has(type)) yield { path: `/piiEntities/${index}/type`, message: `There is no ${type}` };
      }
    },
  },
  {
    id: 'pii-unique',
    demand: 'A PII entity is listed once.',
    bedrock: messages.piiTwice,
    mend: 'Keep one of the two',
    source: pages.guardrailPii,
    check: ({ piiEntities }) => twice(piiEntities, '/piiEntities', '/type', ({ type }) => type),
  },
  {
    id: 'regex-count',
    demand: 'There are at most 10 regexes.',
    bedrock: 'not documented',
    mend: 'Join expressions',
    source: pages.guardrailSensitive,
    *check({ regexes = [] }) {
      if (regexes.length > 10) yield { path: '/regexes', message: `There are ${regexes.length}` };
    },
  },
  {
    id: 'regex-pattern',
    demand: 'A regex has a pattern of 1 to 500 characters.',
    bedrock: messages.regexLength,
    mend: 'Shorten it, or make two of it',
    source: pages.guardrailRegex,
    *check({ regexes = [] }) {
      for (const [index, { name, pattern }] of regexes.entries()) {
        const bad = badLength(pattern, 1, 500);
        if (bad) yield { path: `/regexes/${index}/pattern`, message: `The pattern of ${name} ${bad}` };
      }
    },
  },
  {
    id: 'regex-name-unique',
    demand: 'No two regexes have one name.',
    bedrock: messages.regexNameTwice,
    mend: 'Rename one of the two',
    source: pages.guardrailRegex,
    check: ({ regexes }) => twice(regexes, '/regexes', '/name', ({ name }) => name),
  },
  {
    id: 'regex-pattern-unique',
    demand: 'No two regexes have one pattern.',
    bedrock: messages.regexPatternTwice,
    mend: 'Delete one of the two',
    source: pages.guardrailRegex,
    check: ({ regexes }) => twice(regexes, '/regexes', '/pattern', ({ pattern }) => pattern),
  },
  {
    id: 'grounding-threshold',
    demand: 'Grounding and relevance are from 0 to 0.99.',
    bedrock: messages.groundingThreshold,
    mend: 'Choose a threshold below 1: 1 would block everything',
    source: pages.grounding,
    *check({ contextualGrounding = {} }) {
      for (const field of ['grounding', 'relevance'] as const) {
        const threshold = contextualGrounding[field] ?? 0;
        if (threshold >= 0 && threshold <= 0.99) continue;
        yield { path: `/contextualGrounding/${field}`, message: `It is ${threshold}` };
      }
    },
  },
];
