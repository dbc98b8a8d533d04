import type { Collection } from '../../state/state';
import type { ChunkRecord, Content, DocumentKey, DocumentRecord } from './records';

type Stored = DocumentRecord | ChunkRecord;

const documentPrefix = 'd/';
const chunkPrefix = 'c/';
const numberOf = (position: number) => String(position).padStart(8, '0');
const documentKey = ({ dataSourceId, type, id }: DocumentKey) =>
  `${documentPrefix}${dataSourceId}/${type}/${id}`;
const chunkKey = (contentId: string, position: number) => `${chunkPrefix}${contentId}/${numberOf(position)}`;
const parentKey = (contentId: string, position: number) => `p/${contentId}/${numberOf(position)}`;

/** A knowledge base's documents and chunks on disk. A document changes with all of its chunks or not at all. */
export class DocumentStore {
  constructor(private readonly kept: Collection<Stored>) {}

  async document(key: DocumentKey): Promise<DocumentRecord | undefined> {
    return (await this.kept.get(documentKey(key))) as DocumentRecord | undefined;
  }

  /** Those of one data source, or all, by id. */
  async documents(dataSourceId?: string): Promise<DocumentRecord[]> {
    const found: DocumentRecord[] = [];
    const prefix = dataSourceId === undefined ? documentPrefix : `${documentPrefix}${dataSourceId}/`;
    for await (const [, record] of this.kept.list(prefix)) found.push(record as DocumentRecord);
    return found;
  }

  /** A document's, in their sequence. */
  async chunks(contentId: string): Promise<ChunkRecord[]> {
    const found: ChunkRecord[] = [];
    for await (const [, chunk] of this.kept.list(`${chunkPrefix}${contentId}/`))
      found.push(chunk as ChunkRecord);
    return found;
  }

  async chunk(contentId: string, position: number): Promise<ChunkRecord | undefined> {
    return (await this.kept.get(chunkKey(contentId, position))) as ChunkRecord | undefined;
  }

  async parent(contentId: string, position: number): Promise<ChunkRecord | undefined> {
    return (await this.kept.get(parentKey(contentId, position))) as ChunkRecord | undefined;
  }

  async replace(document: DocumentRecord, { chunks, parents }: Content): Promise<void> {
    const { contentId = '' } = document;
    await this.kept.write({
      delete: await this.contentKeys(document),
      put: [
        ...chunks.map((chunk, at) => [chunkKey(contentId, at), chunk] as const),
        ...parents.map((parent, at) => [parentKey(contentId, at), parent] as const),
        [documentKey(document), document],
      ],
    });
  }

  /** Writes how a document stands, and leaves its chunks as they are. */
  async note(document: DocumentRecord): Promise<void> {
    await this.kept.put(documentKey(document), document);
  }

  async remove(key: DocumentKey): Promise<void> {
    await this.kept.write({ delete: [...(await this.contentKeys(key)), documentKey(key)] });
  }

  private async contentKeys(key: DocumentKey): Promise<string[]> {
    const { contentId } = (await this.document(key)) ?? {};
    if (contentId === undefined) return [];
    const keys: string[] = [];
    for (const level of ['c', 'p']) {
      for await (const [found] of this.kept.list(`${level}/${contentId}/`)) keys.push(found);
    }
    return keys;
  }
}
