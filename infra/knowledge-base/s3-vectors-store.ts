import type { CfnKnowledgeBase } from 'aws-cdk-lib/aws-bedrock';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnIndex, type CfnIndexProps, CfnVectorBucket } from 'aws-cdk-lib/aws-s3vectors';
import { Construct } from 'constructs';
import type { VectorStore, VectorStoreProps } from './vector-store';

/**
 * A vector bucket with one index. Neither has a name: another dimension replaces the index, and the new one is
 * made before the old one goes. What it holds can be made again from the documents, so nothing is retained.
 */
export class S3VectorsStore extends Construct implements VectorStore {
  readonly storageConfiguration: CfnKnowledgeBase.StorageConfigurationProperty;
  readonly statement: PolicyStatement;
  readonly before: readonly CfnIndex[];
  readonly definition: unknown;

  constructor(scope: Construct, id: string, { embeddingModel, encryptionKey }: VectorStoreProps) {
    super(scope, id);
    const bucket = new CfnVectorBucket(this, 'Bucket', {
      encryptionConfiguration: encryptionKey
        ? { sseType: 'aws:kms', kmsKeyArn: encryptionKey.keyArn }
        : { sseType: 'AES256' },
    });
    const index: CfnIndexProps = {
      vectorBucketArn: bucket.attrVectorBucketArn,
      dataType: 'float32',
      dimension: embeddingModel.dimensions,
      distanceMetric: 'cosine',
      // Both hold the chunk; as filterable metadata they would exceed the 2,048 bytes that there are for it.
      metadataConfiguration: {
        nonFilterableMetadataKeys: ['AMAZON_BEDROCK_TEXT', 'AMAZON_BEDROCK_METADATA'],
      },
    };
    const resource = new CfnIndex(this, 'Index', index);
    this.definition = index;
    this.before = [resource];
    this.storageConfiguration = {
      type: 'S3_VECTORS',
      s3VectorsConfiguration: { indexArn: resource.attrIndexArn },
    };
    // User guide, knowledge base service role for S3 Vectors.
    const actions = ['GetIndex', 'QueryVectors', 'PutVectors', 'GetVectors', 'DeleteVectors'];
    this.statement = new PolicyStatement({
      actions: actions.map((action) => `s3vectors:${action}`),
      resources: [resource.attrIndexArn],
    });
  }
}
