import type { App, AppResource } from '../../../emulator/assembly/app';
import { iamOf } from '../../../emulator/iam/iam';
import { Statements } from '../../../emulator/iam/policy/evaluate';
import { readStatements } from '../../../emulator/iam/template/roles';

const Resource = 'arn:aws:s3:::shelf/*';
const withCondition = (Condition: object): App => {
  const policy = {
    stack: 'desk',
    logicalId: 'BucketPolicy',
    type: 'AWS::S3::BucketPolicy',
    metadata: {},
    properties: {
      Bucket: 'shelf',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource, Condition },
      },
    },
  } as unknown as AppResource;
  const resources = (type: string) => (type === 'AWS::S3::BucketPolicy' ? [policy] : []);
  return { account: '000000000000', region: 'us-east-1', partition: 'aws', resources } as unknown as App;
};
const allow = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource }],
};

it.each([
  ['Bool', false, true],
  ['BoolIfExists', true, true],
])(
  'temporary credentials have no second factor, of long-term ones nothing is told: %s',
  (operator, user, temporary) => {
    const iam = iamOf(withCondition({ [operator]: { 'aws:MultiFactorAuthPresent': 'false' } }));
    const session = new Statements(readStatements(allow, { at: 'Policy', construct: 'visitor' }, 'identity'));
    const isRefused = (actor: typeof iam.user) =>
      iam.refusal(actor, { action: 's3:GetObject', resource: 'arn:aws:s3:::shelf/a' }) !== undefined;
    expect([isRefused(iam.user), isRefused(iam.federated('visitor', session))]).toEqual([user, temporary]);
  },
);
