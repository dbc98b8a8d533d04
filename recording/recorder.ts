import { chunkOf } from './chunk';
import { formatVersion, type Header, type Line, type LineOf } from './format';
import { type TraceContext, TraceReader } from './from-trace';
import { chunkLines } from './redact/chunk-lines';
import type { Redactor } from './redact/redactor';
import { sensitiveTexts } from './redact/sensitive-texts';

type Json = Readonly<Record<string, unknown>>;

export interface Redaction {
  readonly redactor: Redactor;
  /**
   * Takes everything written so far anew, as long as it was: a guardrail tells what is sensitive in an answer after
   * the model's own words are written.
   */
  readonly rewrite: (text: string) => void;
}

export interface RecorderProps {
  /** What is known before anything happens. */
  readonly header: Omit<Header, 'type' | 'version' | 'model' | 'redactions'>;
  /** Takes whole lines, with their ends. Called as things happen, so that a crash loses nothing that was written. */
  readonly write: (line: string) => void;
  /** Absent when nothing is to be redacted. */
  readonly redaction?: Redaction;
  /**
   * Takes what has to be done soon, one piece after the other, and before the recording's end at the latest: a turn
   * does not wait for its lines to be redacted. Without it all is done at once.
   */
  readonly defer?: (work: () => void) => void;
  /** In milliseconds; only differences count. */
  readonly now: () => number;
  readonly toolName: TraceContext['toolName'];
}

/** What of a request matters to whoever reads its traces. */
interface Asked {
  readonly inputText?: string;
  readonly sessionId: string;
  readonly sessionState?: {
    readonly sessionAttributes?: Readonly<Record<string, string>>;
    readonly promptSessionAttributes?: Readonly<Record<string, string>>;
  };
}

interface OpenTurn {
  readonly startedAt: number;
  readonly traces: TraceReader;
  /** Actions that were told by the functions themselves. */
  told: number;
}

/** An action as the function itself got and answered it, as JSON. */
export interface ToldAction {
  readonly event: string;
  readonly answer: string;
  readonly functionError?: string;
}

/** Writes a conversation down line by line, while it happens. */
export class Recorder {
  private readonly startedAt: number;
  private turns = 0;
  private turn: OpenTurn | undefined;
  private agentVersion: string | null;
  private model: string | null = null;
  private started = false;
  /**
   * Lines that wait for another: the header names a model that the first traces tell, and what a guardrail finds in
   * a request is redacted there, too.
   */
  private readonly early: string[] = [];
  /** Chunks are held until something else comes: what is to be redacted may be divided between two. */
  private readonly chunks: LineOf<'event'>[] = [];
  /** Each gives what it wrote, redacted by the rules that are in force when it is asked. */
  private readonly written: (() => string)[] = [];
  private sessionAttributes: Readonly<Record<string, string>> = {};

  constructor(private readonly props: RecorderProps) {
    this.startedAt = props.now();
    this.agentVersion = props.header.agent.agentVersion;
  }

  private get redactor(): Redactor | undefined {
    return this.props.redaction?.redactor;
  }

  /** Actions that the traces of the turn announced, and how many of them the functions told. */
  get announced(): { readonly actions: number; readonly told: number } {
    return { actions: this.turn?.traces.actions.length ?? 0, told: this.turn?.told ?? 0 };
  }

  /** InvokeAgent's input. Begins a turn. */
  request(input: Json): void {
    const { agentId: _, agentAliasId: __, ...rest } = input;
    const { inputText = '', sessionId, sessionState = {} } = rest as unknown as Asked;
    this.sessionAttributes = { ...this.sessionAttributes, ...sessionState.sessionAttributes };
    const { sessionAttributes } = this;
    const { promptSessionAttributes = {} } = sessionState;
    const { agentId, agentAliasId } = this.props.header.agent;
    const traces = new TraceReader({
      inputText,
      sessionId,
      sessionAttributes,
      promptSessionAttributes,
      agent: { id: agentId, alias: agentAliasId, version: this.agentVersion ?? '' },
      toolName: this.props.toolName,
    });
    const startedAt = this.props.now();
    this.turns += 1;
    this.turn = { startedAt, traces, told: 0 };
    this.soon(() => {
      this.redactor?.learn(sessionAttributes);
      this.redactor?.learn(promptSessionAttributes);
    });
    this.put({ type: 'request', turn: this.turns, at: rounded(startedAt - this.startedAt), input: rest });
  }

  /** One event of the stream, as the SDK gives it. */
  event(event: Json): void {
    const { chunk, trace } = event as { readonly chunk?: Json; readonly trace?: Json };
    if (trace) {
      this.note(trace);
      this.soon(() => {
        if (this.redactor?.learnTexts(sensitiveTexts(trace.trace))) this.rewrite();
      });
    }
    const place = this.place();
    if (chunk?.bytes instanceof Uint8Array) {
      const { bytes, ...rest } = chunk;
      const line = { type: 'event' as const, ...place, event: { chunk: { ...chunkOf(bytes), ...rest } } };
      this.soon(() => {
        this.release();
        this.chunks.push(line);
      });
      return;
    }
    this.put({ type: 'event', ...place, event });
    if (trace?.trace) this.trace(trace.trace as Json);
  }

  /** An item as it was before the conversation touched it. */
  row(table: string, item: Json): void {
    this.put({ type: 'row', table, item });
  }

  action({ event, answer, functionError }: ToldAction): void {
    if (!this.turn) return;
    this.turn.told += 1;
    const told = { source: 'lambda' as const, event: JSON.parse(event) as Json, answer };
    this.put({
      type: 'action',
      ...this.place(),
      ...told,
      ...(functionError !== undefined && { functionError }),
    });
  }

  failure(where: LineOf<'failure'>['where'], error: LineOf<'failure'>['error']): void {
    this.put({ type: 'failure', ...this.place(), where, error });
    this.end();
  }

  /** The turn is over. Actions that no function told are taken from the traces. */
  end(): void {
    const { turn } = this;
    if (!turn) return;
    turn.traces.end();
    this.decisions(turn);
    for (const { source, event, answer } of turn.traces.actions.slice(turn.told)) {
      this.put({ type: 'action', ...this.place(), source, event, answer });
    }
    this.put({ type: 'end', ...this.place() });
    this.turn = undefined;
  }

  close(): void {
    this.end();
    this.soon(() => {
      this.release();
      this.add({ type: 'close', turns: this.turns, redacted: this.redactor?.count ?? 0 });
    });
  }

  private note({ agentVersion, trace }: Json): void {
    if (typeof agentVersion === 'string') this.agentVersion ??= agentVersion;
    const { orchestrationTrace, preProcessingTrace } = (trace ?? {}) as Record<string, Json | undefined>;
    const input = (orchestrationTrace ?? preProcessingTrace)?.modelInvocationInput as Json | undefined;
    if (typeof input?.foundationModel === 'string') this.model ??= input.foundationModel;
  }

  private trace(trace: Json): void {
    if (!this.turn) return;
    this.turn.traces.read(trace);
    this.decisions(this.turn);
  }

  private decisions({ traces }: OpenTurn): void {
    for (const decision of traces.decisions.splice(0))
      this.put({ type: 'decision', ...this.place(), ...decision });
  }

  private place(): { turn: number; at: number } {
    return { turn: this.turns, at: rounded(this.props.now() - (this.turn?.startedAt ?? this.startedAt)) };
  }

  private soon(work: () => void): void {
    const { defer } = this.props;
    if (defer) defer(work);
    else work();
  }

  private put(line: Line): void {
    this.soon(() => this.add(line));
  }

  private add(line: Line): void {
    this.flush();
    const text = JSON.stringify(line);
    if (this.redactor?.learnFields(text)) this.rewrite();
    if (tellsNoModel(line)) {
      this.early.push(text);
      return;
    }
    this.release();
    this.write(() => this.lineOf(text));
  }

  private release(): void {
    this.start();
    for (const text of this.early.splice(0)) this.write(() => this.lineOf(text));
  }

  private start(): void {
    if (this.started) return;
    this.started = true;
    const { header } = this.props;
    const agent = { ...header.agent, agentVersion: this.agentVersion };
    const redactions = this.redactor?.redactions ?? [];
    const { origin, source, scenario, recordedAt, place, region, fingerprint, volatile } = header;
    const known = {
      origin,
      source,
      scenario,
      recordedAt,
      place,
      region,
      model: this.model,
      agent,
      fingerprint,
    };
    const text = `${JSON.stringify({ type: 'recording', version: formatVersion, ...known, redactions, volatile })}\n`;
    this.write(() => text);
  }

  /** Redacts the text of chunks as a whole and gives each as many bytes as it had. */
  private flush(): void {
    const held = this.chunks.splice(0);
    if (held.length > 0) this.write(() => chunkLines(held, this.redactor));
  }

  private write(text: () => string): void {
    if (this.redactor) this.written.push(text);
    this.props.write(text());
  }

  /** What was learned holds for what was written before, too. */
  private rewrite(): void {
    if (this.written.length === 0) return;
    this.redactor?.countAnew();
    this.props.redaction?.rewrite(this.written.map((text) => text()).join(''));
  }

  private lineOf(text: string): string {
    return `${this.redacted(text)}\n`;
  }

  private redacted(text: string): string {
    return this.redactor?.redact(text) ?? text;
  }
}

/** What comes before the first model invocation: the guardrail's trace of the input does too. */
function tellsNoModel(line: Line): boolean {
  if (line.type !== 'event') return line.type === 'request' || line.type === 'row';
  const { trace } = (line.event as { readonly trace?: { readonly trace?: object } }).trace ?? {};
  return trace !== undefined && 'guardrailTrace' in trace;
}

const rounded = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
