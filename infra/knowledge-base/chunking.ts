import type { CfnDataSource } from 'aws-cdk-lib/aws-bedrock';
import type { ChunkingConfig } from '../../schemas/knowledge-base-config';

/** The API has the parameters of each strategy in a structure of its own. */
export function chunkingConfiguration(chunking: ChunkingConfig): CfnDataSource.ChunkingConfigurationProperty {
  switch (chunking.chunkingStrategy) {
    case 'FIXED_SIZE': {
      const { chunkingStrategy, ...fixedSizeChunkingConfiguration } = chunking;
      return { chunkingStrategy, fixedSizeChunkingConfiguration };
    }
    case 'HIERARCHICAL': {
      const { chunkingStrategy, levelConfigurations, overlapTokens } = chunking;
      const hierarchicalChunkingConfiguration = {
        levelConfigurations: [...levelConfigurations],
        overlapTokens,
      };
      return { chunkingStrategy, hierarchicalChunkingConfiguration };
    }
    case 'SEMANTIC': {
      const { chunkingStrategy, ...semanticChunkingConfiguration } = chunking;
      return { chunkingStrategy, semanticChunkingConfiguration };
    }
    case 'NONE':
      return { chunkingStrategy: 'NONE' };
  }
}

/** Strategy and parameters, for example `fixed-size-300-20`. */
export function chunkingName(chunking: ChunkingConfig): string {
  const strategy = chunking.chunkingStrategy.toLowerCase().replace('_', '-');
  return [strategy, ...parametersOf(chunking)].join('-');
}

function parametersOf(chunking: ChunkingConfig): readonly number[] {
  switch (chunking.chunkingStrategy) {
    case 'FIXED_SIZE':
      return [chunking.maxTokens, chunking.overlapPercentage];
    case 'HIERARCHICAL':
      return [...chunking.levelConfigurations.map(({ maxTokens }) => maxTokens), chunking.overlapTokens];
    case 'SEMANTIC':
      return [chunking.maxTokens, chunking.bufferSize, chunking.breakpointPercentileThreshold];
    case 'NONE':
      return [];
  }
}
