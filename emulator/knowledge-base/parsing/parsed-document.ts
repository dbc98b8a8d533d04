import type { AttributeValue } from '../metadata/attributes';

/** A document's text as it is cut into chunks, in one or (CSV by records) many sections. */
export interface Section {
  readonly text: string;
  /** Where each page begins in the text; a PDF's pages count from 1. */
  readonly pages?: readonly { readonly page: number; readonly start: number }[];
  /** Of a CSV file's record. */
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** Why a document is not indexed. `code` groups documents in a job's failure reasons. */
export class DocumentError extends Error {
  constructor(
    /** IGNORED documents were never looked into. */
    readonly status: 'IGNORED' | 'FAILED',
    /** As it goes on after "Ignored n files" or "n files failed". */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}
