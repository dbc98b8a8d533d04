import type { App } from '../assembly/app';
import type { Clock } from '../services';
import type { AccessRequest } from './access-request';
import type { Actor } from './actor';
import { type AccessDenied, denialOf } from './denial';
import { type Context, contextOf, firstOf } from './policy/context';
import { statementsOf } from './policy/document';
import { evaluate, Statements } from './policy/evaluate';
import { constructOf } from './template/policy-source';
import { ResourcePolicies } from './template/resource-policies';
import { type Role, rolesOf } from './template/roles';

/** The caller that every SDK is given by the emulator's environment: on AWS, whoever develops. */
const userName = 'outcrop-emulator';

const loaded = new WeakMap<App, Iam>();

/**
 * The policies of the app. Read once for each app; throws PolicyError or UnresolvedError, with the place in the
 * template, for a policy that cannot be evaluated.
 */
export function iamOf(app: App, clock: Clock = { now: Date.now }): Iam {
  const known = loaded.get(app) ?? new Iam(app, clock);
  loaded.set(app, known);
  return known;
}

/** On behalf of what a service acts: `aws:SourceArn` and `aws:SourceAccount`. */
export interface Source {
  readonly sourceArn: string;
}

export class Iam {
  /** By ARN. */
  readonly roles: ReadonlyMap<string, Role>;
  /** The account's user, who may do everything that no policy of a resource denies. */
  readonly user: Actor;
  private readonly resources: ResourcePolicies;
  private readonly globals: Context;

  constructor(
    readonly app: Pick<App, 'account' | 'region' | 'partition' | 'resources'>,
    clock: Clock,
  ) {
    const { account, region } = app;
    this.roles = rolesOf(app as App);
    this.resources = new ResourcePolicies(app as App);
    this.user = this.userActor();
    const fixed = contextOf({
      'aws:RequestedRegion': region,
      'aws:ResourceAccount': account,
      's3:ResourceAccount': account,
      // Nothing of a request on loopback leaves the machine: a policy that wants TLS is taken to have it.
      'aws:SecureTransport': 'true',
      's3:TlsVersion': '1.3',
      'aws:ViaAWSService': 'false',
    });
    this.globals = (key) => {
      if (key === 'aws:currenttime') return [new Date(clock.now()).toISOString()];
      if (key === 'aws:epochtime') return [String(Math.floor(clock.now() / 1000))];
      return fixed(key);
    };
  }

  /** Undefined when it is allowed. */
  refusal(actor: Actor, request: AccessRequest): AccessDenied | undefined {
    const resource = this.resources.of(request.resource);
    return this.decide(actor, request, resource);
  }

  /** Throws AccessDenied for the first that is refused. */
  demand(actor: Actor, ...requests: readonly AccessRequest[]): void {
    for (const request of requests) {
      const refusal = this.refusal(actor, request);
      if (refusal) throw refusal;
    }
  }

  /** Whether the role's trust policy lets somebody in. Undefined when it does. */
  trustRefusal(actor: Actor, role: Role, context?: Context): AccessDenied | undefined {
    const request = {
      action: 'sts:AssumeRole',
      resource: role.roleArn,
      ...(context && { context }),
    } as const;
    return this.decide(actor, request, role.trust, role.construct);
  }

  /** Lambda or Bedrock, which act for the app's resources. */
  service(service: string, { sourceArn }: Source): Actor {
    return {
      arn: service,
      userId: service,
      caller: { service, arns: [] },
      policies: {},
      context: contextOf({
        'aws:SourceArn': sourceArn,
        'aws:SourceAccount': this.app.account,
        'aws:PrincipalIsAWSService': 'true',
        'aws:PrincipalServiceName': service,
      }),
    };
  }

  /** A session of a role. `session` restricts it further. */
  session(role: Role, sessionName: string, session?: Statements): Actor {
    const { partition, account } = this.app;
    const arn = `arn:${partition}:sts::${account}:assumed-role/${role.roleName}/${sessionName}`;
    const userId = `${role.roleId}:${sessionName}`;
    const tags = [...role.tags].map(([key, value]) => [`aws:PrincipalTag/${key}`, value] as const);
    return {
      arn,
      userId,
      caller: { account, arns: [arn, role.roleArn] },
      policies: {
        identity: role.identity,
        ...(role.boundary && { boundary: role.boundary }),
        ...(session && { session }),
      },
      context: this.principalContext(role.roleArn, 'AssumedRole', userId, Object.fromEntries(tags)),
      construct: role.construct,
    };
  }

  /** A federated user, who may do what the account's user may and `session` allows too. */
  federated(name: string, session: Statements | undefined): Actor {
    const { partition, account } = this.app;
    const arn = `arn:${partition}:sts::${account}:federated-user/${name}`;
    const userId = `${account}:${name}`;
    return {
      arn,
      userId,
      caller: { account, arns: [arn] },
      policies: {
        ...this.user.policies,
        session: session ?? new Statements([]),
      },
      context: this.principalContext(arn, 'FederatedUser', userId),
    };
  }

  private userActor(): Actor {
    const { partition, account } = this.app;
    const arn = `arn:${partition}:iam::${account}:user/${userName}`;
    const userId = 'AIDAOUTCROPEMULATOR00';
    const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
    const source = { at: 'the emulator', construct: userName };
    return {
      arn,
      userId,
      caller: { account, arns: [arn] },
      policies: { identity: new Statements(statementsOf(everything, source, 'identity')) },
      context: this.principalContext(arn, 'User', userId, { 'aws:username': userName }),
    };
  }

  private principalContext(
    principalArn: string,
    type: 'User' | 'AssumedRole' | 'FederatedUser',
    userId: string,
    others: Readonly<Record<string, string>> = {},
  ): Context {
    return contextOf({
      'aws:PrincipalArn': principalArn,
      'aws:PrincipalAccount': this.app.account,
      'aws:PrincipalType': type,
      'aws:PrincipalIsAWSService': 'false',
      'aws:userid': userId,
      // Of long-term credentials AWS tells nothing; the emulator's temporary ones never had a second factor.
      ...(type !== 'User' && { 'aws:MultiFactorAuthPresent': 'false' }),
      ...others,
    });
  }

  private decide(
    actor: Actor,
    request: AccessRequest,
    resource: Statements | undefined,
    trusting?: string,
  ): AccessDenied | undefined {
    const own: Context = request.context ?? (() => undefined);
    const context = firstOf(actor.context, own, this.globals);
    const decision = evaluate(
      { ...actor.policies, ...(resource && { resource }) },
      {
        action: request.action,
        resource: request.resource,
        context,
        caller: actor.caller,
        ...(trusting !== undefined && { resourceMustAllow: true }),
      },
    );
    if (decision.isAllowed) return undefined;
    const layers = {
      'identity-based policy': actor.policies.identity,
      'permissions boundary': actor.policies.boundary,
      'session policy': actor.policies.session,
      'resource-based policy': resource,
      'role trust policy': resource,
    };
    return denialOf({
      actor,
      request,
      refusal: decision,
      candidates: layers[decision.policyType],
      context,
      resourceConstruct: trusting ?? this.constructAt(request.resource),
    });
  }

  private constructAt(resource: string): string | undefined {
    const owner = resource
      .replace(/(:function:[^:]+):.*$/, '$1')
      .replace(/^(arn:[\w-]+:s3:::[^/]+).*$/s, '$1');
    const types = ['AWS::Lambda::Function', 'AWS::S3::Bucket'];
    const found = types
      .flatMap((type) => this.app.resources(type))
      .find((candidate) => candidate.attribute('Arn') === owner);
    return found && constructOf(found);
  }
}
