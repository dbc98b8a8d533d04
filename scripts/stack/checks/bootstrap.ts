import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { CommandError } from '../../cli/errors';
import type { BootstrapRequirement } from '../assembly-facts';
import { awsFailure, isDenied } from '../aws-error';
import { cdkCommand } from '../cdk';
import { accessFlags } from '../flags';
import { type Identity, placeOf } from '../identity';
import { type Check, unknown } from './check';

/** The CDK deploys through roles and a bucket that its bootstrap stack makes, once for account and region. */
export async function checkBootstrap(
  identity: Identity,
  { version, parameter }: BootstrapRequirement,
): Promise<Check> {
  const { account, region, access } = identity;
  const fail = (code: string, message: string) =>
    new CommandError({
      code,
      message,
      hint: [
        cdkCommand,
        'bootstrap',
        `aws://${account}/${region}`,
        ...accessFlags({ profile: access.profile }),
      ].join(' '),
    });
  const client = new SSMClient(access);
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: parameter }));
    const found = Number(Parameter?.Value);
    if (found >= version) return { check: 'bootstrap', outcome: 'passed', message: `version ${found}` };
    throw fail(
      'BOOTSTRAP_TOO_OLD',
      `The CDK's bootstrap stack of ${placeOf(identity)} has version ${Parameter?.Value}; this needs ${version}`,
    );
  } catch (error) {
    if (error instanceof ParameterNotFound) {
      throw fail('NOT_BOOTSTRAPPED', `The CDK was never bootstrapped in ${placeOf(identity)}`);
    }
    if (isDenied(error)) return unknown('bootstrap', 'ssm:GetParameter');
    throw awsFailure(error, 'Looking for the bootstrap stack');
  } finally {
    client.destroy();
  }
}
