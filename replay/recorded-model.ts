import type { Model } from '../emulator/agent/model';
import type { RecordedDecision, RecordedFailure } from '../recording/format';
import type { RecordedTurn } from '../recording/read';
import type { Substitutes } from './substitutes';

/** A model that says what was recorded, one decision after the other. A decision that is missing is an error. */
export class RecordedModel implements Model {
  private decisions: RecordedDecision[] = [];
  private failure: RecordedFailure | undefined;
  /** Times that it was asked in this turn and had nothing to say. */
  missed = 0;

  constructor(
    readonly name: string,
    private readonly substitutes: Substitutes,
  ) {}

  get unused(): readonly RecordedDecision[] {
    return this.decisions;
  }

  begin({ decisions, failure }: Pick<RecordedTurn, 'decisions' | 'failure'>): void {
    this.decisions = [...decisions];
    this.failure = failure;
    this.missed = 0;
  }

  async converse(): ReturnType<Model['converse']> {
    const decision = this.decisions.shift();
    if (!decision) throw this.nothingMore();
    const { output, stopReason, usage } = this.substitutes.in(decision);
    const totalTokens = usage.inputTokens + usage.outputTokens;
    return { output, stopReason, usage: { ...usage, totalTokens } } as unknown as ReturnType<
      Model['converse']
    >;
  }

  /** Where the recorded turn failed, the model may have been what failed; else the recording has no such decision. */
  private nothingMore(): Error {
    const { name, message } = this.failure?.error ?? {
      name: 'DependencyFailedException',
      message: 'The recording has no further decision of the model for this turn',
    };
    if (!this.failure) this.missed += 1;
    return Object.assign(new Error(message), { name });
  }
}
