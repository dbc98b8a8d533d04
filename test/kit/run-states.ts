import jsonata from 'jsonata';

interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Assign?: Assign;
  readonly Next: string;
}
type Assign = Readonly<Record<string, unknown>>;
interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Resource?: string;
  readonly Arguments?: unknown;
  readonly Assign?: Assign;
  readonly Seconds?: number;
  readonly Choices?: readonly {
    readonly Condition: string;
    readonly Assign?: Assign;
    readonly Next: string;
  }[];
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts: number }[];
  readonly Catch?: readonly Catcher[];
  readonly Error?: string;
  readonly Cause?: string;
}
export interface StateMachine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** What a task fails with, as the workflow sees it. */
export class TaskError extends Error {
  constructor(
    readonly code: string,
    override readonly cause = '',
  ) {
    super(code);
  }
}

export interface Execution {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly error?: string;
  readonly cause?: string;
  /** Names of states, in the sequence of their entry. */
  readonly path: readonly string[];
  readonly seconds: number;
}

/**
 * Runs a state machine of tasks, choices and waits with JSONata, without waiting. Not Step Functions: no parallel
 * states, maps, timeouts or limits of size; an expression that gives nothing is an error, as it is there.
 */
export async function runStates(
  { StartAt, States }: StateMachine,
  perform: (resource: string, parameters: Record<string, unknown>) => unknown,
): Promise<Execution> {
  const variables: Record<string, unknown> = {};
  const path: string[] = [];
  let seconds = 0;

  const evaluate = async (value: unknown, states: object): Promise<unknown> => {
    if (typeof value === 'string') {
      const [, expression] = /^\{%([\s\S]*)%\}$/.exec(value) ?? [];
      if (expression === undefined) return value;
      const result: unknown = await jsonata(expression).evaluate({}, { ...variables, states });
      if (result === undefined) throw new TaskError('States.QueryEvaluationError', expression);
      return result;
    }
    if (Array.isArray(value)) return Promise.all(value.map((item) => evaluate(item, states)));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(async ([key, item]) => [key, await evaluate(item, states)]);
    return Object.fromEntries(await Promise.all(entries));
  };
  const assign = async (values: Assign = {}, states: object = {}) => {
    Object.assign(variables, await evaluate(values, states));
  };
  const matches = ({ ErrorEquals }: { readonly ErrorEquals: readonly string[] }, code: string) =>
    ErrorEquals.includes(code) || ErrorEquals.includes('States.ALL');

  const task = async (state: State): Promise<string> => {
    for (let attempt = 0; ; attempt++) {
      try {
        const parameters = await evaluate(state.Arguments, {});
        const result = await perform(state.Resource ?? '', parameters as Record<string, unknown>);
        await assign(state.Assign, { result });
        return next(state);
      } catch (error) {
        if (!(error instanceof TaskError)) throw error;
        const retrier = state.Retry?.find((candidate) => matches(candidate, error.code));
        if (attempt < (retrier?.MaxAttempts ?? 0)) continue;
        const catcher = state.Catch?.find((candidate) => matches(candidate, error.code));
        if (!catcher) throw error;
        await assign(catcher.Assign, { errorOutput: { Error: error.code, Cause: error.cause } });
        return catcher.Next;
      }
    }
  };
  const choose = async ({ Choices = [], Default }: State): Promise<string> => {
    for (const { Condition, Assign, Next } of Choices) {
      const holds = await evaluate(Condition, {});
      if (typeof holds !== 'boolean') throw new TaskError('States.QueryEvaluationError', Condition);
      if (!holds) continue;
      await assign(Assign);
      return Next;
    }
    return Default ?? '';
  };

  for (let name = StartAt; ; ) {
    const state = States[name];
    if (!state) throw new Error(`No state ${name}`);
    path.push(name);
    if (path.length > 20_000) throw new Error('It does not end');
    switch (state.Type) {
      case 'Pass':
        await assign(state.Assign);
        name = next(state);
        break;
      case 'Wait':
        seconds += state.Seconds ?? 0;
        name = next(state);
        break;
      case 'Choice':
        name = await choose(state);
        break;
      case 'Task':
        name = await task(state);
        break;
      case 'Succeed':
        return { status: 'SUCCEEDED', path, seconds };
      case 'Fail':
        return {
          status: 'FAILED',
          error: state.Error,
          cause: String(await evaluate(state.Cause ?? '', {})),
          path,
          seconds,
        };
      default:
        throw new Error(`No interpreter for ${state.Type}`);
    }
  }
}

const next = ({ Next }: State): string => Next ?? '';
