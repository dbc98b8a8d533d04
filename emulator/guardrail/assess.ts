import type { GuardrailAssessment, GuardrailOutputScope } from '@aws-sdk/client-bedrock-runtime';
import { type ContentMatch, findContent } from './content/find-content';
import type { GuardrailProperties, Source } from './definition/properties';
import { groundingScore, relevanceScore } from './grounding/score';
import { findSensitive, type SensitiveMatch } from './sensitive/find-sensitive';
import { masked, type Replacement, replacementsOf } from './sensitive/mask';
import { disguisesRemoved } from './text/plain-text';
import { findTopics, type TopicMatch } from './topics/find-topics';
import { findWords, type WordMatch } from './words/find-words';

export interface Assessed {
  /** The policies that found something, in the shape of ApplyGuardrail. */
  readonly assessment: GuardrailAssessment;
  readonly action: 'BLOCKED' | 'MASKED' | 'NONE';
  /** The texts, masked. */
  readonly texts: readonly string[];
  /** What was replaced in each text. */
  readonly replacements: readonly (readonly Replacement[])[];
}

export interface AssessRequest {
  readonly source: Source;
  readonly texts: readonly string[];
  /** What an answer is compared with; contextual grounding is only checked for OUTPUT and with a source. */
  readonly groundingSource?: string;
  readonly query?: string;
  /** What of an answer is compared; all of it by default. */
  readonly claims?: string;
  readonly outputScope?: GuardrailOutputScope;
}

/** Applies every policy. Words, PII and regexes look at each text, the others at all of them together. */
export function assess(properties: GuardrailProperties, request: AssessRequest): Assessed {
  const { source, texts, outputScope = 'INTERVENTIONS' } = request;
  const whole = texts.join('\n');
  const all = outputScope === 'FULL';
  const sensitive = texts.map((text) => findSensitive(properties, source, text));
  const replacements = sensitive.map(replacementsOf);
  const undisguised = disguisesRemoved(whole);
  const topics = findTopics(properties, source, undisguised);
  const content = findContent(properties, source, undisguised);
  const words = texts.flatMap((text) => findWords(properties, source, text));
  const grounding = groundingOf(properties, request, request.claims ?? whole);
  const found = [...topics, ...content, ...words, ...sensitive.flat(), ...(grounding ?? [])];
  const assessment: GuardrailAssessment = {
    ...topicPolicy(topics.filter(({ detected }) => all || detected)),
    ...contentPolicy(content.filter(({ detected }) => all || detected)),
    ...wordPolicy(words),
    ...sensitivePolicy(sensitive.flat(), all ? undetected(properties, sensitive.flat()) : []),
    ...(grounding && { contextualGroundingPolicy: { filters: grounding } }),
  };
  const blocked = found.some(({ action }) => action === 'BLOCKED');
  const maskedOne = found.some(({ action }) => action === 'ANONYMIZED');
  return {
    assessment,
    action: blocked ? 'BLOCKED' : maskedOne ? 'MASKED' : 'NONE',
    texts: texts.map((text, index) => masked(text, replacements[index] ?? [])),
    replacements,
  };
}

const topicPolicy = (topics: readonly TopicMatch[]) =>
  topics.length > 0 && {
    topicPolicy: {
      topics: topics.map(({ name, action, detected }) => ({
        name,
        type: 'DENY' as const,
        action,
        detected,
      })),
    },
  };

const contentPolicy = (filters: readonly ContentMatch[]) =>
  filters.length > 0 && { contentPolicy: { filters: [...filters] } };

function wordPolicy(words: readonly WordMatch[]) {
  if (words.length === 0) return {};
  const of = (kind: WordMatch['kind']) => words.filter((word) => word.kind === kind);
  return {
    wordPolicy: {
      customWords: of('custom').map(({ match, action }) => ({ match, action, detected: true })),
      managedWordLists: of('PROFANITY').map(({ match, action }) => ({
        match,
        type: 'PROFANITY' as const,
        action,
        detected: true,
      })),
    },
  };
}

function sensitivePolicy(matches: readonly SensitiveMatch[], undetectedTypes: readonly string[]) {
  if (matches.length + undetectedTypes.length === 0) return {};
  return {
    sensitiveInformationPolicy: {
      piiEntities: [
        ...matches
          .filter(({ kind }) => kind === 'pii')
          .map(({ match, name, action }) => ({ match, type: name as never, action, detected: true })),
        ...undetectedTypes.map((type) => ({
          match: '',
          type: type as never,
          action: 'NONE' as const,
          detected: false,
        })),
      ],
      regexes: matches
        .filter(({ kind }) => kind === 'regex')
        .map(({ match, name, pattern, action }) => ({
          name,
          match,
          ...(pattern !== undefined && { regex: pattern }),
          action,
          detected: true,
        })),
    },
  };
}

const undetected = (properties: GuardrailProperties, matches: readonly SensitiveMatch[]): string[] =>
  (properties.SensitiveInformationPolicyConfig?.PiiEntitiesConfig ?? [])
    .map(({ Type }) => Type)
    .filter((type) => !matches.some(({ name }) => name === type));

function groundingOf(
  properties: GuardrailProperties,
  { source, groundingSource, query }: AssessRequest,
  answer: string,
) {
  const filters = properties.ContextualGroundingPolicyConfig?.FiltersConfig ?? [];
  if (filters.length === 0 || source !== 'OUTPUT' || groundingSource === undefined) return undefined;
  return filters
    .filter(({ Enabled = true }) => Enabled)
    .filter(({ Type }) => Type === 'GROUNDING' || query !== undefined)
    .map(({ Type, Threshold, Action = 'BLOCK' }) => {
      const score =
        Type === 'GROUNDING' ? groundingScore(answer, groundingSource) : relevanceScore(answer, query ?? '');
      const detected = score < Threshold;
      const action = detected && Action === 'BLOCK' ? ('BLOCKED' as const) : ('NONE' as const);
      return { type: Type, threshold: Threshold, score: Math.round(score * 100) / 100, action, detected };
    });
}
