import { deployFailure } from '../../../scripts/stack/deploy-failure';

const target = { stage: 'dev', profile: 'work', context: [] } as const;

it.each([
  [
    'Resource handler returned message: "Bedrock Agents is in Maintenance Mode and not open to new accounts"',
    'MAINTENANCE_MODE',
    /12 months/,
  ],
  [
    'A version for this Lambda function exists ( 7 ). Modify the function to create a new version.',
    'VERSION_LEFT_BEHIND',
    /version 7/,
  ],
  [
    'Stack x is in UPDATE_ROLLBACK_FAILED state and can not be updated.',
    'ROLLBACK_FAILED',
    /hangs in a rollback/,
  ],
  [
    '❌  x-dev-agent failed: Error: something new',
    'DEPLOY_FAILED',
    /^x-dev-agent failed: Error: something new$/,
  ],
  ['', 'DEPLOY_FAILED', /^The deployment failed$/],
])('explains %s', (output, code, message) => {
  const failure = deployFailure(output, target);
  expect(failure).toMatchObject({ code, exitCode: 1, hint: expect.stringMatching(/\S/) });
  expect(failure.message).toMatch(message);
});
