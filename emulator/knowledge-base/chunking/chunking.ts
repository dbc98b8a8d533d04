import type { Embedder } from '../embedding/embedder';
import { packed } from './pack';
import { semanticRanges } from './semantic';
import { type Tokens, tokensOf } from './tokens';

/** A data source's chunking, in the API's words; without one, Bedrock's default: about 300 tokens. */
export type Chunking =
  | { readonly strategy: 'DEFAULT' }
  | { readonly strategy: 'NONE' }
  | { readonly strategy: 'FIXED_SIZE'; readonly maxTokens: number; readonly overlapPercentage: number }
  | {
      readonly strategy: 'HIERARCHICAL';
      readonly parentMaxTokens: number;
      readonly childMaxTokens: number;
      readonly overlapTokens: number;
    }
  | {
      readonly strategy: 'SEMANTIC';
      readonly maxTokens: number;
      readonly bufferSize: number;
      readonly breakpointPercentileThreshold: number;
    };

/** A part of a document: `text` is what stands in it from `start` to `end`. */
export interface Chunk {
  readonly text: string;
  /** In UTF-16 units of the document's text. */
  readonly start: number;
  readonly end: number;
  /** An estimate: see tokens.ts. */
  readonly tokens: number;
  /** Of a hierarchical chunk: the position of its parent in `parents`. */
  readonly parent?: number;
}

export interface Chunks {
  /** What is searched, in the document's sequence. */
  readonly chunks: readonly Chunk[];
  /** HIERARCHICAL only: what is returned in place of the chunks that were found. */
  readonly parents: readonly Chunk[];
}

/** From one token to another, exclusive. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** Bedrock's default chunking: "approximately 300 tokens" (user guide, kb-chunking). */
const defaultMaxTokens = 300;

/**
 * Cuts a document into chunks that honour sentences where they fit. Nothing that is not white space is left out.
 * AWS's chunker is not public: sizes are estimates, and boundaries differ from AWS's. SEMANTIC asks the embedder.
 */
export async function chunk(text: string, chunking: Chunking, embedder: Embedder): Promise<Chunks> {
  const tokens = tokensOf(text);
  if (tokens.count === 0) return { chunks: [], parents: [] };
  const whole = { from: 0, to: tokens.count };
  const cut = (range: TokenRange, parent?: number) => chunkOf(text, tokens, range, parent);
  const cutAll = (ranges: readonly TokenRange[]): Chunks => ({
    chunks: ranges.map((range) => cut(range)),
    parents: [],
  });
  switch (chunking.strategy) {
    case 'NONE':
      return cutAll([whole]);
    case 'DEFAULT':
      return cutAll(packed(text, tokens, whole, { maxTokens: defaultMaxTokens, overlap: 0 }));
    case 'FIXED_SIZE': {
      const { maxTokens, overlapPercentage } = chunking;
      const overlap = Math.floor((maxTokens * overlapPercentage) / 100);
      return cutAll(packed(text, tokens, whole, { maxTokens, overlap }));
    }
    case 'HIERARCHICAL': {
      const { parentMaxTokens, childMaxTokens, overlapTokens: overlap } = chunking;
      const parents = packed(text, tokens, whole, { maxTokens: parentMaxTokens, overlap });
      const chunks = parents.flatMap((range, parent) =>
        packed(text, tokens, range, { maxTokens: childMaxTokens, overlap }).map((child) =>
          cut(child, parent),
        ),
      );
      return { chunks, parents: parents.map((range) => cut(range)) };
    }
    case 'SEMANTIC': {
      const ranges = await semanticRanges(text, tokens, chunking, embedder);
      const { maxTokens } = chunking;
      return cutAll(ranges.flatMap((range) => packed(text, tokens, range, { maxTokens, overlap: 0 })));
    }
  }
}

function chunkOf(text: string, { starts, ends }: Tokens, { from, to }: TokenRange, parent?: number): Chunk {
  const start = starts[from] ?? 0;
  const end = ends[to - 1] ?? start;
  return {
    text: text.slice(start, end),
    start,
    end,
    tokens: to - from,
    ...(parent !== undefined && { parent }),
  };
}
