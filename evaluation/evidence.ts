import type { OperationLookup } from '../client/operations';
import { bytesOf, chunkIn } from '../recording/chunk';
import type { RecordedTurn, Recording } from '../recording/read';
import { type Step, stepsOf } from '../replay/steps';
import { type Usage, usageOf } from './usage';

/** One thing that the agent did, by its number in its turn. */
export interface EvidenceStep {
  readonly number: number;
  readonly kind: 'call' | 'confirmation' | 'returned' | 'search' | 'answer' | 'failure';
  /** The operation of a call; else the knowledge base, or the exception. */
  readonly name: string;
  readonly actionGroup?: string;
  readonly arguments: Readonly<Record<string, string>>;
  /** Null where nobody told it. */
  readonly httpStatusCode: number | null;
  readonly body: unknown;
}

/** What became of one turn of a scenario, all confirmations in it. */
export interface EvidenceTurn {
  readonly steps: readonly EvidenceStep[];
  readonly answer: string;
  /** Where the cited documents are, each once. */
  readonly citations: readonly string[];
  /** How it failed. */
  readonly error?: { readonly name: string; readonly message: string };
}

export interface Evidence {
  readonly turns: readonly EvidenceTurn[];
  readonly usage: Usage;
  /** Why nothing certain can be said of a text: it was replaced in the recording, by nobody knows what. */
  readonly unknowable?: (text: string) => boolean;
}

/** Reads out of a recording what can be held against a scenario. */
export function evidenceOf(recording: Pick<Recording, 'turns'>, lookup: OperationLookup): Evidence {
  const turns = turnsAsAsked(recording.turns).map((requests) => turnOf(requests, lookup));
  return { turns, usage: usageOf(recording.turns) };
}

/** Requests that only answer a confirmation belong to the turn that asked for it. */
export function turnsAsAsked(turns: readonly RecordedTurn[]): RecordedTurn[][] {
  const asked: RecordedTurn[][] = [];
  for (const turn of turns) {
    const { sessionState } = turn.request.input as {
      readonly sessionState?: { readonly invocationId?: string };
    };
    const current = asked.at(-1);
    if (sessionState?.invocationId !== undefined && current) current.push(turn);
    else asked.push([turn]);
  }
  return asked;
}

function turnOf(requests: readonly RecordedTurn[], lookup: OperationLookup): EvidenceTurn {
  const steps = requests.flatMap(stepsOf).map((step, index) => evidenceStep(step, index + 1, lookup));
  const answers = requests.map(answerOf).filter((answer) => answer !== '');
  const failure = requests.find((turn) => turn.failure)?.failure;
  const cited = requests.flatMap(({ events }) => events.flatMap(({ event }) => citedIn(event)));
  return {
    steps,
    answer: answers.join('\n'),
    citations: [...new Set(cited)],
    ...(failure && { error: { name: failure.error.name, message: failure.error.message } }),
  };
}

function evidenceStep({ kind, name, status, body, ...step }: Step, number: number, lookup: OperationLookup) {
  const given = Object.entries(step.arguments ?? {}).map(([key, value]) => [key, String(value)]);
  const common = { number, arguments: Object.fromEntries(given) as Record<string, string>, body };
  if (kind !== 'call' && kind !== 'ask') return { ...common, kind, name, httpStatusCode: status ?? null };
  const [actionGroup = '', method = '', ...path] = name.split(' ');
  const known = lookup(actionGroup, method, path.join(' '));
  // Traces tell a body and no status; the contract knows which one belongs to it.
  const told = kind === 'call' ? (status ?? known?.statusOf(textOf(body)) ?? null) : null;
  return {
    ...common,
    kind: kind === 'call' ? kind : kindOfAsking(body),
    name: known?.operationId ?? `${method} ${path.join(' ')}`,
    actionGroup,
    httpStatusCode: told,
  };
}

const kindOfAsking = (type: unknown) =>
  String(type).startsWith('USER_CONFIRMATION') ? ('confirmation' as const) : ('returned' as const);

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body ?? null));

function answerOf({ events }: RecordedTurn): string {
  const chunks = events.flatMap(({ event }) => chunkIn(event) ?? []);
  return Buffer.concat(chunks.map(bytesOf)).toString();
}

interface Chunk {
  readonly attribution?: {
    readonly citations?: readonly {
      readonly retrievedReferences?: readonly { readonly location?: Readonly<Record<string, unknown>> }[];
    }[];
  };
}

function citedIn(event: Readonly<Record<string, unknown>>): string[] {
  const { attribution } = (event.chunk ?? {}) as Chunk;
  const references = (attribution?.citations ?? []).flatMap(
    ({ retrievedReferences = [] }) => retrievedReferences,
  );
  return references.flatMap(({ location }) => placeOf(location) ?? []);
}

/** RetrievalResultLocation has one member for each kind of store, in which one field names the document. */
function placeOf(location: Readonly<Record<string, unknown>> | undefined): string | undefined {
  for (const member of Object.values(location ?? {})) {
    if (typeof member !== 'object' || member === null) continue;
    const { uri, url, id } = member as {
      readonly uri?: unknown;
      readonly url?: unknown;
      readonly id?: unknown;
    };
    const place = uri ?? url ?? id;
    if (typeof place === 'string') return place;
  }
  return undefined;
}
