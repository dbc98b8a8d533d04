import type { Context } from './policy/context';
import type { Policies } from './policy/evaluate';
import type { Caller } from './policy/principal-element';

/** Who asks, with the policies that are its own. */
export interface Actor {
  /** As AWS names it in a refusal: of a user or a session the ARN, of a service its principal. */
  readonly arn: string;
  /** As GetCallerIdentity tells it. */
  readonly userId: string;
  readonly caller: Caller;
  readonly policies: Omit<Policies, 'resource'>;
  readonly context: Context;
  /** The construct of its role, for those who have to change it. */
  readonly construct?: string;
}
