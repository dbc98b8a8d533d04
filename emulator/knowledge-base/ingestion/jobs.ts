import { ServiceError } from '../../front-door/operation';
import type { Services } from '../../services';
import type { Collection } from '../../state/state';
import type { DataSource, KnowledgeBase } from '../definition/definitions';
import type { DocumentReader } from '../reading/document-reader';
import type { Library } from '../store/library';
import { hasEnded, type IngestionJob, noStatistics } from './job';

export interface IngestionJobsProps extends Pick<Services, 'state' | 's3' | 'clock' | 'newId' | 'log'> {
  readonly libraryOf: (knowledgeBaseId: string) => Promise<Library>;
  readonly reader: () => Promise<Pick<DocumentReader, 'read'>>;
}

interface Running {
  job: IngestionJob;
  isStopped: boolean;
  readonly over: Promise<void>;
}

/** The quota "Concurrent ingestion jobs per account". */
const atOnce = 5;
/** Milliseconds between two writes of a running job's statistics. */
const savedEvery = 500;

/** The ingestion jobs of all knowledge bases: one at a time for each. They run in the emulator's own process. */
export class IngestionJobs {
  private readonly kept: Collection<IngestionJob>;
  /** By knowledge base. */
  private readonly running = new Map<string, Running>();
  /** Jobs whose end could not be written, as on a full disk. The next start finds them interrupted. */
  private readonly unsaved = new Map<string, IngestionJob>();
  private sequence = 0;
  private isClosed = false;

  constructor(private readonly props: IngestionJobsProps) {
    this.kept = props.state.collection('ingestion-jobs');
  }

  /** Jobs that an earlier process left running have failed; the documents that they ingested stay. */
  async endInterrupted(): Promise<void> {
    for await (const [key, job] of this.kept.list()) {
      this.sequence = Math.max(this.sequence, job.sequence);
      if (hasEnded(job)) continue;
      const failureReasons = [
        ...job.failureReasons,
        'The emulator ended while the job ran. What it had ingested is kept: start another job for the rest.',
      ];
      await this.kept.put(key, { ...job, status: 'FAILED', failureReasons });
    }
  }

  /** Throws ConflictException while the knowledge base has a job, and ServiceQuotaExceededException. */
  async start(
    knowledgeBase: KnowledgeBase,
    dataSource: DataSource,
    { clientToken, description }: Pick<IngestionJob, 'clientToken' | 'description'>,
  ): Promise<IngestionJob> {
    const { clock, newId } = this.props;
    const { knowledgeBaseId } = knowledgeBase;
    const { dataSourceId } = dataSource;
    if (clientToken !== undefined) {
      const same = (await this.list(dataSourceId)).find((job) => job.clientToken === clientToken);
      if (same) return same;
    }
    const busy = this.running.get(knowledgeBaseId);
    if (busy) {
      throw new ServiceError(
        'ConflictException',
        `Knowledge base ${knowledgeBaseId} has an ongoing ingestion job, ${busy.job.ingestionJobId} of data source ${busy.job.dataSourceId}. Wait for it to end, or stop it, and retry your request.`,
      );
    }
    if (this.running.size >= atOnce) {
      const message = `The account has ${atOnce} ingestion jobs running, which is the quota`;
      throw new ServiceError('ServiceQuotaExceededException', message);
    }
    const now = clock.now();
    const job: IngestionJob = {
      ingestionJobId: idFrom(newId()),
      knowledgeBaseId,
      dataSourceId,
      ...(description !== undefined && { description }),
      ...(clientToken !== undefined && { clientToken }),
      status: 'STARTING',
      statistics: noStatistics,
      failureReasons: [],
      startedAt: now,
      updatedAt: now,
      sequence: ++this.sequence,
    };
    let begin = () => {};
    const saved = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const running: Running = {
      job,
      isStopped: false,
      over: saved.then(() => this.run(knowledgeBase, dataSource, running)),
    };
    this.running.set(knowledgeBaseId, running);
    try {
      await this.save(job);
    } finally {
      begin();
    }
    return job;
  }

  async get(dataSourceId: string, ingestionJobId: string): Promise<IngestionJob | undefined> {
    const running = [...this.running.values()].find(({ job }) => job.ingestionJobId === ingestionJobId);
    const job = running?.job ?? this.unsaved.get(ingestionJobId);
    return job?.dataSourceId === dataSourceId ? job : this.kept.get(`${dataSourceId}/${ingestionJobId}`);
  }

  /** All jobs of a data source, the newest first. */
  async list(dataSourceId: string): Promise<IngestionJob[]> {
    const found: IngestionJob[] = [];
    for await (const [, job] of this.kept.list(`${dataSourceId}/`)) {
      found.push((await this.get(dataSourceId, job.ingestionJobId)) ?? job);
    }
    return found.sort((a, b) => b.sequence - a.sequence);
  }

  /** Ends a job after the document that it is at. Throws ValidationException for one that has ended. */
  async stop(job: IngestionJob): Promise<IngestionJob> {
    const running = this.running.get(job.knowledgeBaseId);
    if (running?.job.ingestionJobId !== job.ingestionJobId) {
      throw new ServiceError(
        'ValidationException',
        `The ingestion job ${job.ingestionJobId} is ${job.status}`,
      );
    }
    running.isStopped = true;
    running.job = { ...running.job, status: 'STOPPING', updatedAt: this.props.clock.now() };
    await this.save(running.job);
    return running.job;
  }

  /** Ends what runs of a data source that is gone, and keeps none of its jobs: if it comes back, it is a new one. */
  async forget(dataSourceId: string): Promise<void> {
    for (const running of this.running.values()) {
      if (running.job.dataSourceId !== dataSourceId) continue;
      running.isStopped = true;
      await running.over;
    }
    for (const { ingestionJobId } of await this.list(dataSourceId)) {
      this.unsaved.delete(ingestionJobId);
      await this.kept.delete(`${dataSourceId}/${ingestionJobId}`);
    }
  }

  /** Nothing of a job is written after this resolves; the next start finds it interrupted. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.running.values()].map(({ over }) => over));
  }

  private save(job: IngestionJob): Promise<void> {
    return this.kept.put(`${job.dataSourceId}/${job.ingestionJobId}`, job);
  }

  private async run(knowledgeBase: KnowledgeBase, dataSource: DataSource, running: Running): Promise<void> {
    const { clock } = this.props;
    const update = (changes: Partial<IngestionJob>) => {
      running.job = { ...running.job, ...changes, updatedAt: clock.now() };
    };
    try {
      if (!running.isStopped) update({ status: 'IN_PROGRESS' });
      update({ ...(await this.ingest(knowledgeBase, dataSource, running, update)) });
      update({ status: running.isStopped ? 'STOPPED' : 'COMPLETE' });
    } catch (error) {
      const problem = error as Error;
      if (this.isClosed) return;
      const { jobReasonOf } = await import('./failures');
      this.props.log({ source: 'emulator', level: 'error', text: problem.stack ?? problem.message });
      const failureReasons = [
        ...running.job.failureReasons,
        `Encountered error: ${jobReasonOf(error)}. [Data source: ${dataSource.dataSourceId}].`,
      ];
      update({ status: 'FAILED', failureReasons });
    }
    try {
      // A job that the emulator's end cuts short did not end by itself: the next start says so.
      if (!this.isClosed) await this.save(running.job);
    } catch (error) {
      this.props.log({ source: 'emulator', level: 'error', text: `${(error as Error).message}` });
      this.unsaved.set(running.job.ingestionJobId, running.job);
    } finally {
      this.running.delete(running.job.knowledgeBaseId);
    }
  }

  private async ingest(
    knowledgeBase: KnowledgeBase,
    dataSource: DataSource,
    running: Running,
    update: (changes: Partial<IngestionJob>) => void,
  ) {
    const { bucket = '' } = dataSource;
    const { s3, clock, newId, log, libraryOf, reader } = this.props;
    const [{ runJob }, { bucketSource }] = await Promise.all([
      import('./run-job'),
      import('./bucket-source'),
    ]);
    let savedAt = performance.now();
    return runJob({
      knowledgeBase,
      dataSource,
      library: await libraryOf(knowledgeBase.knowledgeBaseId),
      reader: await reader(),
      source: bucketSource({ s3, access: knowledgeBase.access }, bucket),
      bucket,
      clock,
      newId,
      log,
      isStopped: () => running.isStopped || this.isClosed,
      onProgress: async (progress) => {
        update(progress);
        if (performance.now() - savedAt < savedEvery) return;
        savedAt = performance.now();
        await this.save(running.job);
      },
    });
  }
}

/** Ten letters and digits, as Bedrock's ids are. */
const idFrom = (uuid: string): string =>
  BigInt(`0x${uuid.replaceAll('-', '')}`)
    .toString(36)
    .toUpperCase()
    .padStart(10, '0')
    .slice(-10);
