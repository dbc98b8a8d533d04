import { ServiceError } from '../front-door/operation';
import type { ServiceName } from '../front-door/service-definition';
import { S3Error } from '../s3/s3-error';
import type { Actor } from './actor';
import type { Iam } from './iam';
import { Statements } from './policy/evaluate';
import { isTemporary, type SessionRecord, type Sessions } from './sessions';
import { managedPolicyOf, readStatements } from './template/roles';

const actors = new WeakMap<Iam, WeakMap<SessionRecord, Actor>>();

/**
 * Who is behind an access key. Temporary keys must be the emulator's own; whatever else a request carries, also
 * nothing, is the account's user: signatures are not verified, so a key is a name and no proof.
 */
export function actorOf(
  service: ServiceName,
  accessKeyId: string | undefined,
  iam: Iam,
  sessions: Sessions,
): Actor {
  if (accessKeyId === undefined || !isTemporary(accessKeyId)) return iam.user;
  const session = sessions.find(accessKeyId);
  if (session === 'expired') throw unknownToken(service, true);
  const actor = session && actorBehind(session, iam);
  if (!actor) throw unknownToken(service, false);
  return actor;
}

/** Undefined for a session of a role that the templates do not have any more. */
function actorBehind(session: SessionRecord, iam: Iam): Actor | undefined {
  const known = actors.get(iam) ?? new WeakMap<SessionRecord, Actor>();
  actors.set(iam, known);
  const actor = known.get(session) ?? make(session, iam);
  if (actor) known.set(session, actor);
  return actor;
}

function make(session: SessionRecord, iam: Iam): Actor | undefined {
  const restriction = sessionStatements(session, iam);
  if (session.type === 'federated') return iam.federated(session.name, restriction);
  const role = iam.roles.get(session.roleArn);
  return role && iam.session(role, session.sessionName, restriction);
}

/** Throws PolicyError for a policy that cannot be evaluated. Undefined where the session has none. */
export function sessionStatements(
  { policy, policyArns = [] }: Pick<SessionRecord, 'policy' | 'policyArns'>,
  iam: Iam,
): Statements | undefined {
  if (policy === undefined && policyArns.length === 0) return undefined;
  const source = { at: 'Policy', construct: 'the session policy' };
  const inline = policy === undefined ? [] : readStatements(JSON.parse(policy), source, 'identity');
  return new Statements([...inline, ...policyArns.flatMap((arn) => managedPolicyOf(iam.app, arn) ?? [])]);
}

/** As each service refuses credentials that it does not know, or that are over. */
function unknownToken(service: ServiceName, isExpired: boolean): ServiceError {
  const message = `The security token included in the request is ${isExpired ? 'expired' : 'invalid'}`;
  const hint = isExpired
    ? 'Ask for new credentials'
    : 'It is none of this emulator, or of a role that is gone: temporary credentials end with the emulator that gave them out';
  const text = `${message} (${hint})`;
  if (service === 's3') {
    return new S3Error(isExpired ? 'ExpiredToken' : 'InvalidAccessKeyId', text, {
      status: isExpired ? 400 : 403,
    });
  }
  if (service === 'sts' || service === 'cloudformation') {
    return new ServiceError(isExpired ? 'ExpiredToken' : 'InvalidClientTokenId', text, { status: 403 });
  }
  const name = isExpired ? 'ExpiredTokenException' : 'UnrecognizedClientException';
  return new ServiceError(name, text, {
    status: service === 'dynamodb' ? 400 : 403,
    ...(service === 'dynamodb' && { fields: { __type: `com.amazon.coral.service#${name}` } }),
  });
}
