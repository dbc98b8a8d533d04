import type { Credentials } from '@aws-sdk/client-sts';
import { type Call, ServiceError } from '../front-door/operation';
import type { Actor } from '../iam/actor';
import { sessionStatements } from '../iam/credentials';
import type { Iam } from '../iam/iam';
import { PolicyError } from '../iam/policy/policy-error';
import type { SessionRecord, Sessions } from '../iam/sessions';
import type { Clock } from '../services';

export const actorIn = ({ access }: Call): Actor => {
  if (!access) throw new Error('The operation was called without IAM before it');
  return access.actor;
};

interface Restriction {
  readonly Policy?: string;
  readonly PolicyArns?: readonly { readonly arn?: string }[];
}

/** The session policies of a request. Throws MalformedPolicyDocument for one that cannot be evaluated. */
export function restrictionIn(
  { Policy, PolicyArns = [] }: Restriction,
  iam: Iam,
): Pick<SessionRecord, 'policy' | 'policyArns'> {
  const restriction = {
    ...(Policy !== undefined && { policy: Policy }),
    ...(PolicyArns.length > 0 && { policyArns: PolicyArns.map(({ arn = '' }) => arn) }),
  };
  try {
    sessionStatements(restriction, iam);
  } catch (error) {
    if (!(error instanceof PolicyError || error instanceof SyntaxError)) throw error;
    throw new ServiceError('MalformedPolicyDocument', error.message);
  }
  return restriction;
}

interface Duration {
  /** Seconds. */
  readonly given: number | undefined;
  readonly otherwise: number;
  readonly least: number;
  readonly most: number;
}

/** Throws ValidationError for a duration that is out of bounds. */
export function issueCredentials(
  sessions: Sessions,
  clock: Clock,
  session: SessionRecord,
  { given, otherwise, least, most }: Duration,
): Credentials {
  const seconds = given ?? otherwise;
  if (seconds < least || seconds > most) {
    throw new ServiceError(
      'ValidationError',
      `DurationSeconds ${seconds} must be between ${least} and ${most}`,
    );
  }
  const expiresAt = clock.now() + seconds * 1000;
  const { accessKeyId, secretAccessKey, sessionToken } = sessions.issue({ ...session, expiresAt });
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(expiresAt),
  };
}
