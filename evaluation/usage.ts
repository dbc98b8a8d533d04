import type { RecordedTurn } from '../recording/read';

/** What the model's invocations used. Where a model does not count its tokens, they are not zero but unknown. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly invocations: number;
  /** Invocations of which nobody said how many tokens they used. */
  readonly unmeasured: number;
}

/** In USD. */
export interface Price {
  readonly per1000InputTokens: number;
  readonly per1000OutputTokens: number;
}

interface Step {
  readonly modelInvocationOutput?: {
    readonly metadata?: {
      readonly usage?: { readonly inputTokens?: number; readonly outputTokens?: number };
    };
  };
}

export function usageOf(turns: readonly Pick<RecordedTurn, 'events'>[]): Usage {
  const invocations = turns.flatMap(({ events }) =>
    events.flatMap(({ event }) => {
      const { trace } = (event.trace ?? {}) as { readonly trace?: Readonly<Record<string, Step>> };
      return Object.values(trace ?? {}).flatMap((step) => step.modelInvocationOutput ?? []);
    }),
  );
  const all = invocations.map(({ metadata }) => ({ inputTokens: 0, outputTokens: 0, ...metadata?.usage }));
  return {
    inputTokens: sum(all.map(({ inputTokens }) => inputTokens)),
    outputTokens: sum(all.map(({ outputTokens }) => outputTokens)),
    invocations: all.length,
    // A model that was asked read something: zero says that nobody counted.
    unmeasured: all.filter(({ inputTokens }) => inputTokens === 0).length,
  };
}

export const addUsage = (all: readonly Usage[]): Usage => ({
  inputTokens: sum(all.map(({ inputTokens }) => inputTokens)),
  outputTokens: sum(all.map(({ outputTokens }) => outputTokens)),
  invocations: sum(all.map(({ invocations }) => invocations)),
  unmeasured: sum(all.map(({ unmeasured }) => unmeasured)),
});

/** USD for the tokens that were counted. */
export const costOf = ({ inputTokens, outputTokens }: Usage, price: Price): number =>
  (inputTokens * price.per1000InputTokens + outputTokens * price.per1000OutputTokens) / 1000;

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
