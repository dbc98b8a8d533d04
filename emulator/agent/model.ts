import type { OpenAPIObject } from 'openapi3-ts/oas30';

/**
 * What the agent thinks with, in the shape of Bedrock's Converse (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html),
 * so that a model behind Converse, or any other, can take the place of the offline planner.
 */
export interface Model {
  /** As traces name it in `foundationModel`; what is no foundation model says so, for example `offline planner`. */
  readonly name: string;
  converse(
    request: ConverseRequest,
    options?: { readonly abortSignal?: AbortSignal },
  ): Promise<ConverseResponse>;
}

/** What a model may know of its agent beforehand. */
export interface AgentOfModel {
  readonly agentId: string;
  readonly agentName: string;
  /** The model that is configured for AWS. */
  readonly foundationModel: string;
  readonly actionGroups: readonly { readonly name: string; readonly document: OpenAPIObject }[];
}

/** Makes the model that an agent thinks with. */
export type ModelFor = (agent: AgentOfModel) => Model;

/**
 * The tool with which a model asks the user, there only if the agent may ask (AMAZON.UserInput): it takes
 * `{question}` and ends the turn. A model may as well ask in plain text.
 */
export const askUserTool = 'user__askuser';

export interface ConverseRequest {
  readonly system: readonly { readonly text: string }[];
  /** Starts with a user message; roles alternate. */
  readonly messages: readonly Message[];
  /** Absent when the agent has no tools: Converse takes no empty list. */
  readonly toolConfig?: { readonly tools: readonly { readonly toolSpec: ToolSpec }[] };
  readonly inferenceConfig?: InferenceConfig;
}

export interface ConverseResponse {
  readonly output: { readonly message: Message };
  readonly stopReason: StopReason;
  /** Tokens; all zero where the model does not measure them. */
  readonly usage: Usage;
}

export type StopReason =
  | 'end_turn'
  | 'tool_use'
  | 'max_tokens'
  | 'stop_sequence'
  | 'guardrail_intervened'
  | 'content_filtered';

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
}

export interface InferenceConfig {
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly stopSequences?: readonly string[];
}

export interface ToolSpec {
  /** `<actionGroup>__<operationId>`, or `GET__x_amz_knowledgebase_<id>__Search`. */
  readonly name: string;
  readonly description: string;
  /** A JSON schema of type object. */
  readonly inputSchema: { readonly json: JsonSchema };
}

export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly [keyword: string]: unknown;
}

export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: readonly ContentBlock[];
}

export type ContentBlock =
  | { readonly text: string }
  | { readonly toolUse: ToolUse }
  | { readonly toolResult: ToolResult }
  | { readonly citationsContent: CitationsContent }
  | { readonly reasoningContent: { readonly reasoningText: { readonly text: string } } };

export interface ToolUse {
  readonly toolUseId: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ToolResult {
  readonly toolUseId: string;
  readonly content: readonly (
    | { readonly json: unknown }
    | { readonly text: string }
    | { readonly searchResult: SearchResult }
  )[];
  /** `error` when the operation was not run or answered with a failure. */
  readonly status?: 'success' | 'error';
}

/** A passage that a search found. Citations name it by its `source`, which no other passage has. */
export interface SearchResult {
  readonly source: string;
  readonly title: string;
  readonly content: readonly { readonly text: string }[];
  readonly citations: { readonly enabled: boolean };
}

/** A part of an answer with the search results that it rests on. */
export interface CitationsContent {
  readonly content: readonly { readonly text: string }[];
  readonly citations: readonly {
    readonly source: string;
    readonly title?: string;
    /** What of the search result the part rests on. */
    readonly sourceContent?: readonly { readonly text: string }[];
  }[];
}
