import { ServiceError } from '../front-door/operation';
import type { AccessRequest } from './access-request';
import type { Actor } from './actor';
import type { Context } from './policy/context';
import type { Statement } from './policy/document';
import type { Decision, PolicyType, Statements } from './policy/evaluate';

export type Refusal = Extract<Decision, { readonly isAllowed: false }>;

/** A request that IAM refuses. `sentence` is AWS's; the message has a hint in brackets after it. */
export class AccessDenied extends ServiceError {
  constructor(
    readonly sentence: string,
    readonly hint: string,
  ) {
    super('AccessDeniedException', `${sentence} (${hint})`, { status: 403 });
  }
}

export interface DenialProps {
  readonly actor: Actor;
  readonly request: AccessRequest;
  readonly refusal: Refusal;
  /** Statements that could have allowed it. */
  readonly candidates: Statements | undefined;
  readonly context: Context;
  /** The construct of the resource, where the app has it. */
  readonly resourceConstruct: string | undefined;
}

export function denialOf(props: DenialProps): AccessDenied {
  return new AccessDenied(sentenceOf(props), hintOf(props));
}

/** IAM user guide, "Troubleshoot access denied error messages"; S3 has the resource in quotation marks. */
function sentenceOf({ actor, request: { action, resource }, refusal }: DenialProps): string {
  const on = action.startsWith('s3:') ? `"${resource}"` : resource;
  const article = refusal.policyType === 'identity-based policy' ? 'an' : 'a';
  const why = refusal.deniedBy
    ? `with an explicit deny in ${article} ${refusal.policyType}`
    : `because no ${refusal.policyType} allows the ${action} action`;
  return `User: ${actor.arn} is not authorized to perform: ${action} on resource: ${on} ${why}`;
}

function hintOf({ actor, request, refusal, candidates, context, resourceConstruct }: DenialProps): string {
  const { deniedBy, policyType } = refusal;
  if (deniedBy) return `${placeOf(deniedBy)} denies it`;
  const { action, resource } = request;
  const near = candidates?.about(action).filter(({ effect }) => effect === 'Allow') ?? [];
  const covering = near.find((statement) => statement.covers(resource, context));
  const [elsewhere] = near;
  const reason = covering
    ? `; ${placeOf(covering)} allows it only where ${failing(covering, context, actor)}`
    : elsewhere
      ? `; ${placeOf(elsewhere)} allows it on ${elsewhere.resources.join(', ')} only`
      : '';
  return `${mendOf(policyType, actor, request, resourceConstruct)}${reason}`;
}

function mendOf(
  policyType: PolicyType,
  { arn, caller, construct }: Actor,
  { action, resource }: AccessRequest,
  resourceConstruct: string | undefined,
): string {
  if (policyType === 'role trust policy') return `Let ${arn} assume ${resourceConstruct ?? resource}`;
  if (caller.service !== undefined) {
    return `Let ${caller.service} perform ${action} on ${resource} in the policy of ${resourceConstruct ?? 'that resource'}`;
  }
  if (policyType === 'session policy') return 'The session was asked for with less than its role has';
  const owner = construct ?? arn;
  return policyType === 'permissions boundary'
    ? `Add ${action} on ${resource} to the permissions boundary of ${owner}`
    : `Add ${action} on ${resource} to the policy of ${owner}`;
}

const placeOf = ({ source, index, sid }: Statement): string =>
  `statement ${sid ?? index + 1} of ${source.construct}`;

function failing({ conditions, principal }: Statement, context: Context, { caller }: Actor): string {
  const failed = conditions
    .filter((clause) => !clause.holds(context))
    .map(({ operator, key, values }) => {
      const actual = context(key.toLowerCase())?.join(', ') ?? 'absent';
      return `${operator} ${key} ${values.join(' or ')} (here it is ${actual})`;
    });
  if (principal && principal(caller) === undefined) failed.push('another principal asks');
  return failed.join(' and ');
}
