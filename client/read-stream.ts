import type {
  ActionGroupInvocationInput,
  ApiInvocationInput,
  KnowledgeBaseLookupInput,
  ResponseStream,
  ReturnControlPayload,
  TracePart,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { AgentError } from './agent-error';
import type { ActionInvocation, AgentEvent, ReturnControl } from './events';
import type { OperationLookup } from './operations';

interface OpenAction {
  readonly id: number;
  readonly traceId: string | undefined;
  readonly action: ActionInvocation;
}

/** Reads the service's stream of one turn into events. Keeps state: one reader for each turn. */
export class StreamReader {
  /** One decoder for the whole turn: a character may be split over two chunks. */
  private readonly decoder = new TextDecoder();
  private readonly open: OpenAction[] = [];
  private readonly lookups: KnowledgeBaseLookupInput[] = [];
  private actions = 0;

  constructor(private readonly lookup: OperationLookup) {}

  *read(event: ResponseStream): Generator<AgentEvent> {
    if (event.chunk) {
      const text = this.decoder.decode(event.chunk.bytes, { stream: true });
      if (text) yield { type: 'text', text };
      for (const citation of event.chunk.attribution?.citations ?? []) yield { type: 'citation', citation };
    }
    if (event.trace) yield* this.trace(event.trace);
    if (event.returnControl) {
      yield { type: 'returnControl', returnControl: this.returnControl(event.returnControl) };
    }
  }

  /** What is left when the stream has ended. */
  *end(): Generator<AgentEvent> {
    const text = this.decoder.decode();
    if (text) yield { type: 'text', text };
  }

  private *trace(part: TracePart): Generator<AgentEvent> {
    yield { type: 'trace', trace: part };
    const { orchestrationTrace, preProcessingTrace, postProcessingTrace, routingClassifierTrace } =
      part.trace ?? {};
    for (const step of [
      preProcessingTrace,
      orchestrationTrace,
      routingClassifierTrace,
      postProcessingTrace,
    ]) {
      if (!step?.modelInvocationOutput) continue;
      const { inputTokens = 0, outputTokens = 0 } = step.modelInvocationOutput.metadata?.usage ?? {};
      yield { type: 'usage', usage: { inputTokens, outputTokens } };
    }
    const { invocationInput, observation } = orchestrationTrace ?? {};
    const input = invocationInput?.actionGroupInvocationInput;
    // With RETURN_CONTROL the action is announced, but the caller is the one to run it.
    if (input && input.executionType !== 'RETURN_CONTROL') {
      const verb = input.verb?.toUpperCase();
      const action = this.action(input.actionGroupName, verb, input.apiPath, argumentsOf(input));
      const id = ++this.actions;
      this.open.push({ id, traceId: invocationInput?.traceId, action });
      yield { type: 'actionInvocation', id, action };
    }
    const lookup = invocationInput?.knowledgeBaseLookupInput;
    if (lookup) this.lookups.push(lookup);
    if (observation?.knowledgeBaseLookupOutput) {
      const { knowledgeBaseId = '', text = '' } = this.lookups.shift() ?? {};
      const { retrievedReferences = [] } = observation.knowledgeBaseLookupOutput;
      yield { type: 'retrieval', retrieval: { knowledgeBaseId, text, retrievedReferences } };
    }
    if (observation?.actionGroupInvocationOutput) {
      const answered = this.answered(observation.traceId);
      const text = observation.actionGroupInvocationOutput.text ?? '';
      if (answered)
        yield { type: 'actionResult', ...answered, text, httpStatusCode: this.status(answered, text) };
    }
  }

  /** Within one step (one traceId) observations come as the invocations did, one after the other. */
  private answered(traceId: string | undefined): { id: number; action: ActionInvocation } | undefined {
    const index = this.open.findIndex((candidate) => candidate.traceId === traceId);
    const [found] = this.open.splice(Math.max(index, 0), 1);
    return found && { id: found.id, action: found.action };
  }

  private status({ action }: { action: ActionInvocation }, body: string): number | null {
    const { actionGroup, httpMethod, apiPath } = action;
    return this.lookup(actionGroup, httpMethod, apiPath)?.statusOf(body) ?? null;
  }

  private returnControl({ invocationId = '', invocationInputs = [] }: ReturnControlPayload): ReturnControl {
    return {
      invocationId,
      invocationInputs: invocationInputs.map(({ apiInvocationInput: input, functionInvocationInput }) => {
        if (!input) throw noFunctions(functionInvocationInput?.function);
        const action = this.action(input.actionGroup, input.httpMethod, input.apiPath, argumentsOf(input));
        const { actionGroup, httpMethod, apiPath, parameters } = action;
        const question = this.lookup(actionGroup, httpMethod, apiPath)?.operation.confirmation;
        const { actionInvocationType = 'RESULT' } = input;
        return { ...action, actionInvocationType, question: question ? fill(question, parameters) : null };
      }),
    };
  }

  private action(
    actionGroup = '',
    httpMethod = '',
    apiPath = '',
    parameters: Record<string, string> = {},
  ): ActionInvocation {
    const operationId = this.lookup(actionGroup, httpMethod, apiPath)?.operationId ?? null;
    return { actionGroup, operationId, apiPath, httpMethod, parameters };
  }
}

interface NamedValue {
  readonly name?: string;
  readonly value?: string;
}

/** A trace puts a body's properties right under its content type, return of control one level deeper. */
function argumentsOf(
  input:
    | Pick<ActionGroupInvocationInput, 'parameters' | 'requestBody'>
    | Pick<ApiInvocationInput, 'parameters' | 'requestBody'>,
): Record<string, string> {
  const bodies: readonly (readonly NamedValue[] | { readonly properties?: readonly NamedValue[] })[] =
    Object.values(input.requestBody?.content ?? {});
  const inBody = bodies.flatMap((body) =>
    'properties' in body ? (body.properties ?? []) : (body as NamedValue[]),
  );
  const all: readonly NamedValue[] = [...(input.parameters ?? []), ...inBody];
  return Object.fromEntries(all.map(({ name = '', value = '' }) => [name, value]));
}

const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);

const noFunctions = (name: string | undefined) =>
  new AgentError({
    code: 'NOT_SUPPORTED',
    message: `The agent returned control for the function ${name}: only operations of an API schema are supported`,
    hint: 'Describe the action group with a contract in schemas/',
  });
