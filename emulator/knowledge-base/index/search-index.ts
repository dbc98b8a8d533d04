import { setImmediate as nextTick } from 'node:timers/promises';
import type { Embedder } from '../embedding/embedder';
import { askedTerms } from '../embedding/synonyms';
import { termsOf } from '../embedding/terms';
import type { Entries } from './entries';
import { LexicalIndex } from './lexical-index';
import { VectorIndex } from './vector-index';

export interface Hit {
  /** As it was numbered when it was added. */
  readonly entry: number;
  /** 0 to 1. */
  readonly score: number;
}

export interface SearchProps {
  readonly limit: number;
  /** By words and vectors, or by vectors alone. */
  readonly by: 'both' | 'vectors';
  /** Entries that a filter lets through; all if absent. */
  readonly accepts?: (entry: number) => boolean;
}

/**
 * What words weigh beside vectors. Both are shares from 0 to 1, so they are added: unlike a fusion by rank, the sum
 * says how good the best one is, which decides whether anything was found at all.
 */
const wordWeight = 0.7;
/** Texts that are embedded before others get their turn. */
const addedAtOnce = 64;

/** Finds texts by their words (BM25) and by their vectors. Entries are numbered from 0 as they are added. */
export class SearchIndex {
  private readonly words = new LexicalIndex();
  private readonly vectors: VectorIndex;
  private readonly removed = new Set<number>();

  constructor(private readonly embedder: Embedder) {
    this.vectors = new VectorIndex(embedder.dimensions);
  }

  /** How many entries there are, without those that were removed. */
  get size(): number {
    return this.words.size - this.removed.size;
  }

  /** How many entries it holds, with those that were removed. */
  get held(): number {
    return this.words.size;
  }

  /** Resolves to the number of the first one; the others follow. One call at a time. */
  async add(texts: readonly string[]): Promise<number> {
    const first = this.words.size;
    for (let from = 0; from < texts.length; from += addedAtOnce) {
      // Embedding takes this thread: others get their turn in between.
      if (from > 0) await nextTick();
      const some = texts.slice(from, from + addedAtOnce);
      const vectors = await this.embedder.embed(some);
      for (const [at, text] of some.entries()) {
        this.words.add(termsOf(text));
        this.vectors.add(vectors[at] ?? new Float32Array(this.embedder.dimensions));
      }
    }
    return first;
  }

  /** What is kept of the entries from one number to another, exclusive. */
  entries(first: number, end: number): Entries {
    return { ...this.words.entries(first, end), ...this.vectors.entries(first, end) };
  }

  /** Adds entries whose terms have this index's numbers. Returns the number of the first one. */
  addEntries(entries: Entries): number {
    const first = this.words.size;
    this.words.addEntries(entries);
    this.vectors.addEntries(entries);
    return first;
  }

  /** A term's number in this index, and back. */
  termId(name: string): number {
    return this.words.idOf(name);
  }

  termName(id: number): string {
    return this.words.nameOf(id);
  }

  remove(entry: number): void {
    this.removed.add(entry);
    this.words.remove(entry);
  }

  /** The best first; entries that have nothing in common with the question are left out. */
  async search(question: string, { limit, by, accepts = () => true }: SearchProps): Promise<Hit[]> {
    const [vector = new Float32Array(this.embedder.dimensions)] = await this.embedder.embed([question]);
    const scores = new Float32Array(this.words.size);
    const before = by === 'both' ? wordWeight : 0;
    if (by === 'both') this.words.score(askedTerms(question), scores);
    this.vectors.score(vector, { weight: 1 - before, before }, scores);
    return this.best(scores, limit, accepts);
  }

  /** The terms of a text with how much each tells entries apart. */
  weights(text: string): ReadonlyMap<string, number> {
    return new Map(askedTerms(text).map((term) => [term, this.words.weight(term)]));
  }

  /** Bytes of words and vectors. */
  get bytes(): { readonly words: number; readonly vectors: number } {
    return { words: this.words.bytes, vectors: this.vectors.bytes };
  }

  private best(scores: Float32Array, limit: number, accepts: (entry: number) => boolean): Hit[] {
    const best: Hit[] = [];
    let least = 0;
    for (let entry = 0; entry < scores.length; entry++) {
      const score = scores[entry] ?? 0;
      if (score <= least || this.removed.has(entry) || !accepts(entry)) continue;
      let at = best.length;
      while (at > 0 && (best[at - 1]?.score ?? 0) < score) at--;
      best.splice(at, 0, { entry, score });
      if (best.length > limit) best.pop();
      if (best.length === limit) least = best.at(-1)?.score ?? 0;
    }
    return best;
  }
}
