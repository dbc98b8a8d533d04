import type { Citation, RetrievedReference, TracePart } from '@aws-sdk/client-bedrock-agent-runtime';
import type { AgentError } from './agent-error';

/** An operation of an action group that the agent called, or hands back to be called. */
export interface ActionInvocation {
  readonly actionGroup: string;
  /** Null when the contract has no operation with this path and verb. */
  readonly operationId: string | null;
  readonly apiPath: string;
  /** In capitals, but in returned control as the service wrote it, which wants it back so. */
  readonly httpMethod: string;
  /** Path, query and body arguments by name, as the strings that Bedrock sends. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface ReturnedAction extends ActionInvocation {
  /** USER_CONFIRMATION asks for a yes or no; RESULT for the answer of an action that the caller runs. */
  readonly actionInvocationType: 'USER_CONFIRMATION' | 'RESULT' | 'USER_CONFIRMATION_AND_RESULT';
  /** The contract's question to the user with the arguments filled in; null if it has none. */
  readonly question: string | null;
}

/** The turn ended with actions in the caller's hands; the next turn answers with the same `invocationId`. */
export interface ReturnControl {
  readonly invocationId: string;
  readonly invocationInputs: readonly ReturnedAction[];
}

/** A search of a knowledge base, with the passages that it found. */
export interface Retrieval {
  readonly knowledgeBaseId: string;
  readonly text: string;
  readonly retrievedReferences: readonly RetrievedReference[];
}

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What happens in one turn, as the agent does it. */
export type AgentEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'citation'; readonly citation: Citation }
  | { readonly type: 'retrieval'; readonly retrieval: Retrieval }
  | { readonly type: 'actionInvocation'; readonly id: number; readonly action: ActionInvocation }
  | {
      readonly type: 'actionResult';
      /** Of the invocation that it answers. */
      readonly id: number;
      readonly action: ActionInvocation;
      /** The body that the function returned. */
      readonly text: string;
      /** From the body's error code, else the operation's success status; null if the contract has neither. */
      readonly httpStatusCode: number | null;
    }
  | { readonly type: 'returnControl'; readonly returnControl: ReturnControl }
  /** One invocation of a model. Zero tokens where the model does not count them. */
  | { readonly type: 'usage'; readonly usage: Usage }
  /** Every trace as the service sent it, before the events that were read from it. */
  | { readonly type: 'trace'; readonly trace: TracePart }
  /** The request was refused before the agent did anything, and is sent again after the delay. */
  | {
      readonly type: 'retry';
      readonly attempt: number;
      readonly delayInMs: number;
      readonly error: AgentError;
    }
  | { readonly type: 'end'; readonly sessionId: string };
