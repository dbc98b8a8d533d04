import type { AppResource } from '../../assembly/app';
import type { Actor } from '../actor';
import type { Iam } from '../iam';
import { PolicyError } from '../policy/policy-error';
import type { Role } from '../template/roles';

export type ActingService = 'lambda.amazonaws.com' | 'bedrock.amazonaws.com';

/** The role that a resource acts as. Throws PolicyError where its property names none of the app's. */
export function roleOf(iam: Iam, { stack, logicalId, properties }: AppResource, property: string): Role {
  const at = `${stack} ${logicalId}.Properties.${property}`;
  const arn = properties[property];
  const role = iam.roles.get(String(arn));
  if (role) return role;
  const problem =
    arn === undefined ? 'is missing' : `there is no AWS::IAM::Role of the ARN ${arn} in the app's templates`;
  throw new PolicyError(at, `${problem}; the emulator needs the role to know what the resource may do`);
}

/** The session in which a service acts for a resource. Throws AccessDenied where the role does not trust it. */
export function assumeRole(
  iam: Iam,
  role: Role,
  service: ActingService,
  sourceArn: string,
  sessionName: string,
): Actor {
  const refusal = iam.trustRefusal(iam.service(service, { sourceArn }), role);
  if (refusal) throw refusal;
  return iam.session(role, sessionName);
}
