import * as path from 'node:path';

export interface DocumentType {
  readonly contentType: string;
  /** Whether it is text, which must be UTF-8. */
  readonly isText: boolean;
  /** How the file begins, in Latin-1. */
  readonly signature?: string;
}

const text = (subtype: string): DocumentType => ({
  contentType: `text/${subtype}; charset=utf-8`,
  isText: true,
});
const binary = (contentType: string, signature: string): DocumentType => ({
  contentType,
  isText: false,
  signature,
});
const zip = 'PK\u0003\u0004';
const compoundFile = '\u00d0\u00cf\u0011\u00e0';
const office = 'application/vnd.openxmlformats-officedocument';

/**
 * What the default parser of a knowledge base reads, by the file's ending; all else it skips silently.
 * docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base-ds.html
 */
export const documentTypes: Readonly<Record<string, DocumentType>> = {
  '.txt': text('plain'),
  '.md': text('markdown'),
  '.html': text('html'),
  '.csv': text('csv'),
  '.doc': binary('application/msword', compoundFile),
  '.docx': binary(`${office}.wordprocessingml.document`, zip),
  '.xls': binary('application/vnd.ms-excel', compoundFile),
  '.xlsx': binary(`${office}.spreadsheetml.sheet`, zip),
  '.pdf': binary('application/pdf', '%PDF-'),
};

export const endingOf = (file: string): string => path.posix.extname(file).toLowerCase();

/** The quota "Maximum size of a source document file", 50 MB. */
export const largestDocument = 50 * 1024 * 1024;
