import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { type Operation, ServiceError } from '../front-door/operation';
import { AccessDenied } from '../iam/denial';
import { iamOf } from '../iam/iam';
import { contextOf } from '../iam/policy/context';
import type { Services } from '../services';
import { actorIn, issueCredentials, restrictionIn } from './temporary-credentials';

/** An hour at most unless the role says more; and an hour for a session that assumes another role. */
const anHour = 3600;

/** A role of the templates, if its trust policy lets the caller in. A role that there is not is refused alike. */
export const assumeRole =
  ({
    app,
    sessions,
    clock,
  }: Pick<Services, 'app' | 'sessions' | 'clock'>): Operation<AssumeRoleRequest, AssumeRoleResponse> =>
  (input, call) => {
    const { RoleArn = '', RoleSessionName = '', DurationSeconds, Tags, SerialNumber, ExternalId } = input;
    const actor = actorIn(call);
    const iam = iamOf(app);
    for (const [name, value] of Object.entries({ Tags, SerialNumber, ExternalId })) {
      if (value === undefined) continue;
      throw new ServiceError(
        'NotImplementedException',
        `The emulator does not implement ${name} of AssumeRole`,
        {
          status: 501,
        },
      );
    }
    if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) {
      throw new ServiceError(
        'ValidationError',
        `RoleSessionName ${RoleSessionName} must be 2 to 64 of [\\w+=,.@-]`,
      );
    }
    const role = iam.roles.get(RoleArn);
    if (!role) {
      throw new AccessDenied(
        `User: ${actor.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
        `The templates have no such role; they have ${[...iam.roles.keys()].join(', ') || 'none'}`,
      );
    }
    const refusal = iam.trustRefusal(actor, role, contextOf({ 'sts:RoleSessionName': RoleSessionName }));
    if (refusal) throw refusal;
    const session = {
      type: 'role' as const,
      roleArn: RoleArn,
      sessionName: RoleSessionName,
      ...restrictionIn(input, iam),
    };
    const duration = { given: DurationSeconds, otherwise: anHour, least: 900, most: role.maxSessionDuration };
    return {
      Credentials: issueCredentials(sessions, clock, session, duration),
      AssumedRoleUser: {
        Arn: iam.session(role, RoleSessionName).arn,
        AssumedRoleId: `${role.roleId}:${RoleSessionName}`,
      },
    };
  };
