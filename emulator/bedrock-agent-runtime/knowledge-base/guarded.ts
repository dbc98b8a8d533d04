import type { GuadrailAction, GuardrailConfiguration } from '@aws-sdk/client-bedrock-agent-runtime';
import { maskedAnswer } from '../../agent/guardrail/masked-answer';
import type { CitedAnswer } from '../../agent/knowledge-base/cited-answer';
import type { App } from '../../assembly/app';
import { ServiceError } from '../../front-door/operation';
import { assess } from '../../guardrail/assess';
import { checkSize } from '../../guardrail/check-size';
import { findGuardrail } from '../../guardrail/definition/find-guardrail';
import type { Passage } from '../../knowledge-base/store/library';

interface Guarded<Value> {
  /** The value, masked; of a blocked one the guardrail's message. */
  readonly value: Value;
  readonly isBlocked: boolean;
  readonly action: GuadrailAction;
}

/**
 * The guardrail of a request, which looks at the question and at what is answered, and not at the references: AWS
 * does not apply it to them (user guide, kb-test-retrieve and kb-test-retrieve-generate).
 */
export interface RequestGuardrail {
  question(text: string): Guarded<string>;
  /** What cites documents is compared with `passages`, where the guardrail checks contextual grounding. */
  answer(
    answer: CitedAnswer,
    compared: { readonly question: string; readonly passages: readonly Passage[] },
  ): Guarded<CitedAnswer>;
}

/** Undefined where the request names none. Throws for one that is malformed or that there is not. */
export function guardrailOf(
  app: App,
  configuration: GuardrailConfiguration | undefined,
): RequestGuardrail | undefined {
  if (!configuration) return undefined;
  const { guardrailId = '', guardrailVersion = '' } = configuration;
  check(guardrailId, guardrailVersion);
  const { properties } = findGuardrail(app, guardrailId, guardrailVersion);
  return {
    question(text) {
      checkSize([text]);
      const { action, texts } = assess(properties, { source: 'INPUT', texts: [text] });
      const [masked = text] = texts;
      return guarded(action, action === 'BLOCKED' ? properties.BlockedInputMessaging : masked);
    },
    answer(answer, { question, passages }) {
      const claims = answer.citations.map(
        ({ generatedResponsePart }) => generatedResponsePart?.textResponsePart?.text ?? '',
      );
      const { action, replacements } = assess(properties, {
        source: 'OUTPUT',
        texts: [answer.text],
        ...(claims.length > 0 && {
          groundingSource: passages.map(({ text }) => text).join('\n'),
          query: question,
          claims: claims.join('\n'),
        }),
      });
      if (action === 'BLOCKED') {
        return guarded(action, { text: properties.BlockedOutputsMessaging, citations: [] });
      }
      return guarded(action, action === 'MASKED' ? maskedAnswer(answer, replacements[0] ?? []) : answer);
    },
  };
}

const guarded = <Value>(action: 'BLOCKED' | 'MASKED' | 'NONE', value: Value): Guarded<Value> => ({
  value,
  isBlocked: action === 'BLOCKED',
  action: action === 'NONE' ? 'NONE' : 'INTERVENED',
});

/** API reference, GuardrailConfiguration: an id and no ARN, of which the SDK's schemas say nothing. */
function check(guardrailId: string, guardrailVersion: string): void {
  const problems = [
    ...(/^[a-z0-9]{1,64}$/.test(guardrailId)
      ? []
      : [`guardrailConfiguration.guardrailId ${guardrailId} is no id: give it without the rest of its ARN`]),
    ...(/^([1-9][0-9]{0,7}|DRAFT)$/.test(guardrailVersion)
      ? []
      : [
          `guardrailConfiguration.guardrailVersion ${guardrailVersion} is neither DRAFT nor a number from 1 on`,
        ]),
  ];
  if (problems.length > 0) throw new ServiceError('ValidationException', problems.join('; '));
}
