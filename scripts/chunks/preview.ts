import { type Chunk, chunk } from '../../emulator/knowledge-base/chunking/chunking';
import type { Embedder } from '../../emulator/knowledge-base/embedding/embedder';
import { counted } from '../cli/counted';
import type { NamedChunking } from './strategy';

export interface PreviewedChunk {
  readonly text: string;
  /** An estimate. */
  readonly tokens: number;
  /** How much of its beginning the chunk before has too, in UTF-16 units. */
  readonly repeated: number;
  /** Of a hierarchical chunk: the number of its parent, from 1. */
  readonly parent?: number;
}

/** A document as one strategy cuts it. */
export interface Preview {
  readonly chunking: NamedChunking;
  readonly chunks: readonly PreviewedChunk[];
  /** HIERARCHICAL only: what the agent gets in place of the chunks that are found. */
  readonly parents: readonly PreviewedChunk[];
  readonly warnings: readonly string[];
}

/** What Titan Text Embeddings V2 takes (Bedrock user guide, titan-embedding-models). */
const longestInput = 8_192;

/** Cuts the texts of a document, one after the other. */
export async function preview(
  texts: readonly string[],
  chunking: NamedChunking,
  embedder: Embedder,
): Promise<Preview> {
  const chunks: PreviewedChunk[] = [];
  const parents: PreviewedChunk[] = [];
  for (const text of texts) {
    const cut = await chunk(text, chunking, embedder);
    const before = parents.length;
    parents.push(...cut.parents.map((one, at) => previewed(one, cut.parents[at - 1])));
    for (const [at, one] of cut.chunks.entries()) {
      const previous = cut.chunks[at - 1];
      // A child repeats of its neighbour within the same parent; the parents' overlap is theirs.
      const neighbour = previous?.parent === one.parent ? previous : undefined;
      const parent = one.parent === undefined ? {} : { parent: before + one.parent + 1 };
      chunks.push({ ...previewed(one, neighbour), ...parent });
    }
  }
  return { chunking, chunks, parents, warnings: warningsOf(chunks, chunking, embedder) };
}

const previewed = ({ text, tokens, start }: Chunk, before: Chunk | undefined): PreviewedChunk => ({
  text,
  tokens,
  repeated: Math.max(0, Math.min((before?.end ?? start) - start, text.length)),
});

function warningsOf(
  chunks: readonly PreviewedChunk[],
  { strategy }: NamedChunking,
  embedder: Embedder,
): string[] {
  const long = chunks.filter(({ tokens }) => tokens > longestInput).length;
  return [
    ...(long > 0
      ? [`${long} of ${chunks.length} chunks have more than the ${longestInput} tokens that Titan V2 embeds`]
      : []),
    ...(strategy === 'SEMANTIC' && embedder.kind === 'lexical'
      ? ['SEMANTIC compares sentences by their words here; on AWS the embedding model compares meanings']
      : []),
  ];
}

/** Said beside every number of tokens. */
export const estimateNotice =
  "Token counts and boundaries are estimates: AWS's chunker and tokenizer are not public.";

/** `12 chunks, 180 to 300 tokens, 3,120 in all` */
export function summary({ chunks, parents }: Preview): string {
  const tokens = chunks.map((one) => one.tokens);
  const all = tokens.reduce((sum, one) => sum + one, 0);
  const [least, most] = tokens.reduce(
    ([low, high], one) => [Math.min(low, one), Math.max(high, one)],
    [tokens[0] ?? 0, 0],
  );
  const size = least === most ? `${most} tokens` : `${least} to ${most} tokens`;
  const within = parents.length > 0 ? ` in ${counted(parents.length, 'parent')}` : '';
  return `${counted(chunks.length, 'chunk')}${within}, ${size}, ${all} in all`;
}
