import type { IngestionJobStatus } from '@aws-sdk/client-bedrock-agent';

/** An ingestion job as it is kept. */
export interface IngestionJob {
  readonly ingestionJobId: string;
  readonly knowledgeBaseId: string;
  readonly dataSourceId: string;
  readonly description?: string;
  readonly clientToken?: string;
  readonly status: IngestionJobStatus;
  readonly statistics: Statistics;
  readonly failureReasons: readonly string[];
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly updatedAt: number;
  /** Higher for those that were started later. */
  readonly sequence: number;
}

export const noStatistics = {
  numberOfDocumentsScanned: 0,
  numberOfMetadataDocumentsScanned: 0,
  numberOfNewDocumentsIndexed: 0,
  numberOfModifiedDocumentsIndexed: 0,
  numberOfMetadataDocumentsModified: 0,
  numberOfDocumentsDeleted: 0,
  numberOfDocumentsFailed: 0,
  numberOfDocumentsSkipped: 0,
};

export type Statistics = Readonly<typeof noStatistics>;

export const hasEnded = ({ status }: Pick<IngestionJob, 'status'>): boolean =>
  status === 'COMPLETE' || status === 'FAILED' || status === 'STOPPED';
