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
