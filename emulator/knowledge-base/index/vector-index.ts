import type { Entries } from './entries';

/** Entries of one block. */
const blockSize = 4096;

interface Block {
  /** Dimension after dimension, each with its value for every entry of the block. */
  readonly values: Int8Array;
  /** What each entry's values are multiples of. */
  readonly scales: Float32Array;
}

/** Columns that are added in one pass. */
const atOnce = 8;

/** Where the columns of the next dimensions begin in a block; where there are fewer, the first again. */
const columnAt = (dimensions: Uint32Array, at: number): Int32Array =>
  Int32Array.from({ length: atOnce }, (_, n) => (dimensions[at + n] ?? dimensions[at] ?? 0) * blockSize);

/**
 * Eight dimensions in one pass over the sums, in whole numbers, and from one array: each of the three measured
 * faster than what is shorter.
 */
function addColumns(
  values: Int8Array,
  columns: Int32Array,
  factors: Int32Array,
  count: number,
  sums: Int32Array,
): void {
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0] = columns;
  const [f0 = 0, f1 = 0, f2 = 0, f3 = 0, f4 = 0, f5 = 0, f6 = 0, f7 = 0] = factors;
  for (let n = 0; n < count; n++) {
    sums[n] =
      ((sums[n] as number) +
        Math.imul(f0, values[c0 + n] as number) +
        Math.imul(f1, values[c1 + n] as number) +
        Math.imul(f2, values[c2 + n] as number) +
        Math.imul(f3, values[c3 + n] as number) +
        Math.imul(f4, values[c4 + n] as number) +
        Math.imul(f5, values[c5 + n] as number) +
        Math.imul(f6, values[c6 + n] as number) +
        Math.imul(f7, values[c7 + n] as number)) |
      0;
  }
}

/** The dimensions in which a vector is not zero, with its values as multiples of `scale`. */
function columnsOf(vector: Float32Array) {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const scale = largest / 127;
  const dimensions: number[] = [];
  const factors: number[] = [];
  for (const [dimension, value] of vector.entries()) {
    const factor = scale > 0 ? Math.round(value / scale) : 0;
    if (factor === 0) continue;
    dimensions.push(dimension);
    factors.push(factor);
  }
  return { dimensions: Uint32Array.from(dimensions), factors: Int32Array.from(factors), scale };
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
    const { block, place } = this.next();
    let largest = 0;
    for (const value of vector) largest = Math.max(largest, Math.abs(value));
    if (largest === 0) return;
    block.scales[place] = largest / 127;
    for (let dimension = 0; dimension < this.dimensions; dimension++) {
      block.values[dimension * blockSize + place] = Math.round(((vector[dimension] ?? 0) / largest) * 127);
    }
  }

  /** The vectors of the entries from one number to another, exclusive. */
  entries(first: number, end: number): Pick<Entries, 'scales' | 'values'> {
    const { dimensions } = this;
    const scales = new Float32Array(end - first);
    const values = new Int8Array((end - first) * dimensions);
    for (let entry = first; entry < end; entry++) {
      const block = this.blocks[Math.floor(entry / blockSize)];
      const place = entry % blockSize;
      const start = (entry - first) * dimensions;
      scales[entry - first] = block?.scales[place] ?? 0;
      for (let dimension = 0; dimension < dimensions; dimension++) {
        values[start + dimension] = block?.values[dimension * blockSize + place] ?? 0;
      }
    }
    return { scales, values };
  }

  addEntries({ scales, values }: Pick<Entries, 'scales' | 'values'>): void {
    const { dimensions } = this;
    for (const [at, scale] of scales.entries()) {
      const { block, place } = this.next();
      block.scales[place] = scale;
      const start = at * dimensions;
      for (let dimension = 0; dimension < dimensions; dimension++) {
        block.values[dimension * blockSize + place] = values[start + dimension] as number;
      }
    }
  }

  private next(): { readonly block: Block; readonly place: number } {
    const place = this.size++ % blockSize;
    const last = this.blocks.at(-1);
    if (last && place > 0) return { block: last, place };
    const values = new Int8Array(this.dimensions * blockSize);
    const block = { values, scales: new Float32Array(blockSize) };
    this.blocks.push(block);
    return { block, place };
  }

  /**
   * Adds `weight` times each entry's cosine with the vector to `before` times what is in `scores`; negative cosines
   * count as 0.
   */
  score(
    vector: Float32Array,
    { weight, before }: { readonly weight: number; readonly before: number },
    scores: Float32Array,
  ): void {
    const { dimensions, factors, scale } = columnsOf(vector);
    const sums = new Int32Array(blockSize);
    for (const [number, { values, scales }] of this.blocks.entries()) {
      const first = number * blockSize;
      const count = Math.min(blockSize, this.size - first);
      sums.fill(0);
      for (let at = 0; at < dimensions.length; at += atOnce) {
        addColumns(values, columnAt(dimensions, at), factors.subarray(at, at + atOnce), count, sums);
      }
      for (let at = 0; at < count; at++) {
        const cosine = (sums[at] as number) * (scales[at] as number) * scale;
        const kept = Math.fround((scores[first + at] as number) * before);
        scores[first + at] = cosine > 0 ? kept + weight * cosine : kept;
      }
    }
  }

  get bytes(): number {
    return this.blocks.reduce((sum, { values, scales }) => sum + values.byteLength + scales.byteLength, 0);
  }
}
