/** Entries of one block. */
const blockSize = 4096;

interface Block {
  /** Dimension after dimension, each with its value for every entry of the block. */
  readonly values: Int8Array;
  /** What each entry's values are multiples of. */
  readonly scales: Float32Array;
}

/**
 * Cosines over vectors of length 1, kept in a byte for each value. Values lie by dimension, so that the dimensions
 * in which the question's vector is zero cost nothing: with hashed words these are most of them.
 */
export class VectorIndex {
  private readonly blocks: Block[] = [];
  size = 0;

  constructor(private readonly dimensions: number) {}

  add(vector: Float32Array): void {
    const place = this.size % blockSize;
    if (place === 0) {
      const values = new Int8Array(this.dimensions * blockSize);
      this.blocks.push({ values, scales: new Float32Array(blockSize) });
    }
    const block = this.blocks.at(-1);
    let largest = 0;
    for (const value of vector) largest = Math.max(largest, Math.abs(value));
    if (block && largest > 0) {
      block.scales[place] = largest / 127;
      for (let dimension = 0; dimension < this.dimensions; dimension++) {
        block.values[dimension * blockSize + place] = Math.round(((vector[dimension] ?? 0) / largest) * 127);
      }
    }
    this.size++;
  }

  /** Adds `weight` times each entry's cosine with the vector to `scores`; negative ones count as 0. */
  score(vector: Float32Array, weight: number, scores: Float32Array): void {
    const sums = new Float32Array(blockSize);
    for (const [number, { values, scales }] of this.blocks.entries()) {
      const first = number * blockSize;
      const count = Math.min(blockSize, this.size - first);
      sums.fill(0);
      for (let dimension = 0; dimension < this.dimensions; dimension++) {
        const factor = vector[dimension] ?? 0;
        if (factor === 0) continue;
        const column = dimension * blockSize;
        for (let at = 0; at < count; at++) sums[at] = (sums[at] ?? 0) + factor * (values[column + at] ?? 0);
      }
      for (let at = 0; at < count; at++) {
        const cosine = (sums[at] ?? 0) * (scales[at] ?? 0);
        if (cosine > 0) scores[first + at] = (scores[first + at] ?? 0) + weight * cosine;
      }
    }
  }

  get bytes(): number {
    return this.blocks.reduce((sum, { values, scales }) => sum + values.byteLength + scales.byteLength, 0);
  }
}
