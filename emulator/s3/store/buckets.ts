import type { Clock } from '../../services';
import { noSuchBucket, S3Error } from '../s3-error';
import { type Database, put } from './database';
import { bucketRange } from './keys';
import type { BucketRecord } from './records';

export class Buckets {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async find(name: string): Promise<BucketRecord | undefined> {
    return this.database.buckets.getSync(name);
  }

  /** Throws NoSuchBucket. */
  async get(name: string): Promise<BucketRecord> {
    const bucket = await this.find(name);
    if (!bucket) throw noSuchBucket(name);
    return bucket;
  }

  list(): AsyncIterable<BucketRecord> {
    return this.database.buckets.values();
  }

  /** Throws BucketAlreadyOwnedByYou. */
  create(name: string): Promise<void> {
    return this.database.exclusively(async () => {
      if (await this.find(name)) {
        throw new S3Error(
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
          { status: 409, fields: { BucketName: name } },
        );
      }
      await this.database.buckets.put(name, { name, createdAt: this.clock.now() });
    });
  }

  /** Makes the bucket if there is none, and sets its versioning if one is given. */
  provision(name: string, versioning: BucketRecord['versioning']): Promise<void> {
    return this.database.exclusively(async () => {
      const existing = await this.find(name);
      if (existing && (versioning ?? existing.versioning) === existing.versioning) return;
      const made = existing ?? { name, createdAt: this.clock.now() };
      await this.database.buckets.put(name, { ...made, ...(versioning && { versioning }) });
    });
  }

  /** Throws NoSuchBucket. */
  setVersioning(name: string, versioning: 'Enabled' | 'Suspended'): Promise<void> {
    return this.database.exclusively(async () => {
      await this.database.batch([
        put(this.database.buckets, name, { ...(await this.get(name)), versioning }),
      ]);
    });
  }

  /** Throws NoSuchBucket, and BucketNotEmpty while a version is in it. Call it exclusively. */
  async checkEmpty(name: string): Promise<void> {
    await this.get(name);
    for await (const _ of this.database.versions.keys({ ...bucketRange(name), limit: 1 })) {
      throw new S3Error(
        'BucketNotEmpty',
        'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
        { status: 409, fields: { BucketName: name } },
      );
    }
  }
}
