import { concurrently } from '../concurrently';
import type { PreparedObject } from '../content/prepared-object';
import { ConflictError, type DocumentBucket, type ListedObject } from './document-bucket';
import { isMetadata, type Plan, type Upload } from './plan';

export interface ApplyOptions {
  readonly signal: AbortSignal;
  /** Called when an object is in the bucket, with its ETag. */
  readonly onUploaded: (object: PreparedObject, etag: string) => void;
  readonly onRemoved: (object: ListedObject) => void;
}

const requests = 16;

/**
 * Carries out a plan. Metadata is there before its document and goes after it: a job that starts meanwhile never
 * ingests a document without. What is renamed is there under the new name before the old one goes.
 */
export async function apply(bucket: DocumentBucket, plan: Plan, options: ApplyOptions): Promise<void> {
  const { signal, onUploaded, onRemoved } = options;
  const upload = async ({ object, replaces }: Upload) => {
    signal.throwIfAborted();
    onUploaded(object, await put(bucket, object, replaces));
  };
  const remove = async (object: ListedObject) => {
    signal.throwIfAborted();
    await bucket.remove(object.key, object.etag);
    onRemoved(object);
  };
  for (const metadata of [true, false]) {
    const uploads = plan.uploads.filter(({ object }) => isMetadata(object.key) === metadata);
    await concurrently(requests, uploads, upload);
  }
  for (const metadata of [false, true]) {
    const removals = plan.removals.filter(({ key }) => isMetadata(key) === metadata);
    await concurrently(requests, removals, remove);
  }
}

/** A write whose answer was lost is sent again and then refused, although it was this sync that wrote. */
async function put(bucket: DocumentBucket, object: PreparedObject, replaces?: string): Promise<string> {
  try {
    return await bucket.put(object, replaces);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const now = await bucket.describe(object.key);
    if (now && (now.sha256 === object.sha256 || now.etag === object.md5)) return now.etag;
    throw error;
  }
}
