import type { Statement } from './policy/document';
import { PolicyError } from './policy/policy-error';
import { servedActions } from './served-actions';

/**
 * The condition keys that the emulator gives a value, or knows that a request on a laptop does not have (VPCs,
 * MFA, services that pass a caller's permissions on). Of any other it could only guess.
 */
const knownKeys: ReadonlySet<string> = new Set(
  [
    'aws:CalledVia',
    'aws:CalledViaFirst',
    'aws:CalledViaLast',
    'aws:CurrentTime',
    'aws:EpochTime',
    'aws:FederatedProvider',
    'aws:MultiFactorAuthAge',
    'aws:MultiFactorAuthPresent',
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:PrincipalIsAWSService',
    'aws:PrincipalServiceName',
    'aws:PrincipalType',
    'aws:RequestedRegion',
    'aws:ResourceAccount',
    'aws:SecureTransport',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:SourceIp',
    'aws:SourceVpc',
    'aws:SourceVpcArn',
    'aws:SourceVpce',
    'aws:userid',
    'aws:username',
    'aws:ViaAWSService',
    'aws:VpcSourceIp',
    'bedrock:GuardrailIdentifier',
    'bedrock:InferenceProfileArn',
    'dynamodb:EnclosingOperation',
    'dynamodb:LeadingKeys',
    'dynamodb:ReturnConsumedCapacity',
    'dynamodb:ReturnValues',
    'dynamodb:Select',
    's3:delimiter',
    's3:max-keys',
    's3:prefix',
    's3:ResourceAccount',
    's3:TlsVersion',
    's3:VersionId',
    's3:x-amz-acl',
    's3:x-amz-copy-source',
    's3:x-amz-metadata-directive',
    's3:x-amz-server-side-encryption',
    's3:x-amz-server-side-encryption-aws-kms-key-id',
    's3:x-amz-storage-class',
    'sts:RoleSessionName',
  ].map((key) => key.toLowerCase()),
);

const isKnown = (key: string): boolean => knownKeys.has(key) || key.startsWith('aws:principaltag/');

/** Throws PolicyError where what the emulator serves would hang on a key that it knows nothing of. */
export function refuseUnknownKeys(statement: Statement): void {
  if (!servedActions.some((action) => statement.isAbout(action))) return;
  const at = `${statement.source.at}.Statement[${statement.index}]`;
  for (const { operator, key } of statement.conditions) {
    if (isKnown(key.toLowerCase())) continue;
    throw new PolicyError(
      `${at}.Condition.${operator}`,
      `the emulator does not know the condition key ${key}`,
    );
  }
  for (const key of statement.variables) {
    if (isKnown(key)) continue;
    throw new PolicyError(at, `the emulator does not know the policy variable ${key}`);
  }
}
