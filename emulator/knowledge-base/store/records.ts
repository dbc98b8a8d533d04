import type { DocumentStatus } from '@aws-sdk/client-bedrock-agent';
import type { Attributes } from '../metadata/attributes';

/** What identifies a document in its data source. */
export interface DocumentKey {
  readonly dataSourceId: string;
  readonly type: 'S3' | 'CUSTOM';
  /** `s3://…`, or a custom document's id. */
  readonly id: string;
}

/** How a document stands; kept also for one that could not be ingested. */
export interface DocumentRecord extends DocumentKey {
  readonly status: DocumentStatus;
  readonly statusReason?: string;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
  /** Of the object and of its sidecar; absent for what was given inline and for no sidecar. */
  readonly etag?: string;
  readonly sidecarEtag?: string;
  /** Of the data source and the embedder with which it was ingested. */
  readonly fingerprint: string;
  readonly attributes: Attributes;
  /** What is embedded before each chunk: the values of attributes with `includeForEmbedding`. */
  readonly preamble: string;
  /** Names its chunks; absent when it has none. */
  readonly contentId?: string;
}

export interface ChunkRecord {
  readonly text: string;
  /** Where it begins, of a PDF. */
  readonly page?: number;
  /** Its parent's position among the document's. */
  readonly parent?: number;
  /** Of a CSV file's record. */
  readonly attributes?: Attributes;
}

/** A document's chunks as they are found, and the parents that are returned in their place. */
export interface Content {
  readonly chunks: readonly ChunkRecord[];
  readonly parents: readonly ChunkRecord[];
}
