/** The model of the agent loop, in the shape of Bedrock's Converse: messages and tools in, one message out. */
export interface Model {
  readonly name: string;
  converse(request: ConverseRequest): Promise<ConverseResponse>;
}

export type ContentBlock =
  | { readonly text: string }
  | {
      readonly toolUse: {
        readonly toolUseId: string;
        readonly name: string;
        readonly input: Record<string, unknown>;
      };
    }
  | {
      readonly toolResult: {
        readonly toolUseId: string;
        readonly content: readonly ({ readonly json: unknown } | { readonly text: string })[];
        readonly status?: 'success' | 'error';
      };
    };

export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: readonly ContentBlock[];
}

export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
}

export interface ConverseRequest {
  readonly system: string;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
}

export interface ConverseResponse {
  readonly message: Message;
  readonly stopReason: 'end_turn' | 'tool_use' | 'max_tokens';
  /** Zero where the model does not measure it. */
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
}
