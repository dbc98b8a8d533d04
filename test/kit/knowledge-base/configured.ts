import type { KnowledgeBaseConfig } from '../../../schemas/knowledge-base-config';

/** A knowledge base for tests of the stacks: the project's own may have none, or another store. */
export const configured: KnowledgeBaseConfig = {
  description: 'What the rules say',
  // A folder of any domain's project.
  documents: 'docs',
  embeddingModel: { modelId: 'amazon.titan-embed-text-v2:0', dimensions: 1024 },
  chunking: { chunkingStrategy: 'FIXED_SIZE', maxTokens: 300, overlapPercentage: 20 },
  inclusionPrefixes: ['docs/'],
};
