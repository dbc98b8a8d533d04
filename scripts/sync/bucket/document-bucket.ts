import type { PreparedObject } from '../content/prepared-object';
import type { Manifest } from './manifest';

/** An object as a listing has it. */
export interface ListedObject {
  readonly key: string;
  readonly etag: string;
  readonly bytes: number;
}

export interface StoredManifest {
  readonly manifest: Manifest;
  /** Undefined if there is none yet. */
  readonly etag?: string;
}

/** Somebody else changed an object since it was looked at; nothing was written. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';

  constructor(readonly key: string) {
    super(`${key} was changed by somebody else`);
  }
}

/** What a sync does with the bucket. Every write names the state that it was planned on, and throws ConflictError. */
export interface DocumentBucket {
  /** Everything below the prefix of the documents, whatever is expected there: that only helps to ask at once. */
  list(expected?: readonly string[]): Promise<readonly ListedObject[]>;
  /** An object as it is now, with its SHA-256 (base64) if it was uploaded with one. */
  describe(key: string): Promise<{ readonly etag: string; readonly sha256?: string } | undefined>;
  /** Writes where there is nothing or, with `replaces`, over the object that has this ETag. Resolves to the new ETag. */
  put(object: PreparedObject, replaces?: string): Promise<string>;
  /** Removes the object that has this ETag; one that is gone already is no conflict. */
  remove(key: string, etag: string): Promise<void>;
  readManifest(): Promise<StoredManifest>;
  /** Writes over the manifest that has this ETag, or where there is none. Resolves to the new ETag. */
  writeManifest(manifest: Manifest, etag?: string): Promise<string>;
}
