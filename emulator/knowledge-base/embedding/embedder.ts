/** Turns texts into vectors. Vectors of different embedders, by `name`, are not compared. */
export interface Embedder {
  readonly name: string;
  readonly dimensions: number;
  /** `lexical` vectors know the words of a text, not their meaning. */
  readonly kind: 'lexical' | 'semantic';
  /** A vector of length 1 for each text; of zeros where a text has nothing to embed. */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
}
