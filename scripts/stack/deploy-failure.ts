import { CommandError } from '../cli/errors';
import { maintenanceMode } from './checks/agents';
import type { StackTarget } from './flags';
import { sameStage } from './flags';

interface FailureRule {
  readonly pattern: RegExp;
  readonly failure: (match: RegExpExecArray, target: StackTarget) => CommandError;
}

const rules: readonly FailureRule[] = [
  { pattern: /maintenance mode/i, failure: () => maintenanceMode() },
  {
    // A version that a rolled-back deployment published is kept, and the same code publishes no second one.
    pattern: /A version for this Lambda function exists \( ?(\d+) ?\)/,
    failure: ([, version]) =>
      new CommandError({
        code: 'VERSION_LEFT_BEHIND',
        message: `An earlier deployment was rolled back and left version ${version} of a function behind`,
        hint: `aws lambda delete-function --function-name FUNCTION --qualifier ${version}, with the function that the error above names; then deploy again`,
      }),
  },
  {
    pattern: /(ROLLBACK_FAILED|UPDATE_ROLLBACK_FAILED) state/,
    failure: (_, target) =>
      new CommandError({
        code: 'ROLLBACK_FAILED',
        message: 'A stack hangs in a rollback that failed',
        hint: `aws cloudformation continue-update-rollback --stack-name STACK, then npm run -s deploy -- ${sameStage(target)}`,
      }),
  },
];

/** Why a deployment failed, as far as the CDK's output tells. */
export function deployFailure(output: string, target: StackTarget): CommandError {
  for (const { pattern, failure } of rules) {
    const match = pattern.exec(output);
    if (match) return failure(match, target);
  }
  const reason = output.match(/^.*(?:❌|\bfailed:).*$/m)?.[0]?.replace(/^[\s❌]+/u, '');
  return new CommandError({
    code: 'DEPLOY_FAILED',
    message: reason ?? 'The deployment failed',
    hint: 'The first CREATE_FAILED or UPDATE_FAILED above is the cause; AWS has rolled the rest back',
  });
}
