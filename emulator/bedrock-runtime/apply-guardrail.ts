import type {
  ApplyGuardrailRequest,
  ApplyGuardrailResponse,
  GuardrailContentBlock,
  GuardrailTextBlock,
} from '@aws-sdk/client-bedrock-runtime';
import { type Operation, ServiceError } from '../front-door/operation';
import { notImplemented } from '../front-door/route';
import { assess } from '../guardrail/assess';
import { checkGroundingSize, checkSize } from '../guardrail/check-size';
import { findGuardrail } from '../guardrail/definition/find-guardrail';
import type { Source } from '../guardrail/definition/properties';
import { usageOf } from '../guardrail/usage';
import type { Services } from '../services';

/** As recorded answers of AWS word them. */
const reasons = { BLOCKED: 'Guardrail blocked.', MASKED: 'Guardrail masked.', NONE: 'No action.' } as const;

export const applyGuardrail =
  ({
    app,
    clock,
  }: Pick<Services, 'app' | 'clock'>): Operation<ApplyGuardrailRequest, ApplyGuardrailResponse> =>
  (input) => {
    const { source, blocks } = check(input);
    const start = clock.now();
    const found = findGuardrail(app, input.guardrailIdentifier ?? '', input.guardrailVersion ?? '');
    const { properties } = found;
    const joined = (qualifier: 'grounding_source' | 'query') => {
      const qualified = blocks.filter(({ qualifiers = [] }) => qualifiers.includes(qualifier));
      return qualified.length > 0 ? qualified.map(({ text }) => text).join('\n') : undefined;
    };
    const texts = guardedOf(blocks).map(({ text }) => text ?? '');
    const claims = blocks
      .filter((block) => !isCompared(block))
      .map(({ text }) => text)
      .join('\n');
    const groundingSource = joined('grounding_source');
    const query = joined('query');
    const isGrounded =
      source === 'OUTPUT' && groundingSource !== undefined && properties.ContextualGroundingPolicyConfig;
    if (isGrounded) {
      checkGroundingSize({ 'grounding source': groundingSource, query: query ?? '', answer: claims });
    }
    const assessed = assess(properties, {
      source,
      texts,
      claims,
      ...(groundingSource !== undefined && { groundingSource }),
      ...(query !== undefined && { query }),
      ...(input.outputScope && { outputScope: input.outputScope }),
    });
    const { action, assessment } = assessed;
    const guarded = length(texts);
    const grounded = assessment.contextualGroundingPolicy
      ? claims.length + (groundingSource?.length ?? 0) + (query?.length ?? 0)
      : 0;
    const usage = usageOf(properties, { guarded, grounded });
    const total = length(blocks.map(({ text = '' }) => text));
    const guardrailCoverage = { textCharacters: { guarded, total } };
    const invocationMetrics = { guardrailProcessingLatency: clock.now() - start, usage, guardrailCoverage };
    return {
      usage,
      action: action === 'NONE' ? 'NONE' : 'GUARDRAIL_INTERVENED',
      actionReason: reasons[action],
      outputs:
        action === 'BLOCKED'
          ? [
              {
                text:
                  source === 'INPUT' ? properties.BlockedInputMessaging : properties.BlockedOutputsMessaging,
              },
            ]
          : action === 'MASKED'
            ? assessed.texts.map((text) => ({ text }))
            : [],
      assessments: [{ ...assessment, invocationMetrics }],
      guardrailCoverage,
    };
  };

const length = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);

/**
 * What all policies but contextual grounding look at: the blocks that are marked so, or where none is, those that are
 * neither grounding source nor question (user guide, guardrails-contextual-grounding-check).
 */
function guardedOf(blocks: readonly GuardrailTextBlock[]): readonly GuardrailTextBlock[] {
  const marked = blocks.filter(({ qualifiers = [] }) => qualifiers.includes('guard_content'));
  return marked.length > 0 ? marked : blocks.filter((block) => !isCompared(block));
}

const isCompared = ({ qualifiers = [] }: GuardrailTextBlock): boolean =>
  qualifiers.some((qualifier) => qualifier === 'grounding_source' || qualifier === 'query');

const qualifierNames: readonly string[] = ['grounding_source', 'query', 'guard_content'];

/** The constraints that the SDK's schemas do not carry (API reference, ApplyGuardrail). */
function check(input: ApplyGuardrailRequest): { source: Source; blocks: GuardrailTextBlock[] } {
  const { guardrailIdentifier = '', guardrailVersion = '', source, content = [], outputScope } = input;
  const found = [
    ...(/^([a-z0-9]+|arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail\/[a-z0-9]+)$/.test(
      guardrailIdentifier,
    )
      ? []
      : [`guardrailIdentifier ${guardrailIdentifier} is neither an id nor an ARN`]),
    ...(/^([1-9][0-9]{0,7}|DRAFT)$/.test(guardrailVersion)
      ? []
      : [`guardrailVersion ${guardrailVersion} is neither DRAFT nor a number`]),
    ...enumProblem('source', source, ['INPUT', 'OUTPUT']),
    ...enumProblem('outputScope', outputScope, ['FULL', 'INTERVENTIONS']),
    ...content.flatMap((block, index) =>
      (block.text?.qualifiers ?? []).flatMap((qualifier) =>
        enumProblem(`content[${index}].text.qualifiers`, qualifier, qualifierNames),
      ),
    ),
    ...(content.length > 0 ? [] : ['content is empty: give at least one block']),
  ];
  if (found.length > 0) throw new ServiceError('ValidationException', found.join('; '));
  if (content.some((block: GuardrailContentBlock) => block.image)) {
    throw notImplemented('images of ApplyGuardrail');
  }
  const blocks = content.flatMap(({ text }) => (text ? [text] : []));
  checkSize(blocks.map(({ text = '' }) => text));
  return { source: source === 'OUTPUT' ? 'OUTPUT' : 'INPUT', blocks };
}

const enumProblem = (name: string, value: string | undefined, allowed: readonly string[]): string[] =>
  value === undefined || allowed.includes(value)
    ? []
    : [`${name} is ${value}, not one of ${allowed.join(', ')}`];
