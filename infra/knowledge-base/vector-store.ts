import type { CfnKnowledgeBase } from 'aws-cdk-lib/aws-bedrock';
import type { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IDependable } from 'constructs';
import type { KnowledgeBaseConfig } from '../../schemas/knowledge-base-config';

export interface VectorStoreProps {
  /** Begins the names of resources that must have one. */
  readonly name: string;
  readonly embeddingModel: KnowledgeBaseConfig['embeddingModel'];
  /** The knowledge base's role, which reads and writes the store. */
  readonly role: Role;
  /** AWS's own if absent. A store can't change its key: another one is another store. */
  readonly encryptionKey: IKey | undefined;
}

/** Where the vectors of the chunks are kept. */
export interface VectorStore {
  readonly storageConfiguration: CfnKnowledgeBase.StorageConfigurationProperty;
  /** What the role needs for it. */
  readonly statement: PolicyStatement;
  /** What must be there before the knowledge base, which looks at it when it is made. */
  readonly before: readonly IDependable[];
  /** What it is, for the fingerprint of whatever depends on it. */
  readonly definition: unknown;
}
