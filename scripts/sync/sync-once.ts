import { CommandError } from '../cli/errors';
import { apply } from './bucket/apply';
import { ConflictError, type DocumentBucket } from './bucket/document-bucket';
import { count, isMassDelete, mostDeletions, type Plan, planSync, undecided } from './bucket/plan';
import { SyncRecord } from './bucket/sync-record';
import { concurrently } from './concurrently';
import { type Preparation, prepare } from './content/prepare';
import { readFolder } from './content/read-folder';
import { bringIndexUpToDate } from './ingestion/bring-index-up-to-date';
import type { IngestOptions } from './ingestion/ingest';
import type { IngestionJobs } from './ingestion/jobs';
import { describeFindings } from './report';
import type { SyncObserver } from './sync-observer';
import type { SyncResult } from './sync-result';

export interface SyncProps {
  /** Absolute. */
  readonly folder: string;
  /** Where it is kept what became of the folder's files, so that what did not change need not be read again. */
  readonly knownFiles?: string;
  readonly prefix: string;
  readonly bucket: DocumentBucket;
  readonly jobs: IngestionJobs;
  readonly dataSourceId: string;
  readonly dryRun: boolean;
  readonly skipInvalid: boolean;
  readonly allowMassDelete: boolean;
  readonly signal: AbortSignal;
  readonly waiting: Pick<IngestOptions, 'sleep' | 'now'>;
  readonly observer: SyncObserver;
}

/** How many objects are asked for at once. */
const requests = 16;

/** Makes bucket and index hold what the folder holds. Throws CommandError; what was done until then stays. */
export async function syncOnce(props: SyncProps): Promise<SyncResult> {
  const { bucket, prefix, dryRun } = props;
  const looked = readFolder(props.folder);
  const [preparation, listed, stored] = await Promise.all([
    looked.then((folder) => prepare(folder, prefix, props.knownFiles)),
    looked.then(({ files }) => bucket.list(files.map(({ file }) => prefix + file))),
    bucket.readManifest(),
  ]);
  const { objects: desired, held } = preparation;
  const planned = { desired, listed, manifest: stored.manifest };
  const described = await describeUndecided(bucket, undecided(planned));
  const plan = planSync({ ...planned, described, held });
  const result = resultOf(props, plan, preparation);
  refuse(props, plan, preparation, result);
  if (dryRun) return result;

  const record = new SyncRecord(bucket, stored, listed, plan);
  const done = { objects: 0, bytes: 0, removed: 0 };
  await transfer(props, plan, record, done);
  const { ingestionJob, failedDocuments } = await bringIndexUpToDate(props, record);
  const { objects, bytes, removed } = done;
  return { ...result, uploaded: { objects, bytes }, removed, ingestionJob, failedDocuments };
}

async function describeUndecided(bucket: DocumentBucket, keys: readonly string[]) {
  const described = new Map<string, string>();
  await concurrently(requests, keys, async (key) => {
    const { sha256 } = (await bucket.describe(key)) ?? {};
    if (sha256 !== undefined) described.set(key, sha256);
  });
  return described;
}

function resultOf({ dryRun, prefix }: SyncProps, plan: Plan, { findings }: Preparation): SyncResult {
  const named = (change: string) =>
    plan.documents.filter((one) => one.change === change).map(({ key }) => key.slice(prefix.length));
  return {
    dryRun,
    plan: {
      new: named('new'),
      changed: named('changed'),
      unchanged: count(plan).unchanged,
      deleted: named('deleted'),
    },
    findings,
    uploaded: { objects: 0, bytes: 0 },
    removed: 0,
    ingestionJob: null,
    failedDocuments: [],
    verified: null,
  };
}

/** Throws for a plan that must not be carried out without another word. */
function refuse(props: SyncProps, plan: Plan, { findings }: Preparation, result: SyncResult): void {
  const refused = findings.filter(({ level }) => level === 'refused');
  if (refused.length > 0 && !props.skipInvalid) {
    throw new CommandError({
      code: 'DOCUMENTS_REFUSED',
      message: `Nothing was done, because of ${refused.length === 1 ? 'a file' : `${refused.length} files`}:\n${describeFindings(refused)}`,
      hint: 'Mend what is named, or leave it out as it is with --skip-invalid',
      result,
    });
  }
  if (!props.dryRun && !props.allowMassDelete && isMassDelete(plan)) {
    const deleted = count(plan).deleted;
    const { documents, share } = mostDeletions;
    throw new CommandError({
      code: 'MASS_DELETE',
      message: `Nothing was done: ${deleted} of ${plan.existing} documents would be deleted, more than ${documents} or ${share * 100} %`,
      hint: 'Look at it with --dry-run; if it is meant so, --allow-mass-delete',
      result,
    });
  }
}

async function transfer(
  { bucket, signal, observer }: SyncProps,
  plan: Plan,
  record: SyncRecord,
  done: { objects: number; bytes: number; removed: number },
): Promise<void> {
  const bytes = plan.uploads.reduce((sum, { object }) => sum + object.bytes, 0);
  observer.begin({ objects: plan.uploads.length, bytes });
  try {
    await apply(bucket, plan, {
      signal,
      onUploaded(object, etag) {
        record.uploaded(object, etag);
        done.objects++;
        done.bytes += object.bytes;
        observer.uploaded(object.bytes);
      },
      onRemoved(object) {
        record.removed(object);
        done.removed++;
      },
    });
  } catch (error) {
    observer.end();
    // What is not written down is only found out again at more expense.
    await record.save().catch(() => {});
    throw error instanceof ConflictError ? meanwhile(error) : error;
  }
  observer.end();
  await record.save().catch((error: unknown) => {
    throw error instanceof ConflictError ? meanwhile(error) : error;
  });
}

const meanwhile = (error: ConflictError): CommandError =>
  new CommandError({
    code: 'CHANGED_MEANWHILE',
    message: `${error.key} was changed by somebody else since the plan was made, and was left as it is`,
    hint: 'Another sync is at work: run it again when that has ended',
    cause: error,
  });
