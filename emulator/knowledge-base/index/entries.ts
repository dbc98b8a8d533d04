/** What an index keeps of entries that follow each other, apart from the index: no text, nothing to compute anew. */
export interface Entries {
  /** Terms of each entry, and different terms. */
  readonly lengths: Uint32Array;
  readonly sizes: Uint32Array;
  /** The different terms of all entries, one after the other, by number, and how often each occurs. */
  readonly terms: Uint32Array;
  readonly counts: Uint8Array;
  /** The vectors, one after the other, each value a multiple of its vector's scale. */
  readonly scales: Float32Array;
  readonly values: Int8Array;
}
