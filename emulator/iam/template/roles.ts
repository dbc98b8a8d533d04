import type { App, AppResource } from '../../assembly/app';
import { refuseUnknownKeys } from '../condition-keys';
import { type PolicyKind, type PolicySource, type Statement, statementsOf } from '../policy/document';
import { Statements } from '../policy/evaluate';
import { PolicyError } from '../policy/policy-error';
import { awsManagedPolicy } from './aws-managed-policies';
import { constructOf, sourceOf } from './policy-source';

/** A role of the templates, with everything that says what it may do and who may be it. */
export interface Role {
  readonly roleArn: string;
  readonly roleName: string;
  readonly roleId: string;
  readonly construct: string;
  readonly logicalId: string;
  readonly identity: Statements;
  readonly boundary?: Statements;
  readonly trust: Statements;
  /** Seconds. */
  readonly maxSessionDuration: number;
  /** In lower case, as condition keys are. */
  readonly tags: ReadonlyMap<string, string>;
}

/** Statements that the emulator can evaluate; throws PolicyError for the others. */
export function readStatements(document: unknown, source: PolicySource, kind: PolicyKind): Statement[] {
  const statements = statementsOf(document, source, kind);
  statements.forEach(refuseUnknownKeys);
  return statements;
}

/** The roles of the app by ARN. Throws PolicyError, or UnresolvedError for what cannot be resolved. */
export function rolesOf(app: App): ReadonlyMap<string, Role> {
  const managed = new Map(
    app.resources('AWS::IAM::ManagedPolicy').map((policy) => [policy.physicalId, policy]),
  );
  const attached = [
    ...app.resources('AWS::IAM::Policy'),
    ...app.resources('AWS::IAM::RolePolicy'),
    ...managed.values(),
  ];
  const roles = app.resources('AWS::IAM::Role').map((resource) => roleOf(resource, attached, managed));
  return new Map(roles.map((role) => [role.roleArn, role]));
}

function roleOf(
  resource: AppResource,
  attached: readonly AppResource[],
  managed: ReadonlyMap<string, AppResource>,
): Role {
  const { properties, physicalId: roleName } = resource;
  const {
    Policies = [],
    ManagedPolicyArns = [],
    PermissionsBoundary,
    Tags = [],
  } = properties as {
    Policies?: readonly { readonly PolicyDocument: unknown }[];
    ManagedPolicyArns?: readonly string[];
    PermissionsBoundary?: string;
    Tags?: readonly { readonly Key: string; readonly Value: string }[];
  };
  const byArn = (arn: string, property: string): Statement[] => {
    const policy = managed.get(arn);
    if (policy) return documentOf(policy);
    const source = sourceOf(resource, property);
    return readStatements(awsManagedPolicy(arn, source.at), source, 'identity');
  };
  const identity = [
    ...Policies.flatMap(({ PolicyDocument }, index) =>
      readStatements(PolicyDocument, sourceOf(resource, `Policies[${index}].PolicyDocument`), 'identity'),
    ),
    ...attached.filter((policy) => rolesNamedBy(policy).includes(roleName)).flatMap(documentOf),
    ...ManagedPolicyArns.flatMap((arn, index) => byArn(arn, `ManagedPolicyArns[${index}]`)),
  ];
  const trustSource = sourceOf(resource, 'AssumeRolePolicyDocument');
  if (properties.AssumeRolePolicyDocument === undefined) throw new PolicyError(trustSource.at, 'is missing');
  return {
    roleArn: resource.attribute('Arn'),
    roleName,
    roleId: resource.attribute('RoleId'),
    construct: constructOf(resource),
    logicalId: resource.logicalId,
    identity: new Statements(identity),
    ...(PermissionsBoundary !== undefined && {
      boundary: new Statements(byArn(PermissionsBoundary, 'PermissionsBoundary')),
    }),
    trust: new Statements(readStatements(properties.AssumeRolePolicyDocument, trustSource, 'trust')),
    maxSessionDuration: Number(properties.MaxSessionDuration ?? 3600),
    tags: new Map(Tags.map(({ Key, Value }) => [Key.toLowerCase(), Value])),
  };
}

const rolesNamedBy = ({ properties }: AppResource): string[] => {
  const { Roles = [], RoleName } = properties as { Roles?: readonly unknown[]; RoleName?: unknown };
  return [...Roles, ...(RoleName === undefined ? [] : [RoleName])].map(String);
};

const documentOf = (policy: AppResource): Statement[] =>
  readStatements(policy.properties.PolicyDocument, sourceOf(policy, 'PolicyDocument'), 'identity');

/** Statements of a managed policy of the app, for a session. Undefined where there is none of this ARN. */
export function managedPolicyOf(app: Pick<App, 'resources'>, arn: string): Statement[] | undefined {
  const policy = app.resources('AWS::IAM::ManagedPolicy').find(({ physicalId }) => physicalId === arn);
  return policy && documentOf(policy);
}
