import type { StartIngestionJobRequest, StartIngestionJobResponse } from '@aws-sdk/client-bedrock-agent';
import { type Operation, ServiceError } from '../../front-door/operation';
import { checkClientToken } from '../../knowledge-base/client-tokens';
import { ingestible, type KnowledgeBaseServices } from './services';
import { ingestionJobView } from './views';

export const startIngestionJob =
  (services: KnowledgeBaseServices): Operation<StartIngestionJobRequest, StartIngestionJobResponse> =>
  async ({ clientToken, description, ...ids }) => {
    checkClientToken(clientToken);
    const { knowledgeBase, dataSource } = ingestible(services, ids);
    if (dataSource.type !== 'S3') {
      const message = `The data source ${dataSource.dataSourceId} is ${dataSource.type}: its documents are ingested by IngestKnowledgeBaseDocuments`;
      throw new ServiceError('ValidationException', message);
    }
    if (services.knowledgeBases.directRequests.has(dataSource.dataSourceId)) {
      // Not documented; programs that use both wait for a ValidationException with these words to pass.
      const message = `The data source ${dataSource.dataSourceId} has an ongoing KnowledgeBaseDocuments API request. Wait for it to end and retry your request.`;
      throw new ServiceError('ValidationException', message);
    }
    const job = await services.knowledgeBases.jobs.start(knowledgeBase, dataSource, {
      ...(clientToken !== undefined && { clientToken }),
      ...(description !== undefined && { description }),
    });
    return { ingestionJob: ingestionJobView(job) };
  };
