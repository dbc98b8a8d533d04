import type { Embedder } from '../embedding/embedder';
import type { Chunking, TokenRange } from './chunking';
import { sentencesOf } from './sentences';
import type { Tokens } from './tokens';

type Semantic = Extract<Chunking, { strategy: 'SEMANTIC' }>;

/**
 * Cuts between neighbouring sentences whose surroundings (`bufferSize` sentences on each side) differ more than
 * `breakpointPercentileThreshold` per cent of all neighbours do.
 */
export async function semanticRanges(
  text: string,
  tokens: Tokens,
  { bufferSize, breakpointPercentileThreshold }: Semantic,
  embedder: Embedder,
): Promise<TokenRange[]> {
  const sentences = sentencesOf(text);
  const surroundings = sentences.map((_, at) => {
    const first = sentences[Math.max(0, at - bufferSize)];
    const last = sentences[Math.min(sentences.length - 1, at + bufferSize)];
    return text.slice(first?.start, last?.end);
  });
  const vectors = await embedder.embed(surroundings);
  const distances = vectors.slice(1).map((vector, at) => 1 - cosine(vectors[at] ?? vector, vector));
  const threshold = percentile(distances, breakpointPercentileThreshold);
  const ranges: TokenRange[] = [];
  let from = 0;
  let token = 0;
  for (const [at, distance] of distances.entries()) {
    if (distance <= threshold) continue;
    const start = sentences[at + 1]?.start ?? 0;
    while (token < tokens.count && (tokens.starts[token] ?? 0) < start) token++;
    if (token > from) ranges.push({ from, to: token });
    from = token;
  }
  ranges.push({ from, to: tokens.count });
  return ranges.filter((range) => range.to > range.from);
}

/** Between the closest ranks, as numpy's default does. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (share / 100) * (sorted.length - 1);
  const [low = 0, high = low] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
  return low + (high - low) * (rank - Math.floor(rank));
}

function cosine(a: Float32Array, b: Float32Array): number {
  let product = 0;
  let [squaredA, squaredB] = [0, 0];
  for (let at = 0; at < a.length; at++) {
    const [x = 0, y = 0] = [a[at], b[at]];
    product += x * y;
    squaredA += x * x;
    squaredB += y * y;
  }
  return squaredA && squaredB ? product / Math.sqrt(squaredA * squaredB) : 0;
}
