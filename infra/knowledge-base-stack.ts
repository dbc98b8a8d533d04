import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { KnowledgeBaseConfig } from '../schemas/knowledge-base-config';
import { EncryptionKey } from './encryption-key';
import { AutoSync } from './knowledge-base/auto-sync';
import { DocumentsBucket } from './knowledge-base/documents-bucket';
import { KnowledgeBase } from './knowledge-base/knowledge-base';

export interface KnowledgeBaseStackProps extends StackProps {
  /** The agent's name and stage. */
  readonly name: string;
  readonly config: KnowledgeBaseConfig;
  readonly customerManagedKey: boolean;
}

/** The documents and what is made of them. Outlives the agent, and can be synced without it. */
export class KnowledgeBaseStack extends Stack {
  readonly knowledgeBase: KnowledgeBase;

  constructor(scope: Construct, id: string, props: KnowledgeBaseStackProps) {
    super(scope, id, props);
    const { name, config, customerManagedKey } = props;
    const encryptionKey = customerManagedKey
      ? new EncryptionKey(this, 'Key', { description: `Documents of ${name}`, retained: true })
      : undefined;
    if ((config.store ?? 'S3_VECTORS') === 'S3_VECTORS') encryptionKey?.allowVectorIndexing();
    if (config.autoSync) encryptionKey?.allowLogs();
    const documents = new DocumentsBucket(this, 'Documents', {
      eventBridgeEnabled: config.autoSync !== undefined,
      encryptionKey,
    });
    this.knowledgeBase = new KnowledgeBase(this, 'KnowledgeBase', { name, config, documents, encryptionKey });
    const { resource, dataSource } = this.knowledgeBase;
    if (config.autoSync) {
      new AutoSync(this, 'AutoSync', {
        config: config.autoSync,
        documents,
        prefix: config.inclusionPrefixes?.[0],
        knowledgeBase: resource,
        dataSource,
        encryptionKey,
      });
    }
    const outputs: Record<string, [value: string, description: string]> = {
      KnowledgeBaseId: [resource.attrKnowledgeBaseId, 'Id of the knowledge base'],
      DataSourceId: [dataSource.attrDataSourceId, 'Id of its data source'],
      DocumentsBucket: [documents.bucketName, 'Name of the bucket of the documents'],
    };
    for (const [key, [value, description]] of Object.entries(outputs)) {
      new CfnOutput(this, key, { value, description });
    }
  }

  /**
   * For another stack. An export could not change while that stack uses it, so that no other model or store could
   * ever be deployed.
   */
  get knowledgeBaseId(): string {
    return Fn.getStackOutput(this.stackName, 'KnowledgeBaseId');
  }
}
