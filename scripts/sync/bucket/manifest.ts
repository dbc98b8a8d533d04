import { createHash } from 'node:crypto';
import type { ListedObject } from './document-bucket';

/** What is known of objects beyond a listing, kept in one object outside the prefix that is ingested. */
export interface Manifest {
  readonly version: 1;
  /** By key: the SHA-256 (base64) of the content that had this ETag. Stays true whatever happens to the key. */
  readonly objects: Readonly<Record<string, { readonly etag: string; readonly sha256: string }>>;
  readonly ingested?: Ingested;
}

/** What the index holds, as long as no other job came after: the listing with this digest, without a failure. */
export interface Ingested {
  readonly dataSourceId: string;
  readonly ingestionJobId: string;
  readonly digest: string;
}

export const emptyManifest: Manifest = { version: 1, objects: {} };

/** A manifest's text. Unreadable, it counts as none: all that it says can be found out again, at more expense. */
export function parseManifest(text: string): Manifest {
  try {
    const manifest = JSON.parse(text) as Manifest;
    return manifest.version === 1 && typeof manifest.objects === 'object' && manifest.objects !== null
      ? manifest
      : emptyManifest;
  } catch {
    return emptyManifest;
  }
}

/** Stands for the state of a bucket: changes with every object that comes, goes or changes. */
export function digestOf(listed: Iterable<Pick<ListedObject, 'key' | 'etag'>>): string {
  const lines = [...listed].map(({ key, etag }) => JSON.stringify([key, etag])).sort();
  return createHash('sha256').update(lines.join('\n')).digest('base64');
}
