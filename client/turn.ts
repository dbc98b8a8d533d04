import type { Citation } from '@aws-sdk/client-bedrock-agent-runtime';
import type { ActionInvocation, AgentEvent, Retrieval, ReturnControl } from './events';

export interface ActionRecord extends ActionInvocation {
  /** Null while no answer came, or where the contract does not tell. */
  readonly httpStatusCode: number | null;
}

/** What one turn came to. */
export interface TurnResult {
  readonly answer: string;
  readonly sessionId: string;
  /** As they were called, the first one first. */
  readonly actions: readonly ActionRecord[];
  readonly citations: readonly Citation[];
  /** Searches of knowledge bases, with how many passages each found. */
  readonly retrievals: readonly (Omit<Retrieval, 'retrievedReferences'> & { readonly passages: number })[];
  readonly usage: {
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly modelInvocations: number;
  };
  /** Present when the agent waits for the caller: a confirmation, or the result of an action. */
  readonly returnControl?: ReturnControl;
  /** False when the stream broke; what came before is here all the same. */
  readonly complete: boolean;
}

/** Collects a turn's events; at any time `result` is what has come so far. */
export class Turn {
  private answer = '';
  private readonly actions = new Map<number, ActionRecord>();
  private readonly citations: Citation[] = [];
  private readonly retrievals: Retrieval[] = [];
  private usage = { inputTokens: 0, outputTokens: 0, modelInvocations: 0 };
  private returnControl: ReturnControl | undefined;
  private complete = false;

  constructor(private sessionId: string) {}

  add(event: AgentEvent): void {
    switch (event.type) {
      case 'text':
        this.answer += event.text;
        break;
      case 'citation':
        this.citations.push(event.citation);
        break;
      case 'retrieval':
        this.retrievals.push(event.retrieval);
        break;
      case 'actionInvocation':
        this.actions.set(event.id, { ...event.action, httpStatusCode: null });
        break;
      case 'actionResult':
        this.actions.set(event.id, { ...event.action, httpStatusCode: event.httpStatusCode });
        break;
      case 'usage':
        this.usage = {
          inputTokens: this.usage.inputTokens + event.usage.inputTokens,
          outputTokens: this.usage.outputTokens + event.usage.outputTokens,
          modelInvocations: this.usage.modelInvocations + 1,
        };
        break;
      case 'returnControl':
        this.returnControl = event.returnControl;
        break;
      case 'end':
        this.sessionId = event.sessionId;
        this.complete = true;
        break;
      case 'trace':
      case 'retry':
        break;
      default:
        event satisfies never;
    }
  }

  get result(): TurnResult {
    const { answer, sessionId, citations, usage, complete, returnControl } = this;
    const actions = [...this.actions.values()];
    const retrievals = this.retrievals.map(({ retrievedReferences, ...rest }) => ({
      ...rest,
      passages: retrievedReferences.length,
    }));
    return {
      answer,
      sessionId,
      actions,
      citations,
      retrievals,
      usage,
      ...(returnControl && { returnControl }),
      complete,
    };
  }
}
