import { AccessDenied } from '../../iam/denial';
import { DocumentError } from '../parsing/parsed-document';

export interface SourceObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Changes whenever the content does. */
  readonly etag: string;
}

/** Where documents are read from. */
export interface DocumentSource {
  /** Objects whose keys begin with the prefix. */
  list(prefix: string): AsyncIterable<SourceObject>;
  /** An object's bytes with the etag that belongs to them; undefined if it is gone. */
  read(key: string): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | undefined>;
}

/** Throws a DocumentError when the source cannot read the object: then its document fails, and no other. */
export async function readObject({ read }: DocumentSource, key: string): ReturnType<DocumentSource['read']> {
  try {
    return await read(key);
  } catch (cause) {
    const { code, name } = cause as Error & { readonly code?: string };
    const why = cause instanceof AccessDenied ? cause.message : (code ?? name);
    throw new DocumentError('FAILED', `as they could not be read from S3 (${why})`, { cause });
  }
}
