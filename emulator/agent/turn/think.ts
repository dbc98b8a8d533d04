import { ServiceError } from '../../front-door/operation';
import { type AgentVersion, mayAskUser } from '../definition/agent';
import { associatedKnowledgeBases } from '../knowledge-base/associated';
import { textOfBlock } from '../knowledge-base/cited-answer';
import {
  askUserTool,
  type ContentBlock,
  type ConverseRequest,
  type ConverseResponse,
  type InferenceConfig,
  type Message,
  type Model,
  type ToolSpec,
  type ToolUse,
} from '../model';
import { orchestration, timing } from './trace';
import { type AgentEvent, operationsByTool, type Turn } from './turn';

/** Asks the model for the next step. */
export async function* think(turn: Turn): AsyncGenerator<AgentEvent, Message> {
  const { traceId, props } = turn;
  const { model, services } = props;
  const request = requestOf(turn);
  yield* turn.trace(() =>
    orchestration({
      modelInvocationInput: { traceId, type: 'ORCHESTRATION', ...inputTrace(model, request) },
    }),
  );
  const start = services.clock.now();
  const response = await converse(model, request, props.signal);
  const { message } = response.output;
  const reasoning = reasoningOf(message);
  yield* turn.trace(() =>
    orchestration({
      modelInvocationOutput: {
        traceId,
        ...outputTrace(response),
        metadata: { ...timing(start, services.clock), usage: usageOf(response) },
        ...(reasoning && { reasoningContent: { reasoningText: { text: reasoning } } }),
      },
    }),
  );
  const rationale = toolUsesOf(message).length > 0 ? textOf(message) : reasoning;
  if (rationale) yield* turn.trace(() => orchestration({ rationale: { traceId, text: rationale } }));
  return message;
}

export const textOf = ({ content }: Message): string => content.map(textOfBlock).join('');

export const toolUsesOf = ({ content }: Message): ToolUse[] =>
  content.flatMap((block: ContentBlock) => ('toolUse' in block ? [block.toolUse] : []));

const reasoningOf = ({ content }: Message): string =>
  content
    .map((block) => ('reasoningContent' in block ? block.reasoningContent.reasoningText.text : ''))
    .join('');

/** What the model was given, in the words of ModelInvocationInput. */
export const inputTrace = (model: Model, { system, messages, inferenceConfig }: ConverseRequest) => ({
  text: JSON.stringify({ system, messages }),
  foundationModel: model.name,
  ...(inferenceConfig && {
    inferenceConfiguration: {
      ...(inferenceConfig.maxTokens !== undefined && { maximumLength: inferenceConfig.maxTokens }),
      ...(inferenceConfig.temperature !== undefined && { temperature: inferenceConfig.temperature }),
      ...(inferenceConfig.topP !== undefined && { topP: inferenceConfig.topP }),
      ...(inferenceConfig.stopSequences && { stopSequences: [...inferenceConfig.stopSequences] }),
    },
  }),
});

export const outputTrace = ({ output, stopReason }: ConverseResponse) => ({
  rawResponse: { content: JSON.stringify({ output, stopReason }) },
});

export const usageOf = ({ usage: { inputTokens, outputTokens } }: ConverseResponse) => ({
  inputTokens,
  outputTokens,
});

/** The exceptions that InvokeAgent can end with; a model behind an AWS client throws some of them. */
const passedOn = new Set([
  'AccessDeniedException',
  'BadGatewayException',
  'ConflictException',
  'DependencyFailedException',
  'InternalServerException',
  'ModelNotReadyException',
  'ResourceNotFoundException',
  'ServiceQuotaExceededException',
  'ThrottlingException',
  'ValidationException',
]);

/** Anything but an AWS exception is a fault of the model's and leaves as it is. */
export async function converse(
  model: Model,
  request: ConverseRequest,
  abortSignal: AbortSignal,
): Promise<ConverseResponse> {
  try {
    return await model.converse(request, { abortSignal });
  } catch (error) {
    if (!(error instanceof Error) || !passedOn.has(error.name)) throw error;
    throw new ServiceError(error.name, error.message, { cause: error });
  }
}

function requestOf({ props, messages, promptSessionAttributes }: Turn): ConverseRequest {
  const { version, history } = props;
  const tools = toolsOf(version).map((toolSpec) => ({ toolSpec }));
  const inferenceConfig = inferenceConfigOf(version, 'ORCHESTRATION');
  return {
    system: systemOf(version, promptSessionAttributes),
    messages: [...history, ...messages],
    ...(tools.length > 0 && { toolConfig: { tools } }),
    ...(inferenceConfig && { inferenceConfig }),
  };
}

/** As in Bedrock's own prompt, the model sees the promptSessionAttributes and never the sessionAttributes. */
function systemOf({ properties }: AgentVersion, promptSessionAttributes: object): ConverseRequest['system'] {
  const instruction = { text: properties.Instruction ?? '' };
  if (Object.keys(promptSessionAttributes).length === 0) return [instruction];
  return [instruction, { text: `Prompt session attributes: ${JSON.stringify(promptSessionAttributes)}` }];
}

const askUser: ToolSpec = {
  name: askUserTool,
  description: 'Ask the user for what is missing',
  inputSchema: {
    json: {
      type: 'object',
      properties: { question: { type: 'string', description: 'The question to the user' } },
      required: ['question'],
    },
  },
};

const toolsOf = (version: AgentVersion): ToolSpec[] => [
  ...[...operationsByTool(version).values()].map(({ toolSpec }) => toolSpec),
  ...associatedKnowledgeBases(version).map(({ toolSpec }) => toolSpec),
  ...(mayAskUser(version) ? [askUser] : []),
];

/** What a prompt override configures; topK is no part of Converse's inferenceConfig and is left out. */
export function inferenceConfigOf(
  { properties }: AgentVersion,
  promptType: string,
): InferenceConfig | undefined {
  const override = properties.PromptOverrideConfiguration?.PromptConfigurations.find(
    ({ PromptType, PromptCreationMode }) => PromptType === promptType && PromptCreationMode === 'OVERRIDDEN',
  )?.InferenceConfiguration;
  if (!override) return undefined;
  const { MaximumLength, Temperature, TopP, StopSequences } = override;
  return {
    ...(MaximumLength !== undefined && { maxTokens: MaximumLength }),
    ...(Temperature !== undefined && { temperature: Temperature }),
    ...(TopP !== undefined && { topP: TopP }),
    ...(StopSequences && { stopSequences: StopSequences }),
  };
}
