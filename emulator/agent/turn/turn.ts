import type {
  KnowledgeBaseConfiguration,
  PayloadPart,
  RetrievedReference,
  ReturnControlPayload,
  Trace,
  TracePart,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { ServiceError } from '../../front-door/operation';
import type { AgentAccess } from '../../iam/acting/agent-access';
import type { Lambda } from '../../lambda/lambda';
import type { Services } from '../../services';
import type { Attributes, EventContext } from '../action-group/event';
import type { Agent, AgentAlias, AgentVersion } from '../definition/agent';
import type { Operation } from '../definition/operations';
import { associatedKnowledgeBases } from '../knowledge-base/associated';
import type { Message, Model } from '../model';
import type { Session } from '../session/session';
import { type TraceOrigin, tracePart } from './trace';

export type AgentEvent =
  | { readonly chunk: PayloadPart }
  | { readonly trace: TracePart }
  | { readonly returnControl: ReturnControlPayload };

export interface TurnProps {
  readonly services: Pick<Services, 'app' | 'knowledgeBases' | 'clock' | 'newId'> & {
    readonly lambda: Pick<Lambda, 'invoke'>;
  };
  /** What Bedrock may do for the agent. */
  readonly access: AgentAccess;
  readonly agent: Agent;
  readonly alias: AgentAlias;
  readonly version: AgentVersion;
  readonly model: Model;
  readonly sessionId: string;
  readonly session: Session;
  readonly inputText: string;
  readonly promptSessionAttributes: Attributes;
  /** How each knowledge base is searched, where the caller says it. */
  readonly knowledgeBaseConfigurations: readonly KnowledgeBaseConfiguration[];
  /** What the model sees of the finished turns. */
  readonly history: readonly Message[];
  readonly enableTrace: boolean;
  readonly streamFinalResponse: boolean;
  /** Characters that a piece of a streamed answer has at least (applyGuardrailInterval). */
  readonly guardrailInterval: number;
  /** Aborted when nobody listens any more. */
  readonly signal: AbortSignal;
}

/** One InvokeAgent while it runs: what the steps share, and what they change. */
export class Turn {
  /** As the turn leaves it. */
  session: Session;
  /** What the user said, as far as the guardrail lets anybody see it. */
  inputText: string;
  promptSessionAttributes: Attributes;
  messages: readonly Message[];
  /** What was retrieved in this turn, by the source that the model cites. */
  readonly references = new Map<string, RetrievedReference>();
  readonly startedAt: number;
  private readonly id: string;
  private step = 0;
  private readonly operations: ReadonlyMap<string, Operation>;

  constructor(
    readonly props: TurnProps,
    messages: readonly Message[],
  ) {
    this.session = props.session;
    this.inputText = props.inputText;
    this.promptSessionAttributes = props.promptSessionAttributes;
    this.messages = messages;
    this.startedAt = props.services.clock.now();
    this.id = props.services.newId();
    this.operations = operationsByTool(props.version);
  }

  /** Shared by the traces of one step: `<id>-0`, `<id>-1`, … as recorded traces have it. */
  get traceId(): string {
    return `${this.id}-${this.step}`;
  }

  get preProcessingTraceId(): string {
    return `${this.id}-pre-0`;
  }

  /** `<id>-guardrail-pre-0` before the turn and `<id>-guardrail-post-0` after it, as recorded traces have it. */
  guardrailTraceId(when: 'pre' | 'post'): string {
    return `${this.id}-guardrail-${when}-0`;
  }

  /** Before the first step: the model's first message is then this text. */
  replaceInput(text: string): void {
    this.inputText = text;
    this.messages = [{ role: 'user', content: [{ text }] }];
  }

  nextStep(): void {
    this.step += 1;
  }

  operation(toolName: string): Operation | undefined {
    return this.operations.get(toolName);
  }

  toolNames(): string[] {
    const searches = associatedKnowledgeBases(this.props.version).map(({ toolSpec }) => toolSpec.name);
    return [...this.operations.keys(), ...searches];
  }

  /** The id of the knowledge base that a tool searches, if the agent has it. */
  knowledgeBase(toolName: string): string | undefined {
    const known = associatedKnowledgeBases(this.props.version);
    return known.find(({ toolSpec }) => toolSpec.name === toolName)?.knowledgeBaseId;
  }

  /** Nothing, unless traces are wanted; they are only built then. */
  *trace(make: () => Trace): Generator<AgentEvent> {
    const { enableTrace, services } = this.props;
    if (enableTrace) yield { trace: tracePart(this.origin(), make(), services.clock.now()) };
  }

  /** What an action group's function is told of the turn. */
  eventContext(): EventContext {
    const { agent, alias, version, sessionId } = this.props;
    return {
      agent: {
        name: agent.agentName,
        id: agent.agentId,
        alias: alias.agentAliasId,
        version: version.version,
      },
      inputText: this.inputText,
      sessionId,
      sessionAttributes: this.session.sessionAttributes,
      promptSessionAttributes: this.promptSessionAttributes,
    };
  }

  /** Stops a turn that nobody listens to. Called between steps only: what was started runs to its end. */
  stopIfAlone(): void {
    if (this.props.signal.aborted)
      throw new ServiceError('ClientGone', 'The client went away before the turn ended');
  }

  private origin(): TraceOrigin {
    const { agent, alias, version, sessionId } = this.props;
    return {
      agentId: agent.agentId,
      agentAliasId: alias.agentAliasId,
      agentAliasArn: alias.agentAliasArn,
      agentVersion: version.version,
      sessionId,
    };
  }
}

const operations = new WeakMap<AgentVersion, ReadonlyMap<string, Operation>>();

/** The operations of the enabled action groups, by their tools' names. */
export function operationsByTool(version: AgentVersion): ReadonlyMap<string, Operation> {
  const known = operations.get(version);
  if (known) return known;
  const enabled = version.actionGroups.filter((group) => group.enabled).flatMap((group) => group.operations);
  const found = new Map(enabled.map((operation) => [operation.toolSpec.name, operation]));
  operations.set(version, found);
  return found;
}
