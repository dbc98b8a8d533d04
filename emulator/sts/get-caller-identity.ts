import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Operation } from '../front-door/operation';
import type { Services } from '../services';
import { actorIn } from './temporary-credentials';

/** A function is the session of its role; whoever has no temporary credentials is the account's user. */
export const getCallerIdentity =
  ({ app }: Pick<Services, 'app'>): Operation<object, GetCallerIdentityResponse> =>
  (_input, call) => {
    const { arn, userId } = actorIn(call);
    return { Account: app.account, Arn: arn, UserId: userId };
  };
