import type { ListIngestionJobsRequest, ListIngestionJobsResponse } from '@aws-sdk/client-bedrock-agent';
import { type Operation, ServiceError } from '../../front-door/operation';
import type { IngestionJob } from '../../knowledge-base/ingestion/job';
import { page } from '../page';
import { addressed, type KnowledgeBaseServices } from './services';
import { ingestionJobSummary } from './views';

export const listIngestionJobs =
  (services: KnowledgeBaseServices): Operation<ListIngestionJobsRequest, ListIngestionJobsResponse> =>
  async ({ filters = [], sortBy, ...request }) => {
    const { dataSource } = addressed(services, request);
    for (const { attribute, operator } of filters) {
      if (attribute === 'STATUS' && operator === 'EQ') continue;
      throw new ServiceError('ValidationException', `filters: ${attribute} ${operator} is not STATUS EQ`);
    }
    const jobs = (await services.knowledgeBases.jobs.list(dataSource.dataSourceId))
      .filter(({ status }) => filters.every(({ values = [] }) => values.includes(status)))
      .sort(by(sortBy));
    const { items, ...rest } = page(jobs, ({ ingestionJobId }) => ingestionJobId, request);
    return { ingestionJobSummaries: items.map(ingestionJobSummary), ...rest };
  };

/** The newest first, unless the caller wants it otherwise. */
function by(sortBy: ListIngestionJobsRequest['sortBy']): (a: IngestionJob, b: IngestionJob) => number {
  const sign = Object.values(sortBy ?? {}).includes('ASCENDING') ? 1 : -1;
  return (a, b) => {
    const byStatus = sortBy?.attribute === 'STATUS' ? a.status.localeCompare(b.status) : 0;
    return sign * (byStatus || a.sequence - b.sequence);
  };
}
