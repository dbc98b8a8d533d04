import type { Services } from '../../services';
import { deleteKnowledgeBaseDocuments } from './delete-knowledge-base-documents';
import { getDataSource } from './get-data-source';
import { getIngestionJob } from './get-ingestion-job';
import { getKnowledgeBase } from './get-knowledge-base';
import { getKnowledgeBaseDocuments } from './get-knowledge-base-documents';
import { ingestKnowledgeBaseDocuments } from './ingest-knowledge-base-documents';
import { listDataSources } from './list-data-sources';
import { listIngestionJobs } from './list-ingestion-jobs';
import { listKnowledgeBaseDocuments } from './list-knowledge-base-documents';
import { listKnowledgeBases } from './list-knowledge-bases';
import { startIngestionJob } from './start-ingestion-job';
import { stopIngestionJob } from './stop-ingestion-job';

export const knowledgeBaseOperations = (
  services: Pick<Services, 'app' | 'knowledgeBases' | 's3' | 'clock' | 'newId'>,
) => ({
  DeleteKnowledgeBaseDocuments: deleteKnowledgeBaseDocuments(services),
  GetDataSource: getDataSource(services),
  GetIngestionJob: getIngestionJob(services),
  GetKnowledgeBase: getKnowledgeBase(services),
  GetKnowledgeBaseDocuments: getKnowledgeBaseDocuments(services),
  IngestKnowledgeBaseDocuments: ingestKnowledgeBaseDocuments(services),
  ListDataSources: listDataSources(services),
  ListIngestionJobs: listIngestionJobs(services),
  ListKnowledgeBaseDocuments: listKnowledgeBaseDocuments(services),
  ListKnowledgeBases: listKnowledgeBases(services),
  StartIngestionJob: startIngestionJob(services),
  StopIngestionJob: stopIngestionJob(services),
});
