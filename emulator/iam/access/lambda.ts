import type { InvocationRequest } from '@aws-sdk/client-lambda';
import type { lambdaCoverage } from '../../lambda/coverage';
import { parseFunctionName } from '../../lambda/function-name';
import { type AccessScope, type AccessTable, arnIn } from './access-table';

/** The ARN that policies are compared with: with the qualifier, where the caller gives one. */
export function functionArn(app: AccessScope['app'], name: string, qualifier?: string): string {
  const parsed = parseFunctionName(name);
  const version = qualifier ?? parsed?.qualifier;
  const arn = arnIn(app, 'lambda', `function:${parsed?.functionName ?? name}`);
  return version === undefined ? arn : `${arn}:${version}`;
}

export const lambdaAccess: AccessTable<keyof typeof lambdaCoverage.fidelity> = {
  Invoke: ({ FunctionName = '', Qualifier }: InvocationRequest, { app }: AccessScope) => [
    { action: 'lambda:InvokeFunction', resource: functionArn(app, FunctionName, Qualifier) },
  ],
};
