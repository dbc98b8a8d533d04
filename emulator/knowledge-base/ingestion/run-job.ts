import { setImmediate as nextTick } from 'node:timers/promises';
import type { Log } from '../../log';
import { sidecarSuffix } from '../metadata/sidecar';
import type { DocumentKey, DocumentRecord } from '../store/records';
import type { DocumentSource, SourceObject } from './document-source';
import { Failures } from './failures';
import { fingerprintOf, givenObject, type Ingestion, ingestDocument } from './ingest-object';
import { noStatistics, type Statistics } from './job';

export interface JobProps extends Ingestion {
  readonly source: DocumentSource;
  readonly bucket: string;
  /** Asked between two documents. */
  readonly isStopped: () => boolean;
  /** Told after each document. */
  readonly onProgress: (progress: JobProgress) => Promise<void>;
  readonly log: Log;
}

export interface JobProgress {
  readonly statistics: Statistics;
  readonly failureReasons: readonly string[];
}

interface Listing {
  /** Documents by key. */
  readonly documents: ReadonlyMap<string, SourceObject>;
  /** Sidecars by their documents' keys. */
  readonly sidecars: ReadonlyMap<string, SourceObject>;
}

/**
 * Brings the index to what is in the bucket: new and changed documents are ingested, unchanged ones are not read,
 * those that are gone are removed. A document that failed is tried again. Rejects when the bucket cannot be read.
 */
export async function runJob(props: JobProps): Promise<JobProgress> {
  const { knowledgeBase, dataSource, library, isStopped, onProgress, source, bucket } = props;
  const statistics = { ...noStatistics };
  const failures = new Failures();
  const progress = () => ({ statistics: { ...statistics }, failureReasons: failures.reasons });
  const { documents, sidecars } = await list(props);
  statistics.numberOfMetadataDocumentsScanned = sidecars.size;
  const known = new Map(
    (await library.store.documents(dataSource.dataSourceId))
      .filter(({ type }) => type === 'S3')
      .map((record) => [record.id, record]),
  );
  for (const [key, object] of documents) {
    if (isStopped()) return progress();
    statistics.numberOfDocumentsScanned++;
    const document = documentKey(props, key);
    const before = known.get(document.id);
    known.delete(document.id);
    const sidecar = sidecars.get(key);
    const change = changeOf(before, object, sidecar, fingerprintOf(dataSource, library));
    if (change === 'none') continue;
    const failure = await ingestDocument(props, givenObject(source, document, object, sidecar));
    if (failure) {
      failures.add(document.id, failure);
      statistics.numberOfDocumentsFailed++;
    } else {
      if (change === 'new') statistics.numberOfNewDocumentsIndexed++;
      if (change === 'document') statistics.numberOfModifiedDocumentsIndexed++;
      const hasOtherMetadata = change !== 'new' && before?.sidecarEtag !== sidecar?.etag;
      if (hasOtherMetadata) statistics.numberOfMetadataDocumentsModified++;
    }
    await onProgress(progress());
    // Parsing and embedding take this thread: others get their turn between two documents.
    await nextTick();
  }
  for (const gone of known.values()) {
    if (isStopped()) return progress();
    knowledgeBase.access.deleteVectors();
    await library.remove(gone);
    statistics.numberOfDocumentsDeleted++;
    await onProgress(progress());
  }
  warnOfOrphans(props, documents, sidecars, bucket);
  return progress();
}

async function list({ source, dataSource }: JobProps): Promise<Listing> {
  const documents = new Map<string, SourceObject>();
  const sidecars = new Map<string, SourceObject>();
  const { inclusionPrefixes } = dataSource;
  for (const prefix of inclusionPrefixes.length > 0 ? inclusionPrefixes : ['']) {
    for await (const object of source.list(prefix)) {
      // What a console makes for a folder.
      if (object.key.endsWith('/')) continue;
      if (object.key.endsWith(sidecarSuffix)) {
        sidecars.set(object.key.slice(0, -sidecarSuffix.length), object);
      } else documents.set(object.key, object);
    }
  }
  return { documents, sidecars };
}

const documentKey = ({ dataSource, bucket }: JobProps, key: string): DocumentKey => ({
  dataSourceId: dataSource.dataSourceId,
  type: 'S3',
  id: `s3://${bucket}/${key}`,
});

function changeOf(
  before: DocumentRecord | undefined,
  { etag }: SourceObject,
  sidecar: SourceObject | undefined,
  fingerprint: string,
): 'none' | 'new' | 'document' | 'metadata' {
  if (before?.contentId === undefined) return 'new';
  // The next job tries again what failed, although the object is the same.
  if (before.status !== 'INDEXED' || before.etag !== etag || before.fingerprint !== fingerprint)
    return 'document';
  return before.sidecarEtag === sidecar?.etag ? 'none' : 'metadata';
}

/** Bedrock says nothing of them: the commonest reason for a filter that finds nothing. */
function warnOfOrphans(
  { log }: JobProps,
  documents: Listing['documents'],
  sidecars: Listing['sidecars'],
  bucket: string,
): void {
  for (const key of sidecars.keys()) {
    if (documents.has(key)) continue;
    const text = `s3://${bucket}/${key}${sidecarSuffix} belongs to no document: there is no ${key}`;
    log({ source: 'emulator', level: 'warn', text });
  }
}
