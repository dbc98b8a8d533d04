import {
  ApplyGuardrailCommand,
  type ApplyGuardrailResponse,
  type BedrockRuntimeClient,
  type GuardrailAssessment,
  type GuardrailContentBlock,
} from '@aws-sdk/client-bedrock-runtime';
import type { GuardrailCase } from './cases';
import type { GuardrailTarget } from './open-guardrail';

/** A case with what the guardrail did. */
export interface Judged {
  readonly case: GuardrailCase;
  readonly action: GuardrailCase['expect']['action'];
  /** The policies that detected something, by type or name; a custom word is `WORD`. */
  readonly detected: readonly string[];
  /** What was left of a masked text. */
  readonly output?: string;
  /** Of content filters, for other strengths. */
  readonly confidences: Readonly<Record<string, string>>;
  /** Of contextual grounding, for other thresholds. */
  readonly scores: Readonly<Record<string, number>>;
}

export async function judge(
  client: BedrockRuntimeClient,
  target: Pick<GuardrailTarget, 'guardrailIdentifier' | 'guardrailVersion'>,
  one: GuardrailCase,
  abortSignal: AbortSignal,
): Promise<Judged> {
  const { guardrailIdentifier, guardrailVersion } = target;
  const command = new ApplyGuardrailCommand({
    guardrailIdentifier,
    guardrailVersion,
    source: one.source,
    content: contentOf(one),
    outputScope: 'FULL',
  });
  const response = await client.send(command, { abortSignal });
  const assessments = response.assessments ?? [];
  const filters = assessments.flatMap(({ contentPolicy }) => contentPolicy?.filters ?? []);
  const grounding = assessments.flatMap(
    ({ contextualGroundingPolicy }) => contextualGroundingPolicy?.filters ?? [],
  );
  const action = actionOf(response);
  return {
    case: one,
    action,
    detected: [...new Set(assessments.flatMap(detectedBy))],
    ...(action === 'MASK' && { output: response.outputs?.map(({ text }) => text).join('\n') ?? '' }),
    confidences: Object.fromEntries(filters.map(({ type, confidence }) => [type, confidence ?? 'NONE'])),
    scores: Object.fromEntries(grounding.map(({ type, score }) => [type, score ?? 0])),
  };
}

function contentOf({ text, groundingSource, query }: GuardrailCase): GuardrailContentBlock[] {
  const block = (value: string, qualifier: 'grounding_source' | 'query' | 'guard_content') => ({
    text: { text: value, qualifiers: [qualifier] },
  });
  if (groundingSource === undefined) return [{ text: { text } }];
  return [
    block(groundingSource, 'grounding_source'),
    ...(query === undefined ? [] : [block(query, 'query')]),
    block(text, 'guard_content'),
  ];
}

function actionOf({ action, assessments = [] }: ApplyGuardrailResponse): Judged['action'] {
  if (action !== 'GUARDRAIL_INTERVENED') return 'PASS';
  return assessments.some((assessment) => partsOf(assessment).some((part) => part.action === 'BLOCKED'))
    ? 'BLOCK'
    : 'MASK';
}

interface PartOfAssessment {
  readonly name: string | undefined;
  readonly action: string | undefined;
  readonly detected?: boolean | undefined;
}

const partsOf = (assessment: GuardrailAssessment): PartOfAssessment[] => {
  const { topicPolicy, contentPolicy, wordPolicy, sensitiveInformationPolicy, contextualGroundingPolicy } =
    assessment;
  return [
    ...(topicPolicy?.topics ?? []),
    ...(contentPolicy?.filters ?? []).map(({ type, ...rest }) => ({ ...rest, name: type })),
    ...(wordPolicy?.customWords ?? []).map((word) => ({ ...word, name: 'WORD' })),
    ...(wordPolicy?.managedWordLists ?? []).map(({ type, ...rest }) => ({ ...rest, name: type })),
    ...(sensitiveInformationPolicy?.piiEntities ?? []).map(({ type, ...rest }) => ({ ...rest, name: type })),
    ...(sensitiveInformationPolicy?.regexes ?? []).map(({ name, ...rest }) => ({ ...rest, name })),
    ...(contextualGroundingPolicy?.filters ?? []).map(({ type, ...rest }) => ({ ...rest, name: type })),
  ];
};

/** Older answers have no `detected`: there, an action says it. */
const detectedBy = (assessment: GuardrailAssessment): string[] =>
  partsOf(assessment).flatMap(({ name, action, detected = action !== 'NONE' }) =>
    name !== undefined && detected ? [name] : [],
  );
