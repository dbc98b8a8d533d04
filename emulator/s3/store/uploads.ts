import type { Clock } from '../../services';
import { noSuchUpload } from '../s3-error';
import type { Bodies } from './bodies';
import type { Buckets } from './buckets';
import { type Database, del, put, type Write } from './database';
import { bucketRange, partKey, partRange, uploadKey } from './keys';
import type { PartRecord, Segment, UploadRecord } from './records';

/** Multipart uploads under way. */
export class Uploads {
  constructor(
    private readonly database: Database,
    private readonly bodies: Bodies,
    private readonly buckets: Buckets,
    private readonly clock: Clock,
    private readonly newId: () => string,
  ) {}

  /** Throws NoSuchBucket. The id sorts by the time of its creation, as uploads of one key are listed. */
  async create(
    bucket: string,
    key: string,
    upload: Omit<UploadRecord, 'uploadId' | 'initiated'>,
  ): Promise<UploadRecord> {
    return this.database.exclusively(async () => {
      await this.buckets.get(bucket);
      const initiated = this.clock.now();
      const uploadId = `${String(initiated).padStart(15, '0')}.${this.newId().replaceAll('-', '')}`;
      const record: UploadRecord = { ...upload, uploadId, initiated };
      await this.database.uploads.put(uploadKey(bucket, key, uploadId), record);
      return record;
    });
  }

  /** Throws NoSuchBucket and NoSuchUpload. */
  async get(bucket: string, key: string, uploadId: string): Promise<UploadRecord> {
    await this.buckets.get(bucket);
    const upload = this.database.uploads.getSync(uploadKey(bucket, key, uploadId));
    if (!upload) throw noSuchUpload(uploadId);
    return upload;
  }

  /** Parts after a number, in sequence. */
  parts(uploadId: string, after = 0): AsyncIterable<PartRecord> {
    return this.database.parts.values({ gte: partKey(uploadId, after + 1), lt: partRange(uploadId).lt });
  }

  /** Keeps a part whose files `bodies` wrote, in place of one with its number. Throws NoSuchUpload. */
  async putPart(bucket: string, key: string, uploadId: string, part: PartRecord): Promise<void> {
    const replaced = await this.database.exclusively(async () => {
      await this.get(bucket, key, uploadId);
      const at = partKey(uploadId, part.number);
      const { segments = [] } = this.database.parts.getSync(at) ?? {};
      await this.database.batch([
        put(this.database.parts, at, part),
        ...this.bodies.claim(part.segments),
        ...this.bodies.release(segments),
      ]);
      return segments;
    });
    await this.bodies.discard(replaced);
  }

  /** Throws NoSuchUpload. */
  async abort(bucket: string, key: string, uploadId: string): Promise<void> {
    const { segments } = await this.database.exclusively(async () => {
      await this.get(bucket, key, uploadId);
      const end = await this.end(bucket, key, uploadId, new Set());
      await this.database.batch(end.writes);
      return end;
    });
    await this.bodies.discard(segments);
  }

  /**
   * The writes that end an upload, and the files that nothing names then: those of parts that are not kept. Call
   * it exclusively, and discard the files after the writes.
   */
  end(bucket: string, key: string, uploadId: string, kept: ReadonlySet<number>): Promise<Ending> {
    return this.endAt(uploadKey(bucket, key, uploadId), uploadId, kept);
  }

  /** The same for all uploads of a bucket. */
  async endAll(bucket: string): Promise<Ending> {
    const endings: Ending[] = [];
    for await (const [at, { uploadId }] of this.database.uploads.iterator(bucketRange(bucket))) {
      endings.push(await this.endAt(at, uploadId, new Set()));
    }
    return {
      writes: endings.flatMap(({ writes }) => writes),
      segments: endings.flatMap(({ segments }) => segments),
    };
  }

  private async endAt(at: string, uploadId: string, kept: ReadonlySet<number>): Promise<Ending> {
    const parts = await this.database.parts.values(partRange(uploadId)).all();
    const segments = parts.filter(({ number }) => !kept.has(number)).flatMap((part) => part.segments);
    const writes = [
      del(this.database.uploads, at),
      ...parts.map(({ number }) => del(this.database.parts, partKey(uploadId, number))),
      ...this.bodies.release(segments),
    ];
    return { writes, segments };
  }
}

interface Ending {
  readonly writes: readonly Write[];
  readonly segments: readonly Segment[];
}
