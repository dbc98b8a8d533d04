import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acceptFinding } from '../nag';

export interface DocumentsBucketProps {
  /** Whether EventBridge is told of changes. */
  readonly eventBridgeEnabled: boolean;
  /** S3's own if absent. */
  readonly encryptionKey: IKey | undefined;
}

/**
 * The documents. They stay when the stack is destroyed, in every stage: CloudFormation can't delete a bucket that
 * holds something, and what empties it by itself would also empty the wrong one.
 */
export class DocumentsBucket extends Bucket {
  constructor(scope: Construct, id: string, { eventBridgeEnabled, encryptionKey }: DocumentsBucketProps) {
    super(scope, id, {
      versioned: true,
      ...(encryptionKey
        ? { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        // A slip can be mended for a quarter; what broke off is of no use to anybody.
        {
          noncurrentVersionExpiration: Duration.days(90),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
    });
    const resource = this.node.defaultChild;
    if (eventBridgeEnabled && resource instanceof CfnBucket) {
      // The bucket's own property for it adds a Lambda function.
      resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    }
    acceptFinding(
      this,
      'AwsSolutions-S1',
      'Only Bedrock and whoever syncs read it; an account that must audit them has data events in CloudTrail, for all buckets at once',
    );
  }
}
