import { setImmediate as nextTick } from 'node:timers/promises';
import type { Embedder } from '../embedding/embedder';
import type { Entries } from '../index/entries';
import { type Hit, SearchIndex, type SearchProps } from '../index/search-index';
import type { KeptDocument } from '../kept-index/index-file';
import { type Attributes, ownAttributes } from '../metadata/attributes';
import type { ChunkRecord, DocumentKey, DocumentRecord } from './records';

/** A document whose chunks are in the index. */
export interface Shelved {
  readonly document: DocumentRecord;
  readonly attributes: Attributes;
  /** The number of its first chunk in the index, and of the one after its last. */
  readonly first: number;
  readonly end: number;
}

export interface Found extends Hit {
  readonly owner: Shelved;
}

export type Accepts = (attributes: Attributes) => boolean;
type Details = KeptDocument['details'];

/** The index in memory, and which of its entries belong to which document. */
export class Shelves {
  readonly index: SearchIndex;
  private readonly shelved = new Map<string, Shelved>();
  /** By entry of the index; what is missing is not shelved (any more). */
  private readonly owners: (Shelved | undefined)[] = [];
  /** What a chunk has besides its document's attributes. */
  private readonly details = new Map<number, Attributes>();

  constructor(private readonly embedder: Embedder) {
    this.index = new SearchIndex(embedder);
  }

  /** Nothing to shelve of a document without chunks. */
  shelve(document: DocumentRecord, first: number, count: number, details: Details): Shelved | undefined {
    if (count === 0) return undefined;
    const attributes = {
      ...document.attributes,
      [ownAttributes.sourceUri]: document.id,
      [ownAttributes.dataSourceId]: document.dataSourceId,
    };
    const shelved = { document, attributes, first, end: first + count };
    this.shelved.set(nameOf(document), shelved);
    for (let entry = first; entry < shelved.end; entry++) this.owners[entry] = shelved;
    for (const [place, own] of details) this.details.set(first + place, own);
    return shelved;
  }

  take(key: DocumentKey): void {
    const shelved = this.shelved.get(nameOf(key));
    if (!shelved) return;
    this.shelved.delete(nameOf(key));
    for (let entry = shelved.first; entry < shelved.end; entry++) {
      this.owners[entry] = undefined;
      this.details.delete(entry);
      this.index.remove(entry);
    }
  }

  /** The best first; `accepts` is asked about the attributes of documents and chunks. */
  async search(
    question: string,
    { accepts, ...props }: Omit<SearchProps, 'accepts'> & { readonly accepts?: Accepts },
  ): Promise<Found[]> {
    const answers = new Map<Shelved, boolean>();
    const isAccepted = (entry: number): boolean => {
      const owner = this.owners[entry];
      if (!owner) return false;
      if (!accepts) return true;
      const own = this.details.get(entry);
      if (own) return accepts({ ...owner.attributes, ...own });
      const answer = answers.get(owner) ?? accepts(owner.attributes);
      answers.set(owner, answer);
      return answer;
    };
    const hits = await this.index.search(question, { ...props, accepts: isAccepted });
    return hits.flatMap((hit) => {
      const owner = this.owners[hit.entry];
      return owner ? [{ ...hit, owner }] : [];
    });
  }

  /** What is kept of a document that is shelved. */
  kept({ document, first, end }: Shelved): KeptDocument {
    const details: [number, Attributes][] = [];
    for (let entry = first; entry < end; entry++) {
      const own = this.details.get(entry);
      if (own) details.push([entry - first, own]);
    }
    return { contentId: document.contentId ?? '', details, entries: this.index.entries(first, end) };
  }

  *all(): Generator<KeptDocument> {
    for (const shelved of this.shelved.values()) yield this.kept(shelved);
  }

  /** The same without the entries that were removed. */
  async renewed(): Promise<Shelves> {
    const fresh = new Shelves(this.embedder);
    for (const shelved of this.shelved.values()) {
      const { entries, details } = this.kept(shelved);
      const terms = entries.terms.map((id) => fresh.index.termId(this.index.termName(id)));
      fresh.shelve(
        shelved.document,
        fresh.index.addEntries({ ...entries, terms }),
        countOf(entries),
        details,
      );
      await nextTick();
    }
    return fresh;
  }
}

export const countOf = ({ lengths }: Entries): number => lengths.length;

/** What each chunk has of its own, by its place. */
export const detailsOf = (chunks: readonly ChunkRecord[]): Details =>
  chunks.flatMap(({ page, attributes }, at) =>
    page === undefined && !attributes
      ? []
      : [[at, { ...attributes, ...(page !== undefined && { [ownAttributes.pageNumber]: page }) }] as const],
  );

const nameOf = ({ dataSourceId, type, id }: DocumentKey) => `${dataSourceId}/${type}/${id}`;
