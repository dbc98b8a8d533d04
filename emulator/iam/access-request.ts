import type { Context } from './policy/context';
import type { ServedAction } from './served-actions';

/** One question to IAM: an operation can have several. */
export interface AccessRequest {
  readonly action: ServedAction;
  /** An ARN, or `*` for an action that is about no resource. */
  readonly resource: string;
  /** What the service tells of the request: its own condition keys. */
  readonly context?: Context;
}
