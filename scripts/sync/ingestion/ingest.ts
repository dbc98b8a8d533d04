import { CommandError } from '../../cli/errors';
import { awsFailure } from '../../stack/aws-error';
import type { IngestionJob, IngestionJobs } from './jobs';

export interface IngestOptions {
  readonly sleep: (ms: number) => Promise<void>;
  /** Milliseconds, of any origin. */
  readonly now: () => number;
  /** Called once if another job must end first; without its id when it is not this data source's. */
  readonly onBusy: (ingestionJobId: string | undefined) => void;
  readonly onStatus: (job: IngestionJob) => void;
}

/** In ms: the first pause between two looks, what each next one is longer by, and the longest. */
const pauses = { first: 100, factor: 1.5, longest: 10_000 };
/** In ms. A knowledge base that refuses so long without a job that could end is busy with something else. */
const patience = 30 * 60_000;

const ended = new Set(['COMPLETE', 'FAILED', 'STOPPED']);

/**
 * Starts a job and waits for its end, after that of a job that runs already: what this sync uploaded may have
 * come too late for it. Resolves also for a job that failed or was stopped.
 */
export async function ingest(jobs: IngestionJobs, options: IngestOptions): Promise<IngestionJob> {
  const { ingestionJobId } = await startWhenFree(jobs, options);
  return untilEnded(jobs, ingestionJobId, options);
}

async function startWhenFree(jobs: IngestionJobs, options: IngestOptions): Promise<IngestionJob> {
  const { sleep, now, onBusy } = options;
  const since = now();
  const pause = growing();
  let told = false;
  const tell = (id?: string) => {
    if (!told) onBusy(id);
    told = true;
  };
  for (;;) {
    const latest = await jobs.latest();
    if (latest?.ingestionJobId !== undefined && !ended.has(latest.status ?? '')) {
      tell(latest.ingestionJobId);
      await untilEnded(jobs, latest.ingestionJobId, { ...options, onStatus: () => {} });
    }
    try {
      return await jobs.start();
    } catch (error) {
      // One job for each data source and knowledge base, five for an account; and a deletion or an update. Documents
      // ingested directly refuse a job with a ValidationException, and only its words tell (not documented).
      if (!isBusy(error)) throw awsFailure(error, 'Starting the ingestion job');
      if (now() - since > patience) {
        throw new CommandError({
          code: 'INGESTION_BUSY',
          message: `No ingestion job could be started for ${Math.round(patience / 60_000)} minutes: ${(error as Error).message}`,
          hint: 'The documents are uploaded; run it again when the knowledge base is free',
          cause: error,
        });
      }
      tell();
      await sleep(pause());
    }
  }
}

function isBusy(error: unknown): boolean {
  const { name, message } = error as Error;
  if (name === 'ValidationException') return /ongoing KnowledgeBaseDocuments/.test(message);
  return /^(Conflict|ServiceQuotaExceeded|Throttling)Exception$/.test(name);
}

async function untilEnded(
  jobs: IngestionJobs,
  ingestionJobId: string | undefined,
  { sleep, onStatus }: Pick<IngestOptions, 'sleep' | 'onStatus'>,
): Promise<IngestionJob> {
  const pause = growing();
  for (;;) {
    const job = await jobs.get(ingestionJobId ?? '');
    onStatus(job);
    if (ended.has(job.status ?? '')) return job;
    await sleep(pause());
  }
}

function growing(): () => number {
  let next = pauses.first;
  return () => {
    const now = next;
    next = Math.min(next * pauses.factor, pauses.longest);
    return now;
  };
}
