import type { PreparedObject } from '../content/prepared-object';
import { sidecarSuffix } from '../content/sidecar';
import type { ListedObject } from './document-bucket';
import type { Manifest } from './manifest';

export interface Upload {
  readonly object: PreparedObject;
  /** The ETag of what it replaces; undefined where there is nothing yet. */
  readonly replaces?: string;
}

export type Change = 'new' | 'changed' | 'unchanged' | 'deleted';

/** A document with its metadata. */
export interface PlannedDocument {
  readonly key: string;
  readonly change: Change;
  /** Whether the metadata alone changes. */
  readonly metadataOnly: boolean;
}

export interface Plan {
  readonly uploads: readonly Upload[];
  readonly removals: readonly ListedObject[];
  readonly unchanged: readonly (ListedObject & { readonly sha256: string })[];
  readonly documents: readonly PlannedDocument[];
  /** Documents that the bucket has now. */
  readonly existing: number;
}

export interface PlanInput {
  readonly desired: readonly PreparedObject[];
  readonly listed: readonly ListedObject[];
  readonly manifest: Manifest;
  /** SHA-256 (base64) by key, of objects that were asked for one by one. */
  readonly described: ReadonlyMap<string, string>;
  /** Keys that are neither written nor removed, nor is what lies below them as in a folder. */
  readonly held: ReadonlySet<string>;
}

export const isMetadata = (key: string): boolean => key.endsWith(sidecarSuffix);
const foldersAbove = (key: string): string[] =>
  [...key.matchAll(/\//g)].map(({ index }) => key.slice(0, index));
const documentOf = (key: string): string => (isMetadata(key) ? key.slice(0, -sidecarSuffix.length) : key);

/** Whether the bucket has the content already; undefined if listing and manifest cannot tell. */
function isSame(object: PreparedObject, listed: ListedObject, { objects }: Manifest): boolean | undefined {
  if (listed.bytes !== object.bytes) return false;
  const known = objects[object.key];
  if (known?.etag === listed.etag) return known.sha256 === object.sha256;
  // Without KMS the ETag is the MD5; with KMS, or after an upload in parts, it says nothing.
  return listed.etag === object.md5 ? true : undefined;
}

/** Objects that must be asked for one by one: a sync ended before it could write its manifest, or somebody else wrote. */
export function undecided({ desired, listed, manifest }: Omit<PlanInput, 'described' | 'held'>): string[] {
  const there = byKey(listed);
  return desired
    .filter((object) => {
      const now = there.get(object.key);
      return now !== undefined && isSame(object, now, manifest) === undefined;
    })
    .map(({ key }) => key);
}

function byKey<T extends { readonly key: string }>(objects: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const object of objects) found.set(object.key, object);
  return found;
}

/** What makes the bucket hold what the folder holds. The console's folders, keys that end in `/`, are left alone. */
export function planSync({ desired, listed, manifest, described, held }: PlanInput): Plan {
  const there = byKey(listed);
  const wanted = byKey(desired);
  const uploads: Upload[] = [];
  const unchanged: (ListedObject & { sha256: string })[] = [];
  for (const object of desired) {
    const now = there.get(object.key);
    const same = now && (isSame(object, now, manifest) ?? described.get(object.key) === object.sha256);
    if (now && same) unchanged.push({ ...now, sha256: object.sha256 });
    else uploads.push({ object, ...(now && { replaces: now.etag }) });
  }
  const isHeld = (key: string) => held.has(key) || foldersAbove(key).some((folder) => held.has(folder));
  const removals = listed.filter(({ key }) => !wanted.has(key) && !isHeld(key) && !key.endsWith('/'));
  return {
    uploads,
    removals,
    unchanged,
    documents: documentsOf(uploads, removals, unchanged),
    existing: listed.filter(({ key }) => !isMetadata(key) && !key.endsWith('/')).length,
  };
}

function documentsOf(
  uploads: readonly Upload[],
  removals: readonly ListedObject[],
  unchanged: readonly ListedObject[],
): PlannedDocument[] {
  const changes = new Map<string, Change>();
  for (const { key } of unchanged) changes.set(key, 'unchanged');
  for (const { object, replaces } of uploads)
    changes.set(object.key, replaces === undefined ? 'new' : 'changed');
  for (const { key } of removals) changes.set(key, 'deleted');
  const keys = [...new Set([...changes.keys()].map(documentOf))].sort();
  return keys.map((key) => {
    const change = changes.get(key);
    const metadata = changes.get(key + sidecarSuffix) ?? 'unchanged';
    const metadataOnly = metadata !== 'unchanged' && (change === undefined || change === 'unchanged');
    // A sidecar whose document is held or never was there is on its own.
    if (change === undefined) return { key, change: metadata, metadataOnly };
    return { key, change: metadataOnly ? 'changed' : change, metadataOnly };
  });
}

export const count = ({ documents }: Pick<Plan, 'documents'>): Readonly<Record<Change, number>> => {
  const counts = { new: 0, changed: 0, unchanged: 0, deleted: 0 };
  for (const { change } of documents) counts[change]++;
  return counts;
};

/** More deletions than these are rather a wrong folder than a wish. */
export const mostDeletions = { documents: 50, share: 0.2 };

/** Whether the plan deletes so much that somebody must have said so. */
export function isMassDelete(plan: Pick<Plan, 'removals' | 'existing'>): boolean {
  const deleted = plan.removals.filter(({ key }) => !isMetadata(key)).length;
  return deleted > mostDeletions.documents || deleted > plan.existing * mostDeletions.share;
}
