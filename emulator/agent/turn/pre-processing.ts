import type { AgentVersion } from '../definition/agent';
import { converse, inferenceConfigOf, inputTrace, outputTrace, textOf, usageOf } from './think';
import { timing } from './trace';
import type { AgentEvent, Turn } from './turn';

/** What an agent answers by default to an input that its pre-processing turns away. */
export const refusal = 'Sorry, I am unable to assist you with this request.';

/**
 * Lets the model judge the input first, where promptOverrideConfiguration enables that. Bedrock's own template asks
 * for a category from A to E, of which D and E are valid (AWS user guide, lambda-parser); an answer without a
 * category, such as the offline planner's, turns nothing away.
 */
export async function* preProcess(turn: Turn): AsyncGenerator<AgentEvent, boolean> {
  const { props, preProcessingTraceId: traceId } = turn;
  const { version, model, services } = props;
  const template = templateOf(version);
  if (template === undefined) return true;
  const inferenceConfig = inferenceConfigOf(version, 'PRE_PROCESSING');
  const request = {
    system: [{ text: template }],
    messages: [{ role: 'user' as const, content: [{ text: turn.inputText }] }],
    ...(inferenceConfig && { inferenceConfig }),
  };
  yield* turn.trace(() => ({
    preProcessingTrace: {
      modelInvocationInput: { traceId, type: 'PRE_PROCESSING', ...inputTrace(model, request) },
    },
  }));
  const start = services.clock.now();
  const response = await converse(model, request, props.signal);
  const { rationale, category } = parse(textOf(response.output.message));
  const isValid = category === undefined || 'DE'.includes(category);
  yield* turn.trace(() => ({
    preProcessingTrace: {
      modelInvocationOutput: {
        traceId,
        parsedResponse: { isValid, ...(rationale !== undefined && { rationale }) },
        ...outputTrace(response),
        metadata: { ...timing(start, services.clock), usage: usageOf(response) },
      },
    },
  }));
  return isValid;
}

function templateOf({ properties }: AgentVersion): string | undefined {
  const prompt = properties.PromptOverrideConfiguration?.PromptConfigurations.find(
    ({ PromptType }) => PromptType === 'PRE_PROCESSING',
  );
  const enabled = prompt?.PromptState !== 'DISABLED' && prompt?.PromptCreationMode === 'OVERRIDDEN';
  return enabled ? (prompt.BasePromptTemplate ?? '') : undefined;
}

function parse(text: string): { rationale?: string; category?: string } {
  const rationale = /<thinking>([\s\S]*?)<\/thinking>/i.exec(text)?.[1]?.trim();
  const category = /<category>\s*([A-E])/i.exec(text)?.[1]?.toUpperCase();
  return { ...(rationale !== undefined && { rationale }), ...(category !== undefined && { category }) };
}
