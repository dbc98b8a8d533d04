import type { GuardrailConfig } from '../../guardrail-config';
import { badLength } from '../config';
import type { Rule } from '../rule';
import { messages, pages } from '../sources';
import { sensitiveInformationRules } from './sensitive-information';
import { twice } from './twice';

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
    demand: 'The definition of a topic has 1 to 200 characters, in the tier STANDARD 1 to 1,000.',
    bedrock: messages.topicDefinition,
    mend: 'Say in one sentence what the topic is; move examples into examples',
    source: pages.guardrailTopic,
    *check({ deniedTopics = [], tiers = {} }) {
      const most = tiers.deniedTopics === 'STANDARD' ? 1000 : 200;
      for (const [index, { name, definition }] of deniedTopics.entries()) {
        const bad = badLength(definition, 1, most);
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
    id: 'tier-profile',
    demand: 'The tier STANDARD needs cross-region inference.',
    bedrock: 'not documented',
    mend: "Set crossRegionProfile, for example 'us.guardrail.v1:0', or the tier to 'CLASSIC'",
    source: pages.guardrailTiers,
    *check({ tiers = {}, crossRegionProfile }) {
      if (crossRegionProfile !== undefined) return;
      for (const field of ['contentFilters', 'deniedTopics'] as const) {
        if (tiers[field] === 'STANDARD') yield { path: `/tiers/${field}`, message: 'There is no profile' };
      }
    },
  },
  {
    id: 'tier-policy',
    demand: 'A tier belongs to a policy that is there.',
    bedrock: 'not documented',
    mend: 'Delete the tier or add the policy',
    source: pages.guardrailTiers,
    *check(guardrail) {
      for (const field of ['contentFilters', 'deniedTopics'] as const) {
        if (guardrail.tiers?.[field] === undefined || guardrail[field]?.length) continue;
        yield { path: `/tiers/${field}`, message: `There are no ${field}` };
      }
    },
  },
  {
    id: 'guardrail-profile',
    demand: "A guardrail profile is named by an id such as 'us.guardrail.v1:0', or by its ARN.",
    bedrock: 'not documented',
    mend: "Take one from the page's table of profiles and regions",
    source: pages.guardrailProfiles,
    *check({ crossRegionProfile: profile }) {
      if (
        profile === undefined ||
        /^(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail-profile\/)?[a-z0-9-]+\.guardrail\.v[0-9:]+$/.test(
          profile,
        )
      )
        return;
      yield { path: '/crossRegionProfile', message: `It is ${JSON.stringify(profile)}` };
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
  ...sensitiveInformationRules,
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
