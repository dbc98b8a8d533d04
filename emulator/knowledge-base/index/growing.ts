type Numbers = Uint32Array | Uint8Array | Float32Array;

/** A typed array that grows at its end. */
export class Growing<Values extends Numbers> {
  private values: Values;
  length = 0;

  constructor(private readonly make: (length: number) => Values) {
    this.values = make(1024);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = this.make(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
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
}
