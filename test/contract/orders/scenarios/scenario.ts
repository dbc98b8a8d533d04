import type { ActionInvocationType, InvokeAgentCommandInput } from '@aws-sdk/client-bedrock-agent-runtime';
import type { Answered } from '../../../kit/agent/agent-client';

export type Given = Partial<InvokeAgentCommandInput>;
type Arguments = Readonly<Record<string, string>>;

/** An operation with its arguments, those of its body too. */
export interface Action {
  readonly operation: string;
  readonly arguments: Arguments;
}

/** What a real model can satisfy: calls and shapes, never wording. What is left out is not looked at. */
export interface Expectation {
  /** What ran, in this sequence; a model may give further optional arguments. */
  readonly invoked?: readonly Action[];
  /** What is returned instead of run: exactly these arguments. */
  readonly returned?: readonly (Action & { readonly actionInvocationType: ActionInvocationType })[];
  readonly error?: { readonly name: string; readonly status: number };
  /** How the answer comes. */
  readonly chunks?: 'none' | 'one' | 'several';
  /** Kinds of traces that are among those that came; an empty list means none came. */
  readonly traces?: readonly string[];
  /** Text that is in the results of what ran. */
  readonly observed?: string;
  /** Whether the knowledge base was searched. */
  readonly searched?: boolean;
  /** The end of a document's key that is among the cited ones; null if nothing may be cited. */
  readonly cited?: string | null;
}

export interface ScenarioTurn {
  /** Made from the turns before it, where it answers one of them. All turns of a scenario are one session. */
  readonly request: Given | ((before: readonly Answered[]) => Given);
  readonly expect: Expectation;
}

export interface Scenario {
  readonly name: string;
  readonly turns: readonly ScenarioTurn[];
}

/** The actions that a turn's traces say were run. */
export const invokedIn = ({ traces }: Answered): Action[] =>
  traces.flatMap(({ trace }) => {
    const { invocationInput } = trace?.orchestrationTrace ?? {};
    const action = invocationInput?.actionGroupInvocationInput;
    if (!action || action.executionType === 'RETURN_CONTROL') return [];
    return [
      {
        operation: `${action.verb?.toUpperCase()} ${action.apiPath}`,
        arguments: argumentsOf(action.parameters, Object.values(action.requestBody?.content ?? {}).flat()),
      },
    ];
  });

/** The actions that a turn hands to its caller. */
export const returnedIn = ({ returnControl }: Answered) =>
  (returnControl?.invocationInputs ?? []).flatMap(({ apiInvocationInput: action }) => {
    if (!action) return [];
    const body = Object.values(action.requestBody?.content ?? {}).flatMap(
      ({ properties }) => properties ?? [],
    );
    return [
      {
        operation: `${action.httpMethod?.toUpperCase()} ${action.apiPath}`,
        arguments: argumentsOf(action.parameters, body),
        actionInvocationType: action.actionInvocationType,
      },
    ];
  });

/** What the turn searched the knowledge base for. */
export const searchedIn = ({ traces }: Answered): string[] =>
  traces.flatMap(({ trace }) => {
    const lookup = trace?.orchestrationTrace?.invocationInput?.knowledgeBaseLookupInput;
    return lookup ? [lookup.text ?? ''] : [];
  });

/** The documents that an answer cites. */
export const citedIn = ({ attributions }: Answered): string[] =>
  attributions
    .flat()
    .flatMap(({ retrievedReferences = [] }) => retrievedReferences)
    .map(({ location }) => location?.s3Location?.uri ?? '');

/** Traces by their two outer names: `orchestrationTrace.observation`. */
export const traceKinds = ({ traces }: Answered): string[] =>
  traces.flatMap(({ trace }) =>
    Object.entries(trace ?? {}).flatMap(([kind, parts]) =>
      Object.keys(parts ?? {}).map((part) => (kind === 'failureTrace' ? kind : `${kind}.${part}`)),
    ),
  );

/** What the actions of a turn answered, as its traces say. */
export const observedIn = ({ traces }: Answered): string =>
  traces
    .map(({ trace }) => trace?.orchestrationTrace?.observation?.actionGroupInvocationOutput?.text ?? '')
    .join('\n');

type Values = readonly { readonly name?: string | undefined; readonly value?: string | undefined }[];

const argumentsOf = (parameters: Values = [], body: Values = []): Arguments =>
  Object.fromEntries([...parameters, ...body].map(({ name = '', value = '' }) => [name, value]));

/** The caller's decision on everything that a turn returned, by default the one before. */
export const decision =
  (confirmationState: 'CONFIRM' | 'DENY', turn = -1) =>
  (before: readonly Answered[]): Given => {
    const { returnControl } = before.at(turn) ?? {};
    return {
      enableTrace: true,
      sessionState: {
        invocationId: returnControl?.invocationId,
        returnControlInvocationResults: (returnControl?.invocationInputs ?? []).map(
          ({ apiInvocationInput }) => ({
            apiResult: {
              actionGroup: apiInvocationInput?.actionGroup,
              apiPath: apiInvocationInput?.apiPath,
              httpMethod: apiInvocationInput?.httpMethod,
              confirmationState,
            },
          }),
        ),
      },
    };
  };
