/**
 * Where each token of a text begins and ends, in UTF-16 units; all that is not white space is in a token. AWS's chunker
 * and its tokenizer are not public, so every count here is an estimate: a run of up to six letters, up to three digits,
 * one ideograph or any other character is one token.
 */
export interface Tokens {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly count: number;
}

const piece =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\p{L}\p{M}*){1,6}|\p{N}{1,3}|\S/gu;

export function tokensOf(text: string): Tokens {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(piece)) {
    starts.push(match.index);
    ends.push(match.index + match[0].length);
  }
  return { starts: Uint32Array.from(starts), ends: Uint32Array.from(ends), count: starts.length };
}

/** An estimate, as tokens are. */
export const countTokens = (text: string): number => tokensOf(text).count;
