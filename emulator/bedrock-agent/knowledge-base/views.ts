import type {
  DataSource as DataSourceView,
  IngestionJob as IngestionJobView,
  KnowledgeBaseDocumentDetail,
  KnowledgeBase as KnowledgeBaseView,
} from '@aws-sdk/client-bedrock-agent';
import type { DataSource, KnowledgeBase } from '../../knowledge-base/definition/definitions';
import type { IngestionJob } from '../../knowledge-base/ingestion/job';
import type { Times } from '../../knowledge-base/knowledge-bases';
import type { DocumentKey, DocumentRecord } from '../../knowledge-base/store/records';

const described = ({ description }: { readonly description?: string }) =>
  description === undefined ? {} : { description };

export function knowledgeBaseView(
  { knowledgeBaseId, knowledgeBaseArn, name, properties, ...rest }: KnowledgeBase,
  times: Times,
): KnowledgeBaseView {
  const { roleArn, knowledgeBaseConfiguration, storageConfiguration } = properties;
  return {
    knowledgeBaseId,
    knowledgeBaseArn,
    name,
    ...described(rest),
    roleArn: String(roleArn ?? ''),
    knowledgeBaseConfiguration: knowledgeBaseConfiguration as never,
    ...(storageConfiguration !== undefined && { storageConfiguration: storageConfiguration as never }),
    status: 'ACTIVE',
    ...times,
  };
}

export function dataSourceView(
  { dataSourceId, knowledgeBaseId, name, dataDeletionPolicy, properties, ...rest }: DataSource,
  times: Times,
): DataSourceView {
  const { dataSourceConfiguration, vectorIngestionConfiguration } = properties;
  return {
    knowledgeBaseId,
    dataSourceId,
    name,
    ...described(rest),
    status: 'AVAILABLE',
    dataSourceConfiguration: dataSourceConfiguration as never,
    ...(vectorIngestionConfiguration !== undefined && {
      vectorIngestionConfiguration: vectorIngestionConfiguration as never,
    }),
    dataDeletionPolicy,
    ...times,
  };
}

export function ingestionJobSummary(job: IngestionJob): Omit<IngestionJobView, 'failureReasons'> {
  const { knowledgeBaseId, dataSourceId, ingestionJobId, status, statistics, startedAt, updatedAt } = job;
  return {
    knowledgeBaseId,
    dataSourceId,
    ingestionJobId,
    ...described(job),
    status,
    statistics,
    startedAt: new Date(startedAt),
    updatedAt: new Date(updatedAt),
  };
}

export const ingestionJobView = (job: IngestionJob): IngestionJobView => ({
  ...ingestionJobSummary(job),
  ...(job.failureReasons.length > 0 && { failureReasons: [...job.failureReasons] }),
});

/** A document as it is on record, or that there is none. */
export function documentDetail(
  { knowledgeBaseId, dataSourceId }: DataSource,
  { type, id }: DocumentKey,
  record: Pick<DocumentRecord, 'status' | 'statusReason' | 'updatedAt'> | undefined,
): KnowledgeBaseDocumentDetail {
  const { status = 'NOT_FOUND', statusReason, updatedAt } = record ?? {};
  return {
    knowledgeBaseId,
    dataSourceId,
    status,
    identifier:
      type === 'S3' ? { dataSourceType: type, s3: { uri: id } } : { dataSourceType: type, custom: { id } },
    ...(statusReason !== undefined && { statusReason }),
    ...(updatedAt !== undefined && { updatedAt: new Date(updatedAt) }),
  };
}
