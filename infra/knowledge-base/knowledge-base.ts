import { createHash } from 'node:crypto';
import { Aws } from 'aws-cdk-lib';
import {
  CfnDataSource,
  type CfnDataSourceProps,
  CfnKnowledgeBase,
  type CfnKnowledgeBaseProps,
} from 'aws-cdk-lib/aws-bedrock';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { KnowledgeBaseConfig, ParsingConfig } from '../../schemas/knowledge-base-config';
import { fingerprint } from '../agent/fingerprint';
import { modelArn, profileArnOf } from '../agent/model-access';
import { chunkingConfiguration, chunkingName } from './chunking';
import { KnowledgeBaseRole } from './knowledge-base-role';
import { OpenSearchStore } from './opensearch-store';
import { S3VectorsStore } from './s3-vectors-store';

export interface KnowledgeBaseProps {
  /** Begins the names of resources that must have one. */
  readonly name: string;
  readonly config: KnowledgeBaseConfig;
  readonly documents: IBucket;
  /** AWS's own if absent. */
  readonly encryptionKey: IKey | undefined;
}

/** A knowledge base with its store, and the bucket of the documents as its data source. */
export class KnowledgeBase extends Construct {
  readonly resource: CfnKnowledgeBase;
  readonly dataSource: CfnDataSource;
  /** The sha256 of what decides how an answer is found; the documents themselves are no part of it. */
  readonly fingerprint: string;

  constructor(scope: Construct, id: string, props: KnowledgeBaseProps) {
    super(scope, id);
    const { name, config, documents, encryptionKey } = props;
    const { embeddingModel, store: storeType = 'S3_VECTORS', parsing, chunking } = config;
    const role = new KnowledgeBaseRole(this, 'Role', { config, documents, encryptionKey });
    const storeProps = { name, embeddingModel, role, encryptionKey };
    const store =
      storeType === 'S3_VECTORS'
        ? new S3VectorsStore(this, 'S3Vectors', storeProps)
        : new OpenSearchStore(this, 'OpenSearch', storeProps);
    role.addToPolicy(store.statement);

    const { dimensions, embeddingDataType = 'FLOAT32' } = embeddingModel;
    const definition: CfnKnowledgeBaseProps = {
      // Another model, store or key replaces it, and the new one is made while the old one still has its name.
      name: `${name}-${digest([embeddingModel, storeType, ...(encryptionKey ? ['key'] : [])])}`,
      description: config.description,
      roleArn: role.roleArn,
      knowledgeBaseConfiguration: {
        type: 'VECTOR',
        vectorKnowledgeBaseConfiguration: {
          embeddingModelArn: modelArn(Aws.REGION, embeddingModel.modelId),
          ...(hasChoice(embeddingModel.modelId) && {
            embeddingModelConfiguration: {
              bedrockEmbeddingModelConfiguration: { dimensions, embeddingDataType },
            },
          }),
        },
      },
      storageConfiguration: store.storageConfiguration,
    };
    this.resource = new CfnKnowledgeBase(this, 'Resource', definition);
    // Bedrock looks at both when it makes the knowledge base.
    this.resource.node.addDependency(role, ...store.before);

    const source: Omit<CfnDataSourceProps, 'dataDeletionPolicy'> = {
      knowledgeBaseId: this.resource.attrKnowledgeBaseId,
      // Other chunks replace it too: were its name the same, AWS would say that it already exists.
      name: [chunkingName(chunking), ...(parsing ? [`parsed-${digest(parsing)}`] : [])].join('-'),
      dataSourceConfiguration: {
        type: 'S3',
        s3Configuration: {
          bucketArn: documents.bucketArn,
          ...(config.inclusionPrefixes && { inclusionPrefixes: [...config.inclusionPrefixes] }),
        },
      },
      vectorIngestionConfiguration: {
        chunkingConfiguration: chunkingConfiguration(chunking),
        ...(parsing && { parsingConfiguration: parsingConfiguration(parsing) }),
      },
    };
    this.dataSource = new CfnDataSource(this, 'DataSource', {
      ...source,
      dataDeletionPolicy: config.dataDeletionPolicy ?? 'DELETE',
      ...(encryptionKey && { serverSideEncryptionConfiguration: { kmsKeyArn: encryptionKey.keyArn } }),
    });
    this.fingerprint = fingerprint(this, [definition, store.definition, source]);
  }
}

const digest = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);

/** Whether the API takes dimensions and data type: models that know only one refuse to be told. */
const hasChoice = (modelId: string) =>
  !/^(amazon\.titan-embed-text-v1|cohere\.embed-(english|multilingual)-v3)/.test(modelId);

const parsingConfiguration = ({
  parsingStrategy,
  model,
}: ParsingConfig): CfnDataSource.ParsingConfigurationProperty => ({
  parsingStrategy,
  bedrockFoundationModelConfiguration: {
    modelArn:
      model.type === 'foundation-model'
        ? modelArn(Aws.REGION, model.modelId)
        : profileArnOf(model.inferenceProfileId),
  },
});
