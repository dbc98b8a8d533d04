import type { Divergence } from './compare';
import type { InstructionChange } from './instruction';

export const modes = ['handlers', 'decisions'] as const;
export type Mode = (typeof modes)[number];

/** What came of one recording in one way of replaying it. */
export interface Outcome {
  readonly mode: Mode;
  /** `cannot run`: the recording does not hold what this way needs. `failed`: it does, and the app cannot take it. */
  readonly result: 'same' | 'diverged' | 'cannot run' | 'failed';
  /** Why it cannot run or failed. */
  readonly why?: string;
  readonly divergences: readonly Divergence[];
  /** The decisions were made under another instruction. What a model would decide now, no replay shows. */
  readonly instruction?: InstructionChange;
  /** What the functions answer now, one for each recorded action. */
  readonly answers?: readonly string[];
  /** The conversation as it goes now, as the lines of a recording. */
  readonly lines?: readonly string[];
}
