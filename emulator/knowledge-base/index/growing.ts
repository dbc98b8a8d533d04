type Numbers = Uint32Array | Uint8Array | Float32Array;

/** A typed array that grows at its end. */
export class Growing<Values extends Numbers> {
  private values: Values;
  length = 0;

  constructor(private readonly make: (length: number) => Values) {
    this.values = make(1024);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.grow(this.length * 2);
    this.values[this.length++] = value;
  }

  append(values: ArrayLike<number>): void {
    const end = this.length + values.length;
    if (end > this.values.length) this.grow(Math.max(end, this.values.length * 2));
    this.values.set(values, this.length);
    this.length = end;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }

  /** What is in it now; not a copy. */
  get all(): Values {
    return this.values.subarray(0, this.length) as Values;
  }

  /** Bytes that it holds. */
  get bytes(): number {
    return this.values.byteLength;
  }

  private grow(length: number): void {
    const larger = this.make(length);
    larger.set(this.values);
    this.values = larger;
  }
}
