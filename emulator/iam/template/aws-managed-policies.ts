import { PolicyError } from '../policy/policy-error';

const allow = (actions: readonly string[], resource = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
});

const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** What AWS's own policies allow, of those that functions usually have (AWS managed policy reference). */
const documents: ReadonlyMap<string, object> = new Map([
  ['AdministratorAccess', allow(['*'])],
  ['AWSXRayDaemonWriteAccess', allow(['xray:*'])],
  ['service-role/AWSLambdaBasicExecutionRole', allow(logs)],
  ['service-role/AWSLambdaVPCAccessExecutionRole', allow([...logs, 'ec2:*'])],
]);

/** Throws PolicyError for a policy of AWS's that the emulator does not have. */
export function awsManagedPolicy(arn: string, at: string): object {
  const [, name = ''] = /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  const found = documents.get(name);
  if (found) return found;
  throw new PolicyError(
    at,
    `the emulator does not know what ${arn} allows; write its statements into the template, or name a managed policy of the app`,
  );
}
