import { ConflictError } from '../bucket/document-bucket';
import type { SyncRecord } from '../bucket/sync-record';
import type { SyncObserver } from '../sync-observer';
import { type IngestOptions, ingest } from './ingest';
import type { FailedDocument, IngestionJob, IngestionJobs } from './jobs';

export interface IndexProps {
  readonly jobs: IngestionJobs;
  readonly dataSourceId: string;
  readonly waiting: Pick<IngestOptions, 'sleep' | 'now'>;
  readonly observer: SyncObserver;
}

/** Runs a job unless the last one ingested exactly what the bucket holds, and writes down that this one did. */
export async function bringIndexUpToDate(
  { jobs, dataSourceId, waiting, observer }: IndexProps,
  record: SyncRecord,
): Promise<{
  readonly ingestionJob: IngestionJob | null;
  readonly failedDocuments: readonly FailedDocument[];
}> {
  const latest = await jobs.latest();
  const isOver = latest?.status === 'COMPLETE';
  if (isOver && record.isIngested(dataSourceId, latest.ingestionJobId)) {
    return { ingestionJob: null, failedDocuments: [] };
  }
  const ingestionJob = await observer.during('Ingesting', () =>
    ingest(jobs, {
      ...waiting,
      onBusy: (id) =>
        observer.say(
          id
            ? `Waiting for the ingestion job ${id}, which runs already`
            : 'Waiting for another ingestion job',
        ),
      onStatus: () => {},
    }),
  );
  const { status, statistics, failureReasons = [], ingestionJobId = '' } = ingestionJob;
  const { numberOfDocumentsFailed = 0, numberOfDocumentsSkipped = 0 } = statistics ?? {};
  const isWhole =
    status === 'COMPLETE' && numberOfDocumentsFailed + numberOfDocumentsSkipped + failureReasons.length === 0;
  const failedDocuments = isWhole ? [] : await jobs.failedDocuments();
  const isIngested = status === 'COMPLETE' && numberOfDocumentsFailed + failedDocuments.length === 0;
  if (isIngested) {
    // Unsaved, it costs another job with nothing to do.
    await record.save({ dataSourceId, ingestionJobId, digest: record.digest }).catch((error: unknown) => {
      if (!(error instanceof ConflictError)) throw error;
    });
  }
  return { ingestionJob, failedDocuments };
}
