import { Growing } from './growing';

/** BM25's usual parameters. */
const saturation = 1.2;
const lengthWeight = 0.75;

interface Postings {
  /** Where each term's postings begin; one entry more than there are terms. */
  readonly offsets: Uint32Array;
  readonly entries: Uint32Array;
  /** What a posting adds to its entry's score, for an idf of 1. */
  readonly gains: Float32Array;
}

/** BM25 over entries that are numbered as they come. Postings are made when they are first needed. */
export class LexicalIndex {
  private readonly ids = new Map<string, number>();
  private readonly starts = new Growing((length) => new Uint32Array(length));
  private readonly terms = new Growing((length) => new Uint32Array(length));
  private readonly counts = new Growing((length) => new Uint8Array(length));
  private readonly lengths = new Growing((length) => new Uint32Array(length));
  private postings: Postings | undefined;

  /** How many entries there are. */
  get size(): number {
    return this.starts.length;
  }

  add(terms: readonly string[]): void {
    const counts = new Map<number, number>();
    for (const term of terms) {
      let id = this.ids.get(term);
      if (id === undefined) {
        id = this.ids.size;
        this.ids.set(term, id);
      }
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    this.starts.push(this.terms.length);
    this.lengths.push(terms.length);
    for (const [id, count] of counts) {
      this.terms.push(id);
      this.counts.push(Math.min(count, 255));
    }
    this.postings = undefined;
  }

  /** How much a term tells entries apart; that of a term in no entry for one that is unknown. */
  weight(term: string): number {
    const { offsets } = this.built();
    const id = this.ids.get(term);
    const found = id === undefined ? 0 : (offsets[id + 1] ?? 0) - (offsets[id] ?? 0);
    return Math.log(1 + (this.size - found + 0.5) / (found + 0.5));
  }

  /**
   * Adds each entry's score to `scores`, as a share of what an entry would have that held every term often: 0 to
   * 1, so that scores of different questions can be compared.
   */
  score(terms: readonly string[], scores: Float32Array): void {
    const { offsets, entries, gains } = this.built();
    const unique = new Set(terms);
    let most = 0;
    for (const term of unique) most += this.weight(term) * (saturation + 1);
    if (most === 0) return;
    for (const term of unique) {
      const id = this.ids.get(term);
      if (id === undefined) continue;
      const weight = this.weight(term) / most;
      const end = offsets[id + 1] ?? 0;
      for (let at = offsets[id] ?? 0; at < end; at++) {
        const entry = entries[at] ?? 0;
        scores[entry] = (scores[entry] ?? 0) + weight * (gains[at] ?? 0);
      }
    }
  }

  /** Bytes of the typed arrays. */
  get bytes(): number {
    const { offsets, entries, gains } = this.built();
    const growing = [this.starts, this.terms, this.counts, this.lengths];
    return [offsets, entries, gains]
      .map(({ byteLength }) => byteLength)
      .concat(growing.map(({ bytes }) => bytes))
      .reduce((sum, bytes) => sum + bytes, 0);
  }

  private built(): Postings {
    this.postings ??= this.build();
    return this.postings;
  }

  /** By counting: as many passes as it takes to read the entries twice. */
  private build(): Postings {
    const terms = this.terms.all;
    const offsets = new Uint32Array(this.ids.size + 1);
    for (const term of terms) offsets[term + 1] = (offsets[term + 1] ?? 0) + 1;
    for (let at = 1; at < offsets.length; at++) offsets[at] = (offsets[at] ?? 0) + (offsets[at - 1] ?? 0);
    const next = offsets.slice();
    const entries = new Uint32Array(terms.length);
    const gains = new Float32Array(terms.length);
    let total = 0;
    for (const length of this.lengths.all) total += length;
    const average = total / Math.max(1, this.size);
    for (let entry = 0; entry < this.size; entry++) {
      const end = entry + 1 < this.size ? this.starts.at(entry + 1) : terms.length;
      const relative = this.lengths.at(entry) / Math.max(1, average);
      const norm = saturation * (1 - lengthWeight + lengthWeight * relative);
      for (let at = this.starts.at(entry); at < end; at++) {
        const term = terms[at] ?? 0;
        const place = next[term] ?? 0;
        next[term] = place + 1;
        const count = this.counts.at(at);
        entries[place] = entry;
        gains[place] = (count * (saturation + 1)) / (count + norm);
      }
    }
    return { offsets, entries, gains };
  }
}
