import { AccessDenied } from '../../iam/denial';
import type { Clock } from '../../services';
import type { DataSource, KnowledgeBase } from '../definition/definitions';
import { noSidecar, readSidecar, type Sidecar, sidecarSuffix } from '../metadata/sidecar';
import { endingOfKey, refuseUnread } from '../parsing/parse';
import { DocumentError } from '../parsing/parsed-document';
import { preambleOf } from '../reading/content';
import type { DocumentReader } from '../reading/document-reader';
import type { Library } from '../store/library';
import type { DocumentKey, DocumentRecord } from '../store/records';
import { type DocumentSource, readObject, type SourceObject } from './document-source';
import { statusReasonOf } from './failures';

export interface Ingestion {
  readonly knowledgeBase: KnowledgeBase;
  readonly dataSource: DataSource;
  readonly library: Library;
  readonly reader: Pick<DocumentReader, 'read'>;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** What a document is made of, wherever it comes from. */
export interface Given {
  readonly document: DocumentKey;
  /** Throw a DocumentError for what cannot be read. */
  readonly bytes: () => Promise<{ readonly bytes: Uint8Array; readonly etag?: string }>;
  readonly ending: string;
  readonly sidecar: () => Promise<{ readonly sidecar: Sidecar; readonly etag?: string }>;
}

/**
 * Ingests one document in place of what there was of it. Resolves with the error of one that could not be: then
 * its record says why, and a version that was ingested before is found as it was. AWS does not say what becomes of
 * that one; it tells FAILED from METADATA_UPDATE_FAILED "for an existing document" (API reference,
 * KnowledgeBaseDocumentDetail), and a failure that took answers away would be the worse surprise.
 */
export async function ingestDocument(
  { knowledgeBase, dataSource, library, reader, clock, newId }: Ingestion,
  { document, bytes: read, ending, sidecar: readMetadata }: Given,
): Promise<DocumentError | undefined> {
  const { embedder } = library;
  const { chunking } = dataSource;
  const record = {
    ...document,
    updatedAt: clock.now(),
    fingerprint: fingerprintOf(dataSource, library),
  };
  try {
    const { sidecar, etag: sidecarEtag } = await readMetadata();
    const { bytes, etag } = await read();
    const { store } = knowledgeBase;
    const content = await reader.read({ bytes, ending, sidecar, chunking, store, embedder });
    allowed(() => {
      knowledgeBase.access.embed();
      knowledgeBase.access.putVectors();
    });
    const indexed: DocumentRecord = {
      ...record,
      status: 'INDEXED',
      ...(etag !== undefined && { etag }),
      ...(sidecarEtag !== undefined && { sidecarEtag }),
      attributes: sidecar.attributes,
      preamble: preambleOf(sidecar),
      contentId: newId(),
    };
    await library.put(indexed, content);
    return undefined;
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    await library.fail({ ...record, status: error.status, statusReason: statusReasonOf(error) });
    return error;
  }
}

/** Throws a DocumentError for what the knowledge base's role may not do. */
function allowed(act: () => void): void {
  try {
    act();
  } catch (cause) {
    if (!(cause instanceof AccessDenied)) throw cause;
    throw new DocumentError('FAILED', `as they could not be indexed (${cause.message})`, { cause });
  }
}

/** Changes whenever a document must be ingested anew although it is the same. */
export const fingerprintOf = (
  { fingerprint }: Pick<DataSource, 'fingerprint'>,
  { embedder }: Pick<Library, 'embedder'>,
): string => `${fingerprint} ${embedder.name}`;

/** An object of a bucket and, if there is one, its sidecar. */
export const givenObject = (
  source: DocumentSource,
  document: DocumentKey,
  object: SourceObject,
  sidecar: SourceObject | undefined,
): Given => ({
  document,
  ending: endingOfKey(object.key),
  async bytes() {
    const found = await readObject(source, object.key);
    if (!found) throw new DocumentError('FAILED', 'as they are not in the bucket any more');
    return found;
  },
  async sidecar() {
    // Before anything is read: a large file is refused by its listing.
    refuseUnread(endingOfKey(object.key), object.size);
    const found = sidecar && (await readObject(source, `${object.key}${sidecarSuffix}`));
    return found ? { sidecar: sidecarIn(found.bytes), etag: found.etag } : { sidecar: noSidecar };
  },
});

/** Throws a DocumentError for what no sidecar says. */
export function sidecarIn(bytes: Uint8Array): Sidecar {
  try {
    return readSidecar(bytes);
  } catch (cause) {
    const reason = `due to invalid metadata attributes: ${(cause as Error).message}`;
    throw new DocumentError('IGNORED', reason, { cause });
  }
}
