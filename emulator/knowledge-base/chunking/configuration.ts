import type { ChunkingConfiguration } from '@aws-sdk/client-bedrock-agent';
import type { Chunking } from './chunking';

/** A data source's ChunkingConfiguration, checked. Throws an Error that names the field and its limits. */
export function chunkingOf(configuration: ChunkingConfiguration | undefined): Chunking {
  if (!configuration) return { strategy: 'DEFAULT' };
  const {
    chunkingStrategy: strategy,
    fixedSizeChunkingConfiguration: fixed,
    hierarchicalChunkingConfiguration: hierarchical,
    semanticChunkingConfiguration: semantic,
  } = configuration;
  switch (strategy) {
    case 'NONE':
      return { strategy };
    case 'FIXED_SIZE': {
      const at = 'fixedSizeChunkingConfiguration';
      return {
        strategy,
        maxTokens: number(fixed?.maxTokens, `${at}.maxTokens`, 1),
        overlapPercentage: number(fixed?.overlapPercentage, `${at}.overlapPercentage`, 1, 99),
      };
    }
    case 'HIERARCHICAL': {
      const at = 'hierarchicalChunkingConfiguration';
      const [parent, child] = hierarchical?.levelConfigurations ?? [];
      return {
        strategy,
        parentMaxTokens: number(parent?.maxTokens, `${at}.levelConfigurations[0].maxTokens`, 1, 8192),
        childMaxTokens: number(child?.maxTokens, `${at}.levelConfigurations[1].maxTokens`, 1, 8192),
        overlapTokens: number(hierarchical?.overlapTokens, `${at}.overlapTokens`, 1),
      };
    }
    case 'SEMANTIC': {
      const at = 'semanticChunkingConfiguration';
      const threshold = semantic?.breakpointPercentileThreshold;
      return {
        strategy,
        maxTokens: number(semantic?.maxTokens, `${at}.maxTokens`, 1),
        bufferSize: number(semantic?.bufferSize, `${at}.bufferSize`, 0, 1),
        breakpointPercentileThreshold: number(threshold, `${at}.breakpointPercentileThreshold`, 50, 99),
      };
    }
    default:
      throw new Error(
        `chunkingConfiguration.chunkingStrategy: ${strategy} is none of FIXED_SIZE, HIERARCHICAL, SEMANTIC, NONE`,
      );
  }
}

/** The limits are the API reference's; a template may hold a number as text. */
function number(value: unknown, name: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const found = typeof value === 'string' ? Number(value) : value;
  if (typeof found === 'number' && Number.isInteger(found) && found >= least && found <= most) return found;
  const range = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `between ${least} and ${most}`;
  throw new Error(`chunkingConfiguration.${name}: ${JSON.stringify(value)} is no whole number ${range}`);
}
