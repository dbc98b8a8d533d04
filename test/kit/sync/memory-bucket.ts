import { createHash } from 'node:crypto';
import { ConflictError, type DocumentBucket } from '../../../scripts/sync/bucket/document-bucket';
import { emptyManifest, type Manifest } from '../../../scripts/sync/bucket/manifest';
import type { IngestionJob, IngestionJobs } from '../../../scripts/sync/ingestion/jobs';

export const prefix = 'documents/';

interface Stored {
  readonly etag: string;
  readonly sha256: string;
  readonly body: Buffer;
}

/** A bucket and its index in memory, as AWS would keep them although the process that writes is killed. */
export class Cloud {
  readonly objects = new Map<string, Stored>();
  manifest: { readonly manifest: Manifest; readonly etag: string } | undefined;
  readonly jobs: { ingestionJobId: string; indexed: ReadonlyMap<string, string> }[] = [];
  /** Successful uploads, as `key sha256`. */
  readonly uploads: string[] = [];
  writes = 0;
  private serial = 0;

  /** @param kms Whether ETags tell nothing of the content. */
  constructor(private readonly kms: boolean) {}

  etagOf(body: Buffer): string {
    return this.kms ? `etag-${++this.serial}` : createHash('md5').update(body).digest('hex');
  }

  contents(): Map<string, string> {
    return new Map([...this.objects].map(([key, { body }]) => [key, body.toString()]));
  }
}

/**
 * Kills the process at its n-th step that AWS notices: before the step, or after it and before the answer. With
 * `once` it is no more than an error of AWS's, after which everything works again.
 */
export class Fuse {
  private steps = 0;
  private dead = false;

  constructor(
    private readonly at = Number.POSITIVE_INFINITY,
    private readonly answerLost = false,
    private readonly once = false,
  ) {}

  async step<T>(change: () => T): Promise<T> {
    await Promise.resolve();
    if (this.dead) throw new Error('killed');
    const last = ++this.steps === this.at;
    this.dead = last && !this.once;
    if (last && !this.answerLost) throw new Error('killed');
    const done = change();
    if (last) throw new Error('killed');
    return done;
  }
}

export function memoryBucket(cloud: Cloud, fuse = new Fuse()): DocumentBucket {
  const check = (key: string, now: string | undefined, expected: string | undefined) => {
    if (now !== expected) throw new ConflictError(key);
  };
  return {
    list: () =>
      fuse.step(() => [...cloud.objects].map(([key, { etag, body }]) => ({ key, etag, bytes: body.length }))),
    describe: (key) => fuse.step(() => cloud.objects.get(key)),
    async put(object, replaces) {
      const body = await object.read();
      return fuse.step(() => {
        check(object.key, cloud.objects.get(object.key)?.etag, replaces);
        const etag = cloud.etagOf(body);
        cloud.objects.set(object.key, { etag, sha256: object.sha256, body });
        cloud.uploads.push(`${object.key} ${object.sha256}`);
        cloud.writes++;
        return etag;
      });
    },
    remove: (key, etag) =>
      fuse.step(() => {
        if (!cloud.objects.has(key)) return;
        check(key, cloud.objects.get(key)?.etag, etag);
        cloud.objects.delete(key);
        cloud.writes++;
      }),
    readManifest: () => fuse.step(() => cloud.manifest ?? { manifest: emptyManifest }),
    writeManifest: (manifest, etag) =>
      fuse.step(() => {
        check('manifest', cloud.manifest?.etag, etag);
        cloud.manifest = { manifest, etag: `manifest-${++cloud.writes}` };
        return cloud.manifest.etag;
      }),
  };
}

/** Jobs that end at once, and whose end does not depend on who started them. */
export function memoryJobs(cloud: Cloud, fuse = new Fuse()): IngestionJobs {
  const described = (ingestionJobId: string) =>
    ({ ingestionJobId, status: 'COMPLETE', statistics: {} }) as IngestionJob;
  return {
    start: () =>
      fuse.step(() => {
        const ingestionJobId = `job-${cloud.jobs.length + 1}`;
        cloud.jobs.push({ ingestionJobId, indexed: cloud.contents() });
        return described(ingestionJobId);
      }),
    get: (id) => fuse.step(() => described(id)),
    latest: () =>
      fuse.step(() => {
        const last = cloud.jobs.at(-1);
        return last && described(last.ingestionJobId);
      }),
    failedDocuments: async () => [],
  };
}
