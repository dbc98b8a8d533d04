import type { Embedder } from '../embedding/embedder';
import type { SearchProps } from '../index/search-index';
import { embeddingName } from '../kept-index/embedding-name';
import { IndexFile, type KeptDocument } from '../kept-index/index-file';
import { type Attributes, ownAttributes } from '../metadata/attributes';
import type { DocumentStore } from './document-store';
import type { Content, DocumentKey, DocumentRecord } from './records';
import { type Accepts, countOf, detailsOf, type Found, Shelves } from './shelves';

/** A passage that was found, as it is returned. */
export interface Passage {
  readonly text: string;
  /** 0 to 1. */
  readonly score: number;
  readonly document: DocumentKey;
  /** The document's and Bedrock's own. */
  readonly attributes: Attributes;
}

/** A document that could not be ingested. */
export type Failure = DocumentKey &
  Pick<DocumentRecord, 'status' | 'statusReason' | 'updatedAt' | 'fingerprint'>;

/** Where the index outlives the process, and who is told when it could not. */
export interface Keeping {
  readonly file: string;
  readonly tell: (text: string) => void;
}

/** The index is made anew without what was removed from this share of removed entries on, and from so many. */
const tolerableWaste = 0.5;
const leastHeld = 256;

/** What can be found in one knowledge base: the documents on disk and the index of their chunks in memory. */
export class Library {
  private shelves: Shelves;
  private kept: IndexFile | undefined;
  private hasFailedToKeep = false;
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly store: DocumentStore,
    readonly embedder: Embedder,
    private readonly keeping: Keeping | undefined,
  ) {
    this.shelves = new Shelves(embedder);
  }

  static async open(store: DocumentStore, embedder: Embedder, keeping?: Keeping): Promise<Library> {
    const library = new Library(store, embedder, keeping);
    await library.load();
    return library;
  }

  /** Puts a document with its chunks in place of what there was of it. */
  put(document: DocumentRecord, { chunks, parents }: Content): Promise<void> {
    return this.exclusively(async () => {
      const { index } = this.shelves;
      const first = await index.add(chunks.map(({ text }) => document.preamble + text));
      try {
        await this.store.replace(document, { chunks, parents });
      } catch (error) {
        // What was there before is still there, on disk and in the index.
        for (let entry = first; entry < first + chunks.length; entry++) index.remove(entry);
        throw error;
      }
      this.shelves.take(document);
      const shelved = this.shelves.shelve(document, first, chunks.length, detailsOf(chunks));
      if (shelved) await this.keep(this.shelves.kept(shelved));
      await this.tidy();
    });
  }

  /** Notes why a document could not be ingested. What was ingested of it before stays, and is found as it was. */
  fail({ fingerprint, ...failure }: Failure): Promise<void> {
    return this.exclusively(async () => {
      const before = await this.store.document(failure);
      await this.store.note({ fingerprint, attributes: {}, preamble: '', ...before, ...failure });
    });
  }

  remove(key: DocumentKey): Promise<void> {
    return this.exclusively(async () => {
      await this.store.remove(key);
      this.shelves.take(key);
      await this.tidy();
    });
  }

  /** The best first; `accepts` is asked about the attributes of documents and chunks. */
  async search(
    question: string,
    props: Omit<SearchProps, 'accepts'> & { readonly accepts?: Accepts },
  ): Promise<Passage[]> {
    const passages = new Map<string, Passage>();
    for (const found of await this.shelves.search(question, props)) {
      const { key, passage } = (await this.passage(found)) ?? {};
      if (key !== undefined && passage && !passages.has(key)) passages.set(key, passage);
    }
    return [...passages.values()];
  }

  /** How much each term of a text tells chunks apart. */
  weights(text: string): ReadonlyMap<string, number> {
    return this.shelves.index.weights(text);
  }

  close(): Promise<void> {
    return this.exclusively(async () => {
      await this.kept?.close();
      this.kept = undefined;
    });
  }

  /** Changes come one after the other, so that each finds the numbers that it was given. */
  private exclusively<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work, work);
    this.last = mine.catch(() => {});
    return mine;
  }

  private async passage({ owner, entry, score }: Found) {
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

  /** From the file of the index as far as it goes, and for the rest from the documents' texts. */
  private async load(): Promise<void> {
    const { shelves } = this;
    const missing = new Map(
      (await this.store.documents()).flatMap((document) =>
        document.contentId === undefined ? [] : [[document.contentId, document] as const],
      ),
    );
    const problem = await this.openFile(({ contentId, details, entries }) => {
      const document = missing.get(contentId);
      if (document) shelves.shelve(document, shelves.index.addEntries(entries), countOf(entries), details);
      missing.delete(contentId);
    });
    let count = 0;
    for (const [contentId, document] of missing) {
      const chunks = await this.store.chunks(contentId);
      const first = await shelves.index.add(chunks.map(({ text }) => document.preamble + text));
      const shelved = shelves.shelve(document, first, chunks.length, detailsOf(chunks));
      if (!shelved) continue;
      await this.keep(shelves.kept(shelved));
      count++;
    }
    if (problem !== undefined || (count > 0 && this.keeping)) {
      this.keeping?.tell(
        `its index on disk was not whole (${problem ?? 'it lacks documents'}): ${count} documents were embedded anew`,
      );
    }
    await this.tidy();
  }

  private async openFile(take: (document: KeptDocument) => void): Promise<string | undefined> {
    if (!this.keeping) return undefined;
    const { file } = this.keeping;
    const { index } = this.shelves;
    try {
      const opened = await IndexFile.open(
        { file, index, embedding: await embeddingName(this.embedder) },
        take,
      );
      this.kept = opened.kept;
      return opened.problem;
    } catch (error) {
      return codeOf(error);
    }
  }

  /** A document that is not kept is embedded anew after the next start: no reason to fail. */
  private async keep(document: KeptDocument): Promise<void> {
    try {
      await this.kept?.append(document);
      this.hasFailedToKeep = false;
    } catch (error) {
      if (!this.hasFailedToKeep)
        this.keeping?.tell(`its index could not be written to disk (${codeOf(error)})`);
      this.hasFailedToKeep = true;
    }
  }

  private async tidy(): Promise<void> {
    const { size, held } = this.shelves.index;
    const most = Math.max(held, this.kept?.held ?? 0);
    if (most < leastHeld || most - size <= tolerableWaste * most) return;
    const fresh = await this.shelves.renewed();
    try {
      this.kept = await this.kept?.replacedBy(fresh.index, fresh.all());
    } catch (error) {
      await this.kept?.close().catch(() => {});
      this.kept = undefined;
      this.keeping?.tell(`its index could not be written to disk (${codeOf(error)})`);
    }
    this.shelves = fresh;
  }
}

/** Without the path that a message of the file system names. */
const codeOf = (error: unknown): string => (error as Error & { code?: string }).code ?? (error as Error).name;
