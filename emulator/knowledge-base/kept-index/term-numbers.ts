import type { SearchIndex } from '../index/search-index';

/** Terms by their place among those of a file, and by their number in the index that reads or writes it. */
export class TermNumbers {
  private readonly ids: number[] = [];
  private readonly places = new Map<number, number>();

  constructor(private readonly index: SearchIndex) {}

  /** Takes note of terms that the file names next. */
  add(names: readonly string[]): void {
    for (const name of names) {
      const id = this.index.termId(name);
      this.places.set(id, this.ids.length);
      this.ids.push(id);
    }
  }

  /** From places in the file to numbers in the index. */
  read(terms: Uint32Array): Uint32Array {
    return terms.map((place) => this.ids[place] ?? 0);
  }

  /** From numbers in the index to places in the file, with the names that it then has to add. */
  write(terms: Uint32Array): { readonly places: Uint32Array; readonly names: readonly string[] } {
    const added = new Map<number, number>();
    const places = terms.map((id) => {
      const known = this.places.get(id) ?? added.get(id);
      if (known !== undefined) return known;
      added.set(id, this.ids.length + added.size);
      return this.ids.length + added.size - 1;
    });
    return { places, names: [...added.keys()].map((id) => this.index.termName(id)) };
  }
}
