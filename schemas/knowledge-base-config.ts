import type { ModelReference } from './agent-config';

/**
 * How documents become chunks, in the words of the API (ChunkingConfiguration). Sizes are tokens of the embedding
 * model. Another strategy, or another size, replaces the data source: every document is ingested anew.
 */
export type ChunkingConfig =
  | {
      readonly chunkingStrategy: 'FIXED_SIZE';
      readonly maxTokens: number;
      /** 1 to 99 per cent of a chunk that the next one repeats. */
      readonly overlapPercentage: number;
    }
  | {
      readonly chunkingStrategy: 'HIERARCHICAL';
      /** The parents, which the agent reads, and the children within them, which are searched. */
      readonly levelConfigurations: readonly [{ readonly maxTokens: number }, { readonly maxTokens: number }];
      readonly overlapTokens: number;
    }
  | {
      readonly chunkingStrategy: 'SEMANTIC';
      readonly maxTokens: number;
      /** 0 compares each sentence by itself, 1 with its neighbours. */
      readonly bufferSize: number;
      /** 50 to 99; 95 splits at the 5 per cent of neighbouring sentences that differ most. */
      readonly breakpointPercentileThreshold: number;
    }
  /** Each file is one chunk. */
  | { readonly chunkingStrategy: 'NONE' };

/** A model that reads what the default parser does not, such as tables in PDF files. Costs its tokens. */
export interface ParsingConfig {
  readonly parsingStrategy: 'BEDROCK_FOUNDATION_MODEL';
  readonly model: Extract<ModelReference, { type: 'foundation-model' | 'inference-profile' }>;
}

export interface AutoSyncConfig {
  /** When to look whether documents changed: `rate(1 hour)` or `cron(0 6 * * ? *)`, at least every 14 days. */
  readonly scheduleExpression: string;
  /** For cron, for example `Europe/Berlin`; UTC if not given. */
  readonly scheduleExpressionTimezone?: string;
}

export interface KnowledgeBaseConfig {
  /** What the agent uses it for, 1 to 200 characters: the model decides by it when to look something up. */
  readonly description: string;
  /** The folder of the documents, relative to the project. */
  readonly documents: string;
  readonly embeddingModel: {
    /** A foundation model of the stack's own region, for example `amazon.titan-embed-text-v2:0`. */
    readonly modelId: string;
    readonly dimensions: number;
    /** FLOAT32 if not given. */
    readonly embeddingDataType?: 'FLOAT32' | 'BINARY';
  };
  readonly chunking: ChunkingConfig;
  /** S3_VECTORS if not given; OPENSEARCH_SERVERLESS searches words too, and costs money while nobody asks. */
  readonly store?: 'S3_VECTORS' | 'OPENSEARCH_SERVERLESS';
  /** Which keys of the bucket are documents; Bedrock takes one prefix. All of them if not given. */
  readonly inclusionPrefixes?: readonly string[];
  /**
   * What becomes of the chunks when the data source is deleted or replaced. DELETE if not given: with RETAIN the
   * old chunks stay in the index, beside those of the new data source.
   */
  readonly dataDeletionPolicy?: 'RETAIN' | 'DELETE';
  /** The default parser, which reads text only, if not given. */
  readonly parsing?: ParsingConfig;
  /** Sent by the scripts with each request, since no template has a place for it; Bedrock chooses if not given. */
  readonly overrideSearchType?: 'SEMANTIC' | 'HYBRID';
  /** 1 to 100 chunks for a question, as above; 5 if not given, as Bedrock has it. */
  readonly numberOfResults?: number;
  /** Off if not given: then only `npm run sync` takes documents over. */
  readonly autoSync?: AutoSyncConfig;
}
