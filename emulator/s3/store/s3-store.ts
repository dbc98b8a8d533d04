import type { Clock } from '../../services';
import { Bodies } from './bodies';
import { Buckets } from './buckets';
import { type Database, del, openDatabase } from './database';
import { Objects } from './objects';
import { Uploads } from './uploads';

export interface S3StoreProps {
  /** Created if it is not there. One process at a time may have it open. */
  readonly directory: string;
  readonly clock: Clock;
  /** A new UUID. */
  readonly newId: () => string;
}

/** Buckets with their objects in a folder: an index, and the bytes in files. */
export class S3Store {
  readonly bodies: Bodies;
  readonly buckets: Buckets;
  readonly objects: Objects;
  readonly uploads: Uploads;

  private constructor(
    readonly database: Database,
    { directory, clock, newId }: S3StoreProps,
  ) {
    this.bodies = new Bodies(directory, database);
    this.buckets = new Buckets(database, clock);
    this.objects = new Objects(database, this.bodies, this.buckets, clock, newId);
    this.uploads = new Uploads(database, this.bodies, this.buckets, clock, newId);
  }

  static async open(props: S3StoreProps): Promise<S3Store> {
    const store = new S3Store(await openDatabase(props.directory), props);
    await store.bodies.clean();
    return store;
  }

  /** Throws NoSuchBucket and BucketNotEmpty. Uploads under way do not keep a bucket, as in S3. */
  async deleteBucket(name: string): Promise<void> {
    const { segments } = await this.database.exclusively(async () => {
      await this.buckets.checkEmpty(name);
      const ending = await this.uploads.endAll(name);
      await this.database.batch([...ending.writes, del(this.database.buckets, name)]);
      return ending;
    });
    await this.bodies.discard(segments);
  }

  close(): Promise<void> {
    return this.database.close();
  }
}
