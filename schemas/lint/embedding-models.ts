import type { KnowledgeBaseConfig } from '../knowledge-base-config';

export interface EmbeddingModel {
  readonly dimensions: readonly number[];
  readonly dataTypes: readonly NonNullable<KnowledgeBaseConfig['embeddingModel']['embeddingDataType']>[];
  /** Longest input in tokens. */
  readonly maxTokens: number;
  /** Longest input in characters, where the model has such a limit too. */
  readonly maxCharacters?: number;
}

const float: EmbeddingModel['dataTypes'] = ['FLOAT32'];
const both: EmbeddingModel['dataTypes'] = ['FLOAT32', 'BINARY'];
const cohere3: EmbeddingModel = { dimensions: [1024], dataTypes: both, maxTokens: 512, maxCharacters: 2048 };

/**
 * What knowledge bases can embed text with (user guide, knowledge-base-supported, and the models' own pages).
 * A model that is not listed is taken as the configuration describes it.
 */
const models: Readonly<Record<string, EmbeddingModel>> = {
  'amazon.titan-embed-text-v1': { dimensions: [1536], dataTypes: float, maxTokens: 8192 },
  'amazon.titan-embed-text-v2:0': {
    dimensions: [256, 512, 1024],
    dataTypes: both,
    maxTokens: 8192,
    maxCharacters: 50_000,
  },
  'cohere.embed-english-v3': cohere3,
  'cohere.embed-multilingual-v3': cohere3,
};

export const embeddingModelOf = ({ embeddingModel }: KnowledgeBaseConfig): EmbeddingModel | undefined =>
  models[embeddingModel.modelId];
