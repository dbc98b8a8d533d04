import type { Context } from './context';
import type { Statement } from './document';
import type { Caller, Named } from './principal-element';

/** The statements of policies that count together, found by action. */
export class Statements {
  private readonly byAction = new Map<string, readonly Statement[]>();

  constructor(readonly all: readonly Statement[]) {}

  about(action: string): readonly Statement[] {
    const known = this.byAction.get(action);
    if (known) return known;
    const found = this.all.filter((statement) => statement.isAbout(action));
    this.byAction.set(action, found);
    return found;
  }
}

export type PolicyType =
  | 'identity-based policy'
  | 'permissions boundary'
  | 'session policy'
  | 'resource-based policy'
  | 'role trust policy';

/** What bears on one request; absent where there is no such policy. */
export interface Policies {
  readonly identity?: Statements;
  readonly boundary?: Statements;
  readonly session?: Statements;
  readonly resource?: Statements;
}

export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  readonly caller: Caller;
  /** Trust policies must allow by themselves; elsewhere in one account either side is enough. */
  readonly resourceMustAllow?: boolean;
}

export type Decision =
  | { readonly isAllowed: true }
  | {
      readonly isAllowed: false;
      readonly policyType: PolicyType;
      /** The statement that denies; absent where none allows. */
      readonly deniedBy?: Statement;
    };

/** Decides as AWS does within one account (IAM user guide, "Policy evaluation logic"). */
export function evaluate(policies: Policies, question: Question): Decision {
  const { identity, boundary, session, resource } = policies;
  const resourceType: PolicyType = question.resourceMustAllow ? 'role trust policy' : 'resource-based policy';
  const layers: readonly (readonly [Statements | undefined, PolicyType])[] = [
    [identity, 'identity-based policy'],
    [boundary, 'permissions boundary'],
    [session, 'session policy'],
    [resource, resourceType],
  ];
  for (const [statements, policyType] of layers) {
    const deniedBy = statements
      ?.about(question.action)
      .find((statement) => statement.effect === 'Deny' && applies(statement, question));
    if (deniedBy) return { isAllowed: false, policyType, deniedBy };
  }
  const denied = (policyType: PolicyType): Decision => ({ isAllowed: false, policyType });
  const granted = grantOf(resource, question);
  const byResource = granted === 'itself' || granted === 'anyone';
  if (question.caller.service !== undefined) return byResource ? { isAllowed: true } : denied(resourceType);
  if (question.resourceMustAllow && granted === undefined) return denied(resourceType);
  const isAllowed = (statements: Statements | undefined) =>
    statements
      ?.about(question.action)
      .some((statement) => statement.effect === 'Allow' && applies(statement, question)) ?? false;
  if (!byResource && !isAllowed(identity)) return denied('identity-based policy');
  if (boundary && !isAllowed(boundary)) return denied('permissions boundary');
  if (session && !isAllowed(session)) return denied('session policy');
  return { isAllowed: true };
}

/** The strongest way in which a resource's policy lets the caller in. */
function grantOf(resource: Statements | undefined, question: Question): Named {
  let strongest: Named;
  for (const statement of resource?.about(question.action) ?? []) {
    if (statement.effect !== 'Allow' || !applies(statement, question)) continue;
    const named = statement.principal?.(question.caller);
    if (named === 'itself') return named;
    strongest = named === 'anyone' || strongest === undefined ? named : strongest;
  }
  return strongest;
}

/** Whether a statement about the action is about this request too. */
function applies(statement: Statement, { resource, context, caller }: Question): boolean {
  if (statement.principal && statement.principal(caller) === undefined) return false;
  if (!statement.covers(resource, context)) return false;
  return statement.conditions.every((clause) => clause.holds(context));
}
