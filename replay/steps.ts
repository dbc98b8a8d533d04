import { bytesOf, chunkIn } from '../recording/chunk';
import type { RecordedAction } from '../recording/format';
import type { RecordedTurn } from '../recording/read';

/** One thing that an agent did in a turn, without what differs in every run: ids of turns and traces, and times. */
export interface Step {
  readonly kind: 'call' | 'ask' | 'search' | 'answer' | 'failure';
  /** Of what: the operation, the knowledge base, the exception. */
  readonly name: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** Null where nobody told it. */
  readonly status?: number | null;
  readonly body?: unknown;
  readonly sessionAttributes?: unknown;
  readonly promptSessionAttributes?: unknown;
}

interface Property {
  readonly name?: string;
  readonly value?: string;
}
interface Arguments {
  readonly parameters?: readonly Property[];
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, { readonly properties?: readonly Property[] }>>;
  };
}
interface Called extends Arguments {
  readonly actionGroup?: string;
  readonly apiPath?: string;
  readonly httpMethod?: string;
}
interface Event {
  readonly trace?: {
    readonly trace?: {
      readonly orchestrationTrace?: {
        readonly invocationInput?: {
          readonly actionGroupInvocationInput?: { readonly executionType?: string };
          readonly knowledgeBaseLookupInput?: { readonly knowledgeBaseId?: string; readonly text?: string };
        };
        readonly observation?: {
          readonly knowledgeBaseLookupOutput?: { readonly retrievedReferences?: readonly Reference[] };
        };
      };
    };
  };
  readonly returnControl?: {
    readonly invocationInputs?: readonly {
      readonly apiInvocationInput?: Called & { readonly actionInvocationType?: string };
    }[];
  };
}
interface Reference {
  readonly content?: { readonly text?: string };
  readonly location?: object;
}

/** A turn's steps, in the sequence of its traces; without traces, actions come first. */
export function stepsOf({
  events,
  actions,
  failure,
}: Pick<RecordedTurn, 'events' | 'actions' | 'failure'>): Step[] {
  const steps: Step[] = [];
  const calls = actions.map(stepOfAction);
  const chunks: Buffer[] = [];
  let searching: { name: string; query: string } | undefined;
  for (const { event } of events) {
    const chunk = chunkIn(event);
    if (chunk) chunks.push(bytesOf(chunk));
    const { trace, returnControl } = event as Event;
    const { invocationInput, observation } = trace?.trace?.orchestrationTrace ?? {};
    const called = invocationInput?.actionGroupInvocationInput;
    if (called && called.executionType !== 'RETURN_CONTROL') steps.push(...calls.splice(0, 1));
    const search = invocationInput?.knowledgeBaseLookupInput;
    if (search) searching = { name: search.knowledgeBaseId ?? '', query: search.text ?? '' };
    const found = observation?.knowledgeBaseLookupOutput?.retrievedReferences;
    if (found && searching) {
      const { name, query } = searching;
      steps.push({ kind: 'search', name, arguments: { query }, body: found.map(passage) });
    }
    for (const { apiInvocationInput } of returnControl?.invocationInputs ?? []) {
      if (!apiInvocationInput) continue;
      const { actionInvocationType, ...asked } = apiInvocationInput;
      steps.push({
        kind: 'ask',
        name: nameOf(asked),
        arguments: argumentsOf(asked),
        body: actionInvocationType,
      });
    }
  }
  steps.push(...calls);
  if (chunks.length > 0) {
    steps.push({ kind: 'answer', name: 'the answer', body: Buffer.concat(chunks).toString() });
  }
  if (failure) {
    const { name, httpStatusCode = null } = failure.error;
    steps.push({ kind: 'failure', name, ...(failure.where === 'response' && { status: httpStatusCode }) });
  }
  return steps;
}

/** A function's call and its answer. */
export function stepOfAction({ event, source, answer, functionError }: RecordedAction): Step {
  const call = { kind: 'call' as const, name: nameOf(event), arguments: argumentsOf(event) };
  if (functionError !== undefined || answer === null) {
    return { ...call, status: null, body: functionError === undefined ? null : { functionError } };
  }
  if (source === 'trace') return { ...call, status: null, body: json(answer) };
  const said = json(answer);
  // A function that returns nothing, or something else than Bedrock takes.
  if (typeof said !== 'object' || said === null) return { ...call, status: null, body: said };
  const { response, sessionAttributes, promptSessionAttributes } = said as {
    readonly response?: {
      readonly httpStatusCode?: number;
      readonly responseBody?: Readonly<Record<string, { readonly body?: string }>>;
    };
    readonly sessionAttributes?: unknown;
    readonly promptSessionAttributes?: unknown;
  };
  const [content] = Object.values(response?.responseBody ?? {});
  return {
    ...call,
    status: response?.httpStatusCode ?? null,
    body: json(content?.body ?? ''),
    sessionAttributes,
    promptSessionAttributes,
  };
}

const nameOf = ({ actionGroup = '', httpMethod = '', apiPath = '' }: Called): string =>
  `${actionGroup} ${httpMethod.toUpperCase()} ${apiPath}`;

function argumentsOf({ parameters, requestBody }: Arguments): Record<string, unknown> {
  const inBody = Object.values(requestBody?.content ?? {}).flatMap(({ properties }) => properties ?? []);
  return Object.fromEntries([...(parameters ?? []), ...inBody].map(({ name = '', value }) => [name, value]));
}

const passage = ({ content, location }: Reference) => ({ location, text: content?.text });

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
