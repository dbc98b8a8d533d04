import type { GetIngestionJobRequest, GetIngestionJobResponse } from '@aws-sdk/client-bedrock-agent';
import { type Operation, ServiceError } from '../../front-door/operation';
import type { IngestionJob } from '../../knowledge-base/ingestion/job';
import { addressed, type KnowledgeBaseServices } from './services';
import { ingestionJobView } from './views';

export const getIngestionJob =
  (services: KnowledgeBaseServices): Operation<GetIngestionJobRequest, GetIngestionJobResponse> =>
  async (request) => ({ ingestionJob: ingestionJobView(await findJob(services, request)) });

/** Throws ResourceNotFoundException. */
export async function findJob(
  services: KnowledgeBaseServices,
  { ingestionJobId = '', ...ids }: GetIngestionJobRequest,
): Promise<IngestionJob> {
  const { dataSource } = addressed(services, ids);
  const job = await services.knowledgeBases.jobs.get(dataSource.dataSourceId, ingestionJobId);
  if (job) return job;
  throw new ServiceError(
    'ResourceNotFoundException',
    `Failed to retrieve resource because it doesn't exist. Retry your request with a different resource identifier. (The data source ${dataSource.dataSourceId} has no ingestion job ${ingestionJobId}.)`,
  );
}
