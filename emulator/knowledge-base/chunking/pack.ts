import type { TokenRange } from './chunking';
import { sentencesOf } from './sentences';
import type { Tokens } from './tokens';

export interface PackProps {
  readonly maxTokens: number;
  /** Tokens that a chunk repeats of the one before, at most. */
  readonly overlap: number;
}

/**
 * Fills chunks with whole sentences up to their limit. A sentence that is longer than that by itself is cut
 * between words, and a word that is, within. The repeated part begins with a sentence if one begins in it.
 */
export function packed(
  text: string,
  tokens: Tokens,
  { from, to }: TokenRange,
  { maxTokens, overlap }: PackProps,
): TokenRange[] {
  const boundary = boundariesOf(text, tokens);
  const ranges: TokenRange[] = [];
  for (let start = from; start < to; ) {
    const end = start + maxTokens >= to ? to : cutBefore(boundary, start, start + maxTokens);
    ranges.push({ from: start, to: end });
    if (end === to) break;
    start = Math.max(start + 1, repeatFrom(boundary, end, Math.min(overlap, maxTokens - 1)));
  }
  return ranges;
}

const inWord = 0;
const word = 1;
const sentence = 2;

/** What begins at each token. */
function boundariesOf(text: string, { starts, ends, count }: Tokens): Uint8Array {
  const known = cache.get(starts);
  if (known) return known;
  const boundary = new Uint8Array(count);
  for (let at = 0; at < count; at++) boundary[at] = at === 0 || starts[at] !== ends[at - 1] ? word : inWord;
  let at = 0;
  for (const { start } of sentencesOf(text)) {
    while (at < count && (starts[at] ?? 0) < start) at++;
    if (at < count) boundary[at] = sentence;
  }
  cache.set(starts, boundary);
  return boundary;
}

/** By the tokens' own array: a hierarchy asks for the same document once for each parent. */
const cache = new WeakMap<Uint32Array, Uint8Array>();

/** The last place up to `limit` where a sentence begins, else a word, else the limit itself. */
function cutBefore(boundary: Uint8Array, start: number, limit: number): number {
  for (const kind of [sentence, word]) {
    for (let at = limit; at > start; at--) if ((boundary[at] ?? inWord) >= kind) return at;
  }
  return limit;
}

function repeatFrom(boundary: Uint8Array, end: number, overlap: number): number {
  for (const kind of [sentence, word]) {
    for (let at = end - overlap; at < end; at++) if ((boundary[at] ?? inWord) >= kind) return at;
  }
  return end - overlap;
}
