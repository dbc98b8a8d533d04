import type { GuardrailAssessment as AgentAssessment } from '@aws-sdk/client-bedrock-agent-runtime';
import type { GuardrailAssessment } from '@aws-sdk/client-bedrock-runtime';

interface Part {
  readonly action: string | undefined;
  readonly detected?: boolean | undefined;
}

/**
 * An assessment as a guardrailTrace has it: without strengths, without what was only detected, and without contextual
 * grounding, of which the traces of agents have no member.
 */
export function agentAssessment(assessment: GuardrailAssessment): AgentAssessment {
  const { topicPolicy, contentPolicy, wordPolicy, sensitiveInformationPolicy } = assessment;
  const topics = acted(topicPolicy?.topics);
  const filters = acted(contentPolicy?.filters).map(({ filterStrength: _, ...filter }) => filter);
  const customWords = acted(wordPolicy?.customWords);
  const managedWordLists = acted(wordPolicy?.managedWordLists);
  const piiEntities = acted(sensitiveInformationPolicy?.piiEntities);
  const regexes = acted(sensitiveInformationPolicy?.regexes);
  const policies = {
    ...(topics.length > 0 && { topicPolicy: { topics } }),
    ...(filters.length > 0 && { contentPolicy: { filters } }),
    ...(customWords.length + managedWordLists.length > 0 && {
      wordPolicy: { customWords, managedWordLists },
    }),
    ...(piiEntities.length + regexes.length > 0 && {
      sensitiveInformationPolicy: { piiEntities, regexes },
    }),
  };
  return policies as AgentAssessment;
}

const acted = <P extends Part>(parts: readonly P[] = []): Omit<P, 'detected'>[] =>
  parts.filter(({ action }) => action !== 'NONE').map(({ detected: _, ...part }) => part);
