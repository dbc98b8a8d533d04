import { isMisspelling } from '../embedding/slips';
import { alternativesOf } from '../embedding/synonyms';
import type { Entries } from './entries';
import { Growing } from './growing';

/** BM25's usual parameters. */
const saturation = 1.2;
const lengthWeight = 0.75;
/** What a word counts that says nearly the same as the one that was asked for. */
const ofAlternative = 0.6;

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
  private readonly names: string[] = [];
  private readonly starts = new Growing((length) => new Uint32Array(length));
  private readonly terms = new Growing((length) => new Uint32Array(length));
  private readonly counts = new Growing((length) => new Uint8Array(length));
  private readonly lengths = new Growing((length) => new Uint32Array(length));
  private readonly removed = new Set<number>();
  private postings: Postings | undefined;

  /** How many entries have a number, those that were removed among them. */
  get size(): number {
    return this.starts.length;
  }

  private get living(): number {
    return this.size - this.removed.size;
  }

  /** An entry that was removed has no say any more in how common a term is. */
  remove(entry: number): void {
    this.removed.add(entry);
    this.postings = undefined;
  }

  add(terms: readonly string[]): void {
    const counts = new Map<number, number>();
    for (const term of terms) {
      const id = this.idOf(term);
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

  /** A term's number, which it gets if it has none. */
  idOf(term: string): number {
    const known = this.ids.get(term);
    if (known !== undefined) return known;
    this.names.push(term);
    this.ids.set(term, this.ids.size);
    return this.ids.size - 1;
  }

  nameOf(id: number): string {
    return this.names[id] ?? '';
  }

  /** The words of the entries from one number to another, exclusive. */
  entries(first: number, end: number): Pick<Entries, 'lengths' | 'sizes' | 'terms' | 'counts'> {
    const start = this.startOf(first);
    const after = this.startOf(end);
    return {
      lengths: this.lengths.all.slice(first, end),
      sizes: Uint32Array.from({ length: end - first }, (_, at) => {
        return this.startOf(first + at + 1) - this.startOf(first + at);
      }),
      terms: this.terms.all.slice(start, after),
      counts: this.counts.all.slice(start, after),
    };
  }

  /** Adds entries whose terms have this index's numbers. */
  addEntries({
    lengths,
    sizes,
    terms,
    counts,
  }: Pick<Entries, 'lengths' | 'sizes' | 'terms' | 'counts'>): void {
    let start = this.terms.length;
    for (const size of sizes) {
      this.starts.push(start);
      start += size;
    }
    this.lengths.append(lengths);
    this.terms.append(terms);
    this.counts.append(counts);
    this.postings = undefined;
  }

  /**
   * How much a term tells entries apart. Where no entry has it, the one that says nearly the same and is the most
   * common counts; without one, that of a term in no entry.
   */
  weight(term: string): number {
    const found = this.count(term);
    if (found > 0) return this.weightOf(found);
    return this.weightOf(Math.max(0, ...[...alternativesOf(term)].map((other) => this.count(other))));
  }

  private weightOf(found: number): number {
    return Math.log(1 + (this.living - found + 0.5) / (found + 0.5));
  }

  /** In how many entries a term is. */
  private count(term: string): number {
    const { offsets } = this.built();
    const id = this.ids.get(term);
    return id === undefined ? 0 : (offsets[id + 1] ?? 0) - (offsets[id] ?? 0);
  }

  /**
   * Adds each entry's score to `scores`, as a share of what an entry would have that held every term often: 0 to
   * 1, so that scores of different questions can be compared.
   */
  score(terms: readonly string[], scores: Float32Array): void {
    const unique = new Set(terms.map((term) => this.meantBy(term)));
    let most = 0;
    for (const term of unique) most += this.weight(term) * (saturation + 1);
    if (most === 0) return;
    for (const term of unique) {
      const weight = this.weight(term) / most;
      const others = [...alternativesOf(term)].filter((other) => this.ids.has(other) && !unique.has(other));
      if (others.length === 0) {
        this.addGains(term, weight, scores);
        continue;
      }
      // The best of them counts, not their sum.
      const own = new Float32Array(scores.length);
      this.raiseToGains(term, weight, own);
      for (const other of others) this.raiseToGains(other, weight * ofAlternative, own);
      for (let at = 0; at < own.length; at++) scores[at] = (scores[at] ?? 0) + (own[at] ?? 0);
    }
  }

  /** The term itself where entries have it or what says the same; else one that it may be a misspelling of. */
  private meantBy(term: string): string {
    if (this.count(term) > 0 || [...alternativesOf(term)].some((other) => this.count(other) > 0)) return term;
    return this.names.find((name) => isMisspelling(term, name) && this.count(name) > 0) ?? term;
  }

  private addGains(term: string, weight: number, scores: Float32Array): void {
    this.eachGain(term, (entry, gain) => {
      scores[entry] = (scores[entry] ?? 0) + weight * gain;
    });
  }

  private raiseToGains(term: string, weight: number, scores: Float32Array): void {
    this.eachGain(term, (entry, gain) => {
      scores[entry] = Math.max(scores[entry] ?? 0, weight * gain);
    });
  }

  private eachGain(term: string, take: (entry: number, gain: number) => void): void {
    const { offsets, entries, gains } = this.built();
    const id = this.ids.get(term);
    if (id === undefined) return;
    const end = offsets[id + 1] ?? 0;
    for (let at = offsets[id] ?? 0; at < end; at++) take(entries[at] ?? 0, gains[at] ?? 0);
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

  private startOf(entry: number): number {
    return entry < this.size ? this.starts.at(entry) : this.terms.length;
  }

  private built(): Postings {
    this.postings ??= this.build();
    return this.postings;
  }

  /** By counting: as many passes as it takes to read the entries twice. */
  private build(): Postings {
    const terms = this.terms.all;
    const offsets = new Uint32Array(this.ids.size + 1);
    let total = 0;
    for (let entry = 0; entry < this.size; entry++) {
      if (this.removed.has(entry)) continue;
      total += this.lengths.at(entry);
      const end = this.startOf(entry + 1);
      for (let at = this.startOf(entry); at < end; at++) {
        const next = (terms[at] as number) + 1;
        offsets[next] = (offsets[next] as number) + 1;
      }
    }
    for (let at = 1; at < offsets.length; at++) offsets[at] = (offsets[at] ?? 0) + (offsets[at - 1] ?? 0);
    const next = offsets.slice();
    const count = offsets.at(-1) ?? 0;
    const entries = new Uint32Array(count);
    const gains = new Float32Array(count);
    const average = total / Math.max(1, this.living);
    for (let entry = 0; entry < this.size; entry++) {
      if (this.removed.has(entry)) continue;
      const end = this.startOf(entry + 1);
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
