import {
  type BedrockAgentClient,
  type DocumentStatus,
  GetIngestionJobCommand,
  type IngestionJob,
  type IngestionJobSummary,
  paginateListIngestionJobs,
  paginateListKnowledgeBaseDocuments,
  StartIngestionJobCommand,
} from '@aws-sdk/client-bedrock-agent';
import { awsFailure } from '../../stack/aws-error';

export type { IngestionJob };

export interface DataSourceIds {
  readonly knowledgeBaseId: string;
  readonly dataSourceId: string;
}

/** A document that the index does not hold as it is in the bucket. */
export interface FailedDocument {
  /** `s3://…` */
  readonly uri: string;
  readonly status: DocumentStatus;
  readonly reason: string;
}

/** A data source's jobs; `start` throws what the service throws. */
export interface IngestionJobs {
  start(): Promise<IngestionJob>;
  get(ingestionJobId: string): Promise<IngestionJob>;
  /** The last one that was started, by whomever. */
  latest(): Promise<Pick<IngestionJob, 'ingestionJobId' | 'status'> | undefined>;
  failedDocuments(): Promise<readonly FailedDocument[]>;
}

const failedStatuses: ReadonlySet<DocumentStatus | undefined> = new Set([
  'FAILED',
  'PARTIALLY_INDEXED',
  'METADATA_PARTIALLY_INDEXED',
  'METADATA_UPDATE_FAILED',
  'IGNORED',
] as const);

const isNewer = (job: IngestionJobSummary, than: IngestionJobSummary): boolean =>
  Number(job.startedAt) > Number(than.startedAt);

/** The jobs of a data source on Bedrock. */
export function bedrockJobs(
  client: BedrockAgentClient,
  ids: DataSourceIds,
  signal: AbortSignal,
): IngestionJobs {
  const options = { abortSignal: signal };
  const told = async <T>(doing: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw awsFailure(error, doing);
    }
  };
  return {
    async start() {
      const { ingestionJob } = await client.send(new StartIngestionJobCommand(ids), options);
      if (!ingestionJob) throw new Error('StartIngestionJob named no job');
      return ingestionJob;
    },
    get: (ingestionJobId) =>
      told(`Looking at the ingestion job ${ingestionJobId}`, async () => {
        const { ingestionJob } = await client.send(
          new GetIngestionJobCommand({ ...ids, ingestionJobId }),
          options,
        );
        if (!ingestionJob) throw new Error('GetIngestionJob described no job');
        return ingestionJob;
      }),
    latest: () =>
      told(`Listing the jobs of the data source ${ids.dataSourceId}`, async () => {
        // The newest by our own reckoning: how a list without a wish is sorted is not documented.
        let newest: IngestionJobSummary | undefined;
        const pages = paginateListIngestionJobs({ client, pageSize: 1_000 }, ids);
        for await (const { ingestionJobSummaries = [] } of pages) {
          for (const job of ingestionJobSummaries) if (!newest || isNewer(job, newest)) newest = job;
          signal.throwIfAborted();
        }
        return newest;
      }),
    failedDocuments: () =>
      told(`Listing the documents of the data source ${ids.dataSourceId}`, async () => {
        const failed: FailedDocument[] = [];
        for await (const { documentDetails = [] } of paginateListKnowledgeBaseDocuments({ client }, ids)) {
          for (const { status, identifier, statusReason } of documentDetails) {
            if (!status || !failedStatuses.has(status)) continue;
            const uri = identifier?.s3?.uri ?? identifier?.custom?.id ?? 'a document without a name';
            failed.push({ uri, status, reason: statusReason ?? 'The service gives no reason' });
          }
          signal.throwIfAborted();
        }
        return failed;
      }),
  };
}
