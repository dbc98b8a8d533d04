import type { App } from '../../assembly/app';
import type { AccessRequest } from '../access-request';

export interface AccessScope {
  readonly app: App;
}

/** What an operation asks IAM for. */
export type OperationAccess =
  /** All of them must be allowed. */
  | ((input: never, scope: AccessScope) => readonly AccessRequest[])
  | {
      readonly requests: (input: never, scope: AccessScope) => readonly AccessRequest[];
      /** Whoever may not know what there is gets a refusal instead of 404. */
      readonly toKnowOfAbsence: (input: never, scope: AccessScope) => AccessRequest;
    }
  /** Nothing is asked before the operation, and why. */
  | { readonly none: string };

/** The operations of a service; one that the coverage names and this lacks does not compile. */
export type AccessTable<Implemented extends string> = Readonly<Record<Implemented, OperationAccess>>;

export const arnIn = (
  { partition, region, account }: AccessScope['app'],
  service: string,
  resource: string,
): string => `arn:${partition}:${service}:${region}:${account}:${resource}`;
