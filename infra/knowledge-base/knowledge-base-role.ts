import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { KnowledgeBaseConfig } from '../../schemas/knowledge-base-config';
import { modelAccess, modelArn } from '../agent/model-access';
import { deputy } from '../deputy';
import { useOfKey } from '../encryption-key';
import { acceptFinding } from '../nag';

export interface KnowledgeBaseRoleProps {
  readonly config: KnowledgeBaseConfig;
  readonly documents: IBucket;
  /** The key of documents and vectors; AWS's own if absent. */
  readonly encryptionKey: IKey | undefined;
}

/** What Bedrock may do for the knowledge base, and only for knowledge bases of this account. */
export class KnowledgeBaseRole extends Role {
  constructor(scope: Construct, id: string, { config, documents, encryptionKey }: KnowledgeBaseRoleProps) {
    const stack = Stack.of(scope);
    super(scope, id, {
      description: `The knowledge base of ${stack.stackName}`,
      assumedBy: deputy(stack, { service: 'bedrock', resource: 'knowledge-base' }),
    });
    const { embeddingModel, parsing, inclusionPrefixes: [prefix = ''] = [] } = config;
    this.addToPolicy(
      new PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: [modelArn(Aws.REGION, embeddingModel.modelId)],
      }),
    );
    for (const statement of parsing ? modelAccess(parsing.model).statements : []) {
      this.addToPolicy(statement);
    }
    const conditions = { StringEquals: { 'aws:ResourceAccount': stack.account } };
    const objects = documents.arnForObjects(`${prefix}*`);
    this.addToPolicy(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [documents.bucketArn], conditions }),
    );
    this.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [objects], conditions }));
    if (encryptionKey) this.addToPolicy(useOfKey(encryptionKey.keyArn));
    const bucketId = stack.getLogicalId(documents.node.defaultChild as never);
    acceptFinding(
      this,
      `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${prefix}*]`,
      'It reads whatever documents there are, under the prefix of its data source',
    );
    if (parsing?.model.type === 'inference-profile' && parsing.model.regions.includes('*')) {
      acceptFinding(
        this,
        `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:bedrock:*::foundation-model/${parsing.model.foundationModelId}]`,
        'One model in any region, because the profile decides where it runs; calling it is allowed by way of the profile only',
      );
    }
  }
}
