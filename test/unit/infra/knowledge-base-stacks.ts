import type { AgentConfig } from '../../../schemas/agent-config';
import type { KnowledgeBaseConfig } from '../../../schemas/knowledge-base-config';
import { type SynthesizeOptions, synthesize } from './synthesized';

export const configured: KnowledgeBaseConfig = {
  description: 'What the rules say',
  documents: 'docs-corpus',
  embeddingModel: { modelId: 'amazon.titan-embed-text-v2:0', dimensions: 1024 },
  chunking: { chunkingStrategy: 'FIXED_SIZE', maxTokens: 300, overlapPercentage: 20 },
  inclusionPrefixes: ['docs/'],
};

/** A change of the agent's configuration: that knowledge base, itself changed. */
export const changed = (change: Partial<KnowledgeBaseConfig>): Partial<AgentConfig> => ({
  knowledgeBase: { ...configured, ...change },
});

/** The stacks of an agent with that knowledge base, changed. */
export function stacksOf(change: Partial<KnowledgeBaseConfig> = {}, options: SynthesizeOptions = {}) {
  const { agent, knowledgeBase } = synthesize({ ...options, change: changed(change) });
  if (!knowledgeBase) throw new Error('no stack');
  return { agent, knowledgeBase };
}
