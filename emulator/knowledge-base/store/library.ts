import type { Embedder } from '../embedding/embedder';
import { SearchIndex, type SearchProps } from '../index/search-index';
import { type Attributes, ownAttributes } from '../metadata/attributes';
import type { DocumentStore } from './document-store';
import type { ChunkRecord, Content, DocumentKey, DocumentRecord } from './records';

/** A passage that was found, as it is returned. */
export interface Passage {
  readonly text: string;
  /** 0 to 1. */
  readonly score: number;
  readonly document: DocumentKey;
  /** The document's and Bedrock's own. */
  readonly attributes: Attributes;
}

interface Shelved {
  readonly document: DocumentRecord;
  readonly attributes: Attributes;
  /** The number of its first chunk in the index, and of the one after its last. */
  readonly first: number;
  readonly end: number;
}

/** Texts that are embedded at once when an index is read from the disk. */
const loadedAtOnce = 256;
/** A share of removed entries from which on the index is made anew. */
const tolerableWaste = 0.5;

/** What can be found in one knowledge base: the documents on disk and the index of their chunks in memory. */
export class Library {
  private index: SearchIndex;
  private last: Promise<unknown> = Promise.resolve();
  private shelves = new Map<string, Shelved>();
  /** By entry of the index; what is missing is not shelved (any more). */
  private owners: (Shelved | undefined)[] = [];
  /** What a chunk has besides its document's attributes. */
  private details = new Map<number, Attributes>();

  private constructor(
    readonly store: DocumentStore,
    readonly embedder: Embedder,
  ) {
    this.index = new SearchIndex(embedder);
  }

  static async open(store: DocumentStore, embedder: Embedder): Promise<Library> {
    const library = new Library(store, embedder);
    await library.load();
    return library;
  }

  /** Puts a document with its chunks in place of what there was of it. */
  put(document: DocumentRecord, content?: Content): Promise<void> {
    return this.exclusively(() => this.putAlone(document, content));
  }

  remove(key: DocumentKey): Promise<void> {
    return this.exclusively(async () => {
      await this.store.remove(key);
      this.take(key);
      await this.tidy();
    });
  }

  private async putAlone(document: DocumentRecord, content?: Content): Promise<void> {
    const { chunks = [] } = content ?? {};
    const first = await this.index.add(chunks.map(({ text }) => document.preamble + text));
    try {
      await this.store.replace(document, content);
    } catch (error) {
      // What was there before is still there, on disk and in the index.
      for (let entry = first; entry < first + chunks.length; entry++) this.index.remove(entry);
      throw error;
    }
    this.take(document);
    this.shelve(document, first, chunks);
    await this.tidy();
  }

  /** Changes come one after the other, so that each finds the numbers that it was given. */
  private exclusively<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work, work);
    this.last = mine.catch(() => {});
    return mine;
  }

  /** The best first; `accepts` is asked about the attributes of documents and chunks. */
  async search(
    question: string,
    { accepts, ...props }: Omit<SearchProps, 'accepts'> & { accepts?: (attributes: Attributes) => boolean },
  ): Promise<Passage[]> {
    const answers = new Map<Shelved, boolean>();
    // Held together: the index may be made anew while it is searched.
    const { index, owners, details } = this;
    const hits = await index.search(question, {
      ...props,
      accepts: (entry) => {
        const owner = owners[entry];
        if (!owner) return false;
        if (!accepts) return true;
        const own = details.get(entry);
        if (own) return accepts({ ...owner.attributes, ...own });
        const answer = answers.get(owner) ?? accepts(owner.attributes);
        answers.set(owner, answer);
        return answer;
      },
    });
    const passages = new Map<string, Passage>();
    for (const { entry, score } of hits) {
      const owner = owners[entry];
      const found = owner && (await this.passage(owner, entry, score));
      if (found && !passages.has(found.key)) passages.set(found.key, found.passage);
    }
    return [...passages.values()];
  }

  /** How much each term of a text tells chunks apart. */
  weights(text: string): ReadonlyMap<string, number> {
    return this.index.weights(text);
  }

  private async passage(owner: Shelved, entry: number, score: number) {
    const { contentId = '', dataSourceId, type, id } = owner.document;
    const position = entry - owner.first;
    const chunk = await this.store.chunk(contentId, position);
    if (!chunk) return undefined;
    const parent = chunk.parent === undefined ? undefined : await this.store.parent(contentId, chunk.parent);
    const { text, page } = parent ?? chunk;
    const key = parent ? `${contentId}:p${chunk.parent}` : `${contentId}:${position}`;
    const attributes = {
      ...owner.attributes,
      ...chunk.attributes,
      ...(page !== undefined && { [ownAttributes.pageNumber]: page }),
      [ownAttributes.chunkId]: key,
    };
    return { key, passage: { text, score, document: { dataSourceId, type, id }, attributes } };
  }

  private async load(): Promise<void> {
    const documents = new Map(
      (await this.store.documents()).map((document) => [
        document.contentId ?? `without ${document.id}`,
        document,
      ]),
    );
    let waiting: { document: DocumentRecord; chunks: ChunkRecord[] }[] = [];
    let count = 0;
    const flush = async () => {
      const texts = waiting.flatMap(({ document, chunks }) =>
        chunks.map(({ text }) => document.preamble + text),
      );
      let first = await this.index.add(texts);
      for (const { document, chunks } of waiting) {
        this.shelve(document, first, chunks);
        first += chunks.length;
      }
      waiting = [];
      count = 0;
    };
    for await (const [contentId, chunk] of this.store.chunks()) {
      const document = documents.get(contentId);
      if (!document) continue;
      const last = waiting.at(-1);
      if (last?.document === document) last.chunks.push(chunk);
      else {
        if (count >= loadedAtOnce) await flush();
        waiting.push({ document, chunks: [chunk] });
      }
      count++;
    }
    await flush();
  }

  private shelve(document: DocumentRecord, first: number, chunks: readonly ChunkRecord[]): void {
    if (chunks.length === 0) return;
    const attributes = {
      ...document.attributes,
      [ownAttributes.sourceUri]: document.id,
      [ownAttributes.dataSourceId]: document.dataSourceId,
    };
    const shelved = { document, attributes, first, end: first + chunks.length };
    this.shelves.set(nameOf(document), shelved);
    for (const [at, { page, attributes: own }] of chunks.entries()) {
      this.owners[first + at] = shelved;
      if (page !== undefined || own) {
        this.details.set(first + at, {
          ...own,
          ...(page !== undefined && { [ownAttributes.pageNumber]: page }),
        });
      }
    }
  }

  private take(key: DocumentKey): void {
    const shelved = this.shelves.get(nameOf(key));
    if (!shelved) return;
    this.shelves.delete(nameOf(key));
    for (let entry = shelved.first; entry < shelved.end; entry++) {
      this.owners[entry] = undefined;
      this.details.delete(entry);
      this.index.remove(entry);
    }
  }

  private async tidy(): Promise<void> {
    if (this.index.waste <= tolerableWaste || this.owners.length < loadedAtOnce) return;
    const fresh = await Library.open(this.store, this.embedder);
    this.index = fresh.index;
    this.owners = fresh.owners;
    this.details = fresh.details;
    this.shelves = fresh.shelves;
  }
}

const nameOf = ({ dataSourceId, type, id }: DocumentKey) => `${dataSourceId}/${type}/${id}`;
