import type { GetFederationTokenRequest } from '@aws-sdk/client-sts';
import type { stsCoverage } from '../../sts/coverage';
import type { AccessScope, AccessTable } from './access-table';

export const stsAccess: AccessTable<keyof typeof stsCoverage.fidelity> = {
  AssumeRole: { none: 'the operation asks the role, whose trust policy decides together with the caller' },
  GetCallerIdentity: { none: 'AWS: "No permissions are required to perform this operation"' },
  GetFederationToken: ({ Name }: GetFederationTokenRequest, { app }: AccessScope) => [
    {
      action: 'sts:GetFederationToken',
      resource: `arn:${app.partition}:sts::${app.account}:federated-user/${Name}`,
    },
  ],
};
