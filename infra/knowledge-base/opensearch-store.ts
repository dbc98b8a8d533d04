import { createHash } from 'node:crypto';
import { DefaultStackSynthesizer, Fn, Stack } from 'aws-cdk-lib';
import type { CfnKnowledgeBase } from 'aws-cdk-lib/aws-bedrock';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  CfnAccessPolicy,
  CfnCollection,
  CfnIndex,
  type CfnIndexProps,
  CfnSecurityPolicy,
} from 'aws-cdk-lib/aws-opensearchserverless';
import { Construct } from 'constructs';
import type { VectorStore, VectorStoreProps } from './vector-store';

const fields = {
  vectorField: 'vector',
  textField: 'AMAZON_BEDROCK_TEXT_CHUNK',
  metadataField: 'AMAZON_BEDROCK_METADATA',
};

/** A collection of its own with one index. It costs money by the hour, whether somebody asks or not. */
export class OpenSearchStore extends Construct implements VectorStore {
  readonly storageConfiguration: CfnKnowledgeBase.StorageConfigurationProperty;
  readonly statement: PolicyStatement;
  readonly before: readonly CfnIndex[];
  readonly definition: unknown;

  constructor(scope: Construct, id: string, props: VectorStoreProps) {
    super(scope, id);
    const { embeddingModel, role, encryptionKey } = props;
    const { dimensions, embeddingDataType = 'FLOAT32' } = embeddingModel;
    const name = collectionName(encryptionKey ? `${props.name}-key` : props.name);
    // An index can't change its vectors: others need another index.
    const indexName = `${embeddingDataType.toLowerCase()}-${dimensions}`;
    const collection = this.collection(name, encryptionKey?.keyArn);
    const access = new CfnAccessPolicy(this, 'Access', {
      name,
      type: 'data',
      policy: Stack.of(this).toJsonString([
        grant(role.roleArn, `index/${name}/${indexName}`, ['DescribeIndex', 'ReadDocument', 'WriteDocument']),
        // CloudFormation makes the index as itself: what IAM allows it does not count inside a collection.
        grant(this.deployerArn(), `index/${name}/${indexName}`, [
          'CreateIndex',
          'DescribeIndex',
          'UpdateIndex',
          'DeleteIndex',
        ]),
      ]),
    });
    const index: Omit<CfnIndexProps, 'collectionEndpoint'> = {
      indexName,
      settings: { index: { knn: true, knnAlgoParamEfSearch: 512 } },
      mappings: {
        properties: {
          [fields.vectorField]: {
            type: 'knn_vector',
            dimension: dimensions,
            dataType: embeddingDataType === 'BINARY' ? 'binary' : 'float',
            // Bedrock takes the engine faiss only; binary vectors are compared by their differing bits.
            method: {
              engine: 'faiss',
              name: 'hnsw',
              spaceType: embeddingDataType === 'BINARY' ? 'hamming' : 'l2',
              parameters: { m: 16, efConstruction: 512 },
            },
          },
          [fields.textField]: { type: 'text', index: true },
          [fields.metadataField]: { type: 'text', index: false },
        },
      },
    };
    const resource = new CfnIndex(this, 'Index', {
      ...index,
      collectionEndpoint: collection.attrCollectionEndpoint,
    });
    resource.addResourceDependency(access);
    this.before = [resource];
    this.definition = { name, index, embeddingDataType };
    this.storageConfiguration = {
      type: 'OPENSEARCH_SERVERLESS',
      opensearchServerlessConfiguration: {
        collectionArn: collection.attrArn,
        vectorIndexName: indexName,
        fieldMapping: fields,
      },
    };
    this.statement = new PolicyStatement({
      actions: ['aoss:APIAccessAll'],
      resources: [collection.attrArn],
    });
  }

  /** Open to Bedrock alone: not to the internet. */
  private collection(name: string, KmsARN: string | undefined): CfnCollection {
    const rules = [{ ResourceType: 'collection', Resource: [`collection/${name}`] }];
    const encryption = new CfnSecurityPolicy(this, 'Encryption', {
      name,
      type: 'encryption',
      policy: Stack.of(this).toJsonString({
        Rules: rules,
        ...(KmsARN ? { AWSOwnedKey: false, KmsARN } : { AWSOwnedKey: true }),
      }),
    });
    const network = new CfnSecurityPolicy(this, 'Network', {
      name,
      type: 'network',
      policy: JSON.stringify([
        { Rules: rules, AllowFromPublic: false, SourceServices: ['bedrock.amazonaws.com'] },
      ]),
    });
    const collection = new CfnCollection(this, 'Collection', {
      name,
      type: 'VECTORSEARCH',
      // A second copy in another zone doubles the price; the documents can be ingested anew.
      standbyReplicas: 'DISABLED',
    });
    collection.addResourceDependency(encryption);
    collection.addResourceDependency(network);
    return collection;
  }

  /** The role with which CloudFormation deploys the stack. */
  private deployerArn(): string {
    const { synthesizer } = Stack.of(this);
    if (!(synthesizer instanceof DefaultStackSynthesizer)) {
      throw new Error('OPENSEARCH_SERVERLESS needs a stack that the roles of cdk bootstrap deploy');
    }
    return Fn.sub(synthesizer.cloudFormationExecutionRoleArn);
  }
}

const grant = (principal: string, resource: string, actions: readonly string[]) => ({
  Rules: [
    { ResourceType: 'index', Resource: [resource], Permission: actions.map((action) => `aoss:${action}`) },
  ],
  Principal: [principal],
});

/** Collections and their policies have names of at most 32 characters. */
function collectionName(name: string): string {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return name.length <= 32 ? name : `${name.slice(0, 23)}-${digest}`;
}
