import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Operation } from '../front-door/operation';
import type { Services } from '../services';

/** Whoever asks is the app's account, by a user who is plainly the emulator's. */
export const getCallerIdentity =
  ({ app }: Pick<Services, 'app'>): Operation<object, GetCallerIdentityResponse> =>
  () => ({
    Account: app.account,
    Arn: `arn:${app.partition}:iam::${app.account}:user/outcrop-emulator`,
    UserId: 'AIDAOUTCROPEMULATOR00',
  });
