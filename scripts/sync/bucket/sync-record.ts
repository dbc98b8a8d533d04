import type { PreparedObject } from '../content/prepared-object';
import {
  ConflictError,
  type DocumentBucket,
  type ListedObject,
  type StoredManifest,
} from './document-bucket';
import { digestOf, type Ingested, type Manifest } from './manifest';
import type { Plan } from './plan';

type Known = { readonly etag: string; readonly sha256: string };

/** How often a manifest is merged anew when others write theirs at the same time. */
const attempts = 5;

/** The bucket's state as this sync knows it, and the manifest that says so. */
export class SyncRecord {
  private readonly etags: Map<string, string>;
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly bucket: DocumentBucket,
    private stored: StoredManifest,
    listed: readonly ListedObject[],
    plan: Pick<Plan, 'unchanged'>,
  ) {
    this.etags = new Map(listed.map(({ key, etag }) => [key, etag]));
    for (const { key, etag, sha256 } of plan.unchanged) this.known.set(key, { etag, sha256 });
  }

  uploaded({ key, sha256 }: PreparedObject, etag: string): void {
    this.etags.set(key, etag);
    this.known.set(key, { etag, sha256 });
  }

  removed({ key }: Pick<ListedObject, 'key'>): void {
    this.etags.delete(key);
    this.known.delete(key);
  }

  get digest(): string {
    return digestOf([...this.etags].map(([key, etag]) => ({ key, etag })));
  }

  /** Whether the index holds exactly this state: `latest` is the last job of the data source, whoever started it. */
  isIngested(dataSourceId: string, latest: string | undefined): boolean {
    const { ingested } = this.stored.manifest;
    return (
      ingested !== undefined &&
      ingested.dataSourceId === dataSourceId &&
      ingested.ingestionJobId === latest &&
      ingested.digest === this.digest
    );
  }

  /**
   * Writes the manifest if it says anything new. When another sync wrote its own meanwhile, what both know is
   * kept: each entry is true of its ETag for ever, so none contradicts another.
   */
  async save(ingested?: Ingested): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      if (this.isSaid(ingested)) return;
      const manifest = this.merged(ingested);
      try {
        this.stored = { manifest, etag: await this.bucket.writeManifest(manifest, this.stored.etag) };
        return;
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt === attempts) throw error;
        this.stored = await this.bucket.readManifest();
      }
    }
  }

  /** Whether the stored manifest says all of it already. */
  private isSaid(ingested: Ingested | undefined): boolean {
    const { manifest } = this.stored;
    if (ingested && JSON.stringify(ingested) !== JSON.stringify(manifest.ingested)) return false;
    for (const [key, { etag, sha256 }] of this.known) {
      const said = manifest.objects[key];
      if (said?.etag !== etag || said.sha256 !== sha256) return false;
    }
    return Object.keys(manifest.objects).every((key) => this.etags.has(key));
  }

  private merged(ingested: Ingested | undefined = this.stored.manifest.ingested): Manifest {
    const { manifest } = this.stored;
    const objects = new Map<string, Known>(Object.entries(manifest.objects));
    for (const [key, known] of this.known) objects.set(key, known);
    for (const key of objects.keys()) if (!this.etags.has(key)) objects.delete(key);
    return { version: 1, objects: Object.fromEntries(objects), ...(ingested && { ingested }) };
  }
}
