import type { AgentConfig } from '../../../schemas/agent-config';
import type { KnowledgeBaseConfig } from '../../../schemas/knowledge-base-config';
import { configured } from '../../kit/knowledge-base/configured';
import { type SynthesizeOptions, synthesize } from './synthesized';

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
