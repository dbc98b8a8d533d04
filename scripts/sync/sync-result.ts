import type { Finding } from './content/finding';
import type { FailedDocument, IngestionJob } from './ingestion/jobs';
import type { Verified } from './ingestion/verify';

/** What a sync found and did, as `--json` tells it. */
export interface SyncResult {
  readonly dryRun: boolean;
  /** Documents, relative to the folder. One whose metadata alone changes is changed. */
  readonly plan: {
    readonly new: readonly string[];
    readonly changed: readonly string[];
    readonly unchanged: number;
    readonly deleted: readonly string[];
  };
  readonly findings: readonly Finding[];
  /** Objects written: documents and metadata. */
  readonly uploaded: { readonly objects: number; readonly bytes: number };
  /** Objects removed. */
  readonly removed: number;
  /** Null if the index held everything already, or nothing was done. */
  readonly ingestionJob: Pick<
    IngestionJob,
    'ingestionJobId' | 'status' | 'statistics' | 'failureReasons'
  > | null;
  readonly failedDocuments: readonly FailedDocument[];
  /** Null if no question was given. */
  readonly verified: Verified | null;
}

/** Whether what was asked for is done. */
export function isDone({ ingestionJob, failedDocuments, verified }: SyncResult): boolean {
  const jobDone =
    ingestionJob === null ||
    (ingestionJob.status === 'COMPLETE' && !ingestionJob.statistics?.numberOfDocumentsFailed);
  return jobDone && failedDocuments.length === 0 && (verified === null || verified.lacking === null);
}
