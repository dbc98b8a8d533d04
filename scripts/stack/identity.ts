import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { awsFailure } from './aws-error';
import type { StackTarget } from './flags';

/** What every AWS client here is made with; the endpoint may come from the environment. */
export interface ClientAccess {
  readonly region: string;
  readonly profile?: string;
}

export interface Identity {
  readonly account: string;
  /** Who the credentials are. */
  readonly arn: string;
  readonly region: string;
  readonly access: ClientAccess;
}

/** Whose credentials these are, and for which region. Throws CommandError without either. */
export async function identify({ profile, region }: StackTarget): Promise<Identity> {
  const client = new STSClient({ ...(region && { region }), ...(profile && { profile }) });
  try {
    const here = await client.config.region();
    const { Account: account, Arn: arn } = await client.send(new GetCallerIdentityCommand({}));
    if (!account || !arn) throw new Error('GetCallerIdentity named no account');
    return { account, arn, region: here, access: { region: here, ...(profile && { profile }) } };
  } catch (error) {
    throw awsFailure(error, `Asking AWS who you are${profile ? ` by profile ${profile}` : ''}`);
  } finally {
    client.destroy();
  }
}

/** `account 111122223333 in eu-central-1`, as people are asked. */
export const placeOf = ({ account, region }: Identity): string => `account ${account} in ${region}`;
