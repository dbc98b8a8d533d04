import type { RecordedAction, RecordedDecision } from './format';

type Json = Readonly<Record<string, unknown>>;
interface Property {
  readonly name?: string;
  readonly type?: string;
  readonly value?: string;
}

/** What of a trace is read, in the API's own words (InvokeAgent's TracePart). */
interface OrchestrationTrace {
  readonly modelInvocationOutput?: {
    readonly rawResponse?: { readonly content?: string };
    readonly metadata?: {
      readonly usage?: { readonly inputTokens?: number; readonly outputTokens?: number };
    };
  };
  readonly rationale?: { readonly text?: string };
  readonly invocationInput?: {
    readonly traceId?: string;
    readonly actionGroupInvocationInput?: {
      readonly actionGroupName?: string;
      readonly apiPath?: string;
      readonly verb?: string;
      readonly executionType?: string;
      readonly parameters?: readonly Property[];
      readonly requestBody?: { readonly content?: Readonly<Record<string, readonly Property[]>> };
    };
    readonly knowledgeBaseLookupInput?: { readonly knowledgeBaseId?: string; readonly text?: string };
  };
  readonly observation?: {
    readonly traceId?: string;
    readonly type?: string;
    readonly actionGroupInvocationOutput?: { readonly text?: string };
    readonly finalResponse?: { readonly text?: string };
  };
}

export interface TraceContext {
  readonly inputText: string;
  readonly sessionId: string;
  readonly sessionAttributes: Readonly<Record<string, string>>;
  readonly promptSessionAttributes: Readonly<Record<string, string>>;
  readonly agent: { readonly id: string; readonly alias: string; readonly version: string };
  /** The name of the tool that stands for an operation before the model; a trace tells its path and verb. */
  readonly toolName: (actionGroup: string, verb: string, apiPath: string) => string;
}

type Decision = Pick<RecordedDecision, 'source' | 'output' | 'stopReason' | 'usage'>;
type Action = Pick<RecordedAction, 'source' | 'event' | 'answer'>;
type Block = { readonly text: string } | { readonly toolUse: Json };

/** Reads decisions and actions out of one turn's traces, for where nothing else tells of them. */
export class TraceReader {
  /** In the sequence of their calls. An answer that never came is null. */
  readonly actions: (Action & { traceId: string | undefined })[] = [];
  readonly decisions: Decision[] = [];
  private open: { blocks: Block[]; usage: Decision['usage'] } | undefined;
  private toolUses = 0;

  constructor(private readonly context: TraceContext) {}

  read(trace: Json): void {
    const before = trace.preProcessingTrace as OrchestrationTrace | undefined;
    if (before?.modelInvocationOutput) this.judged(before.modelInvocationOutput);
    const step = trace.orchestrationTrace as OrchestrationTrace | undefined;
    if (!step) return;
    if (step.modelInvocationOutput) this.decided(step.modelInvocationOutput);
    if (step.rationale?.text) this.add({ text: step.rationale.text });
    if (step.invocationInput) this.invoked(step.invocationInput);
    const { observation } = step;
    if (observation?.actionGroupInvocationOutput) {
      const { text = '' } = observation.actionGroupInvocationOutput;
      const action = this.actions.find(
        ({ traceId, answer }) => traceId === observation.traceId && answer === null,
      );
      if (action) action.answer = text;
    }
    if (observation?.finalResponse) this.answered(observation.type, observation.finalResponse.text ?? '');
  }

  /** The turn is over: nothing more belongs to the last decision. */
  end(): void {
    const { open } = this;
    this.open = undefined;
    if (!open || open.blocks.length === 0) return;
    const stopReason = open.blocks.some((block) => 'toolUse' in block) ? 'tool_use' : 'end_turn';
    const output = { message: { role: 'assistant', content: open.blocks } };
    this.decisions.push({ source: 'trace', output, stopReason, usage: open.usage });
  }

  private decided({ rawResponse, metadata }: NonNullable<OrchestrationTrace['modelInvocationOutput']>): void {
    this.end();
    const { inputTokens = 0, outputTokens = 0 } = metadata?.usage ?? {};
    const usage = { inputTokens, outputTokens };
    const said = converseIn(rawResponse?.content);
    if (said) this.decisions.push({ source: 'model', ...said, usage });
    else this.open = { blocks: [], usage };
  }

  /** Pre-processing calls nothing: all that it decided is in what the model said, whatever its form. */
  private judged(output: NonNullable<OrchestrationTrace['modelInvocationOutput']>): void {
    this.decided(output);
    this.add({ text: output.rawResponse?.content ?? '' });
    this.end();
  }

  private add(block: Block): void {
    this.open?.blocks.push(block);
  }

  private invoked({ traceId, ...input }: NonNullable<OrchestrationTrace['invocationInput']>): void {
    const { sessionId, inputText, sessionAttributes, promptSessionAttributes, agent, toolName } =
      this.context;
    const search = input.knowledgeBaseLookupInput;
    if (search) {
      const name = `GET__x_amz_knowledgebase_${search.knowledgeBaseId}__Search`;
      this.use(name, { searchQuery: search.text ?? '' });
    }
    const call = input.actionGroupInvocationInput;
    if (!call) return;
    const { actionGroupName: actionGroup = '', apiPath = '', verb = '', parameters = [], requestBody } = call;
    const bodies = Object.entries(requestBody?.content ?? {});
    const all = [...parameters, ...bodies.flatMap(([, properties]) => properties)];
    this.use(
      toolName(actionGroup, verb, apiPath),
      Object.fromEntries(all.map((property) => [property.name ?? '', typed(property)])),
    );
    if (call.executionType === 'RETURN_CONTROL') return;
    const event = {
      messageVersion: '1.0',
      agent: { name: '', ...agent },
      inputText,
      sessionId,
      actionGroup,
      apiPath,
      httpMethod: verb.toUpperCase(),
      parameters,
      ...(bodies.length > 0 && {
        requestBody: {
          content: Object.fromEntries(bodies.map(([type, properties]) => [type, { properties }])),
        },
      }),
      sessionAttributes,
      promptSessionAttributes,
    };
    this.actions.push({ source: 'trace', event, answer: null, traceId });
  }

  private use(name: string, input: object): void {
    this.toolUses += 1;
    this.add({ toolUse: { toolUseId: `tooluse_${this.toolUses}`, name, input } });
  }

  private answered(type: string | undefined, text: string): void {
    if (type === 'ASK_USER') this.use('user__askuser', { question: text });
    else this.add({ text });
  }
}

/** A message as Converse has it, which not every model's raw response is. */
function converseIn(content: string | undefined): Pick<Decision, 'output' | 'stopReason'> | undefined {
  try {
    const { output, stopReason } = JSON.parse(content ?? '') as {
      output?: { message?: object };
      stopReason?: unknown;
    };
    if (typeof output?.message === 'object' && typeof stopReason === 'string')
      return { output: { ...output }, stopReason };
  } catch {
    // Another model's own form.
  }
  return undefined;
}

/** A trace has every value as a string, with its type beside it. */
function typed({ type, value = '' }: Property): unknown {
  try {
    if (type === 'integer' || type === 'number')
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    if (type === 'boolean') return /^true$/i.test(value);
    if (type === 'array' || type === 'object') return JSON.parse(value);
  } catch {
    // Not JSON: as it came.
  }
  return value;
}
