import type { GetFederationTokenRequest, GetFederationTokenResponse } from '@aws-sdk/client-sts';
import { type Operation, ServiceError } from '../front-door/operation';
import { iamOf } from '../iam/iam';
import type { Services } from '../services';
import { actorIn, issueCredentials, restrictionIn } from './temporary-credentials';

/** A caller with less than the account's user has: what the session policies allow, and without any nothing. */
export const getFederationToken =
  ({
    app,
    sessions,
    clock,
  }: Pick<Services, 'app' | 'sessions' | 'clock'>): Operation<
    GetFederationTokenRequest,
    GetFederationTokenResponse
  > =>
  (input, call) => {
    const { Name = '', DurationSeconds, Tags } = input;
    const iam = iamOf(app);
    if (Tags !== undefined) {
      const message = 'The emulator does not implement Tags of GetFederationToken';
      throw new ServiceError('NotImplementedException', message, { status: 501 });
    }
    if (!/^[\w+=,.@-]{2,32}$/.test(Name)) {
      throw new ServiceError('ValidationError', `Name ${Name} must be 2 to 32 of [\\w+=,.@-]`);
    }
    if (actorIn(call).arn !== iam.user.arn) {
      throw new ServiceError('AccessDenied', 'Cannot call GetFederationToken with session credentials', {
        status: 403,
      });
    }
    const session = { type: 'federated' as const, name: Name, ...restrictionIn(input, iam) };
    const duration = { given: DurationSeconds, otherwise: 43_200, least: 900, most: 129_600 };
    const { arn, userId } = iam.federated(Name, undefined);
    return {
      Credentials: issueCredentials(sessions, clock, session, duration),
      FederatedUser: { Arn: arn, FederatedUserId: userId },
    };
  };
