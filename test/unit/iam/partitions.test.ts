import type { App, AppResource } from '../../../emulator/assembly/app';
import { iamOf } from '../../../emulator/iam/iam';

const policyOf = (partition: string) =>
  ({
    stack: 'desk',
    logicalId: 'BucketPolicy',
    type: 'AWS::S3::BucketPolicy',
    metadata: {},
    properties: {
      Bucket: 'shelf',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:GetObject',
            Resource: `arn:${partition}:s3:::shelf/private/*`,
          },
        ],
      },
    },
  }) as unknown as AppResource;

const appIn = (partition: string) =>
  ({
    account: '000000000000',
    region: 'us-east-1',
    partition,
    resources: (type: string) => (type === 'AWS::S3::BucketPolicy' ? [policyOf(partition)] : []),
  }) as unknown as App;

it.each(['aws', 'aws-cn', 'aws-us-gov'])('a bucket of the partition %s denies its objects', (partition) => {
  const iam = iamOf(appIn(partition));
  const get = (key: string) =>
    iam.refusal(iam.user, { action: 's3:GetObject', resource: `arn:${partition}:s3:::shelf/${key}` });
  expect(get('open/a.md')).toBeUndefined();
  expect(get('private/a.md')?.message).toMatch(/with an explicit deny in a resource-based policy/);
});
