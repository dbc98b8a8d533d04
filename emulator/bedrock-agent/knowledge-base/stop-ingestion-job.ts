import type { StopIngestionJobRequest, StopIngestionJobResponse } from '@aws-sdk/client-bedrock-agent';
import type { Operation } from '../../front-door/operation';
import { findJob } from './get-ingestion-job';
import type { KnowledgeBaseServices } from './services';
import { ingestionJobView } from './views';

export const stopIngestionJob =
  (services: KnowledgeBaseServices): Operation<StopIngestionJobRequest, StopIngestionJobResponse> =>
  async (request) => {
    const job = await services.knowledgeBases.jobs.stop(await findJob(services, request));
    return { ingestionJob: ingestionJobView(job) };
  };
