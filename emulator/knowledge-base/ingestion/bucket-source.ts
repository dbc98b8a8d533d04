import type { KnowledgeBaseAccess } from '../../iam/acting/knowledge-base-access';
import { plainLayout } from '../../s3/store/keys';
import { type Position, page } from '../../s3/store/page';
import type { S3Store } from '../../s3/store/s3-store';
import type { DocumentSource } from './document-source';

/** The emulator's S3, read as the role of a knowledge base. */
export interface Documents {
  readonly s3: S3Store;
  readonly access: Pick<KnowledgeBaseAccess, 'listObjects' | 'readObject'>;
}

/** A bucket of the emulator's S3. Both reject with S3's own errors, such as NoSuchBucket, and with AccessDenied. */
export const bucketSource = ({ s3, access }: Documents, bucket: string): DocumentSource => ({
  async *list(prefix) {
    access.listObjects(bucket, prefix);
    await s3.buckets.get(bucket);
    let after: Position | undefined;
    do {
      const request = { bucket, prefix, delimiter: '', after, limit: 1000 };
      const { rows, next } = await page(s3.database.current, plainLayout, request);
      for (const { key, value } of rows) {
        if (!value.isDeleteMarker) yield { key, size: value.size, etag: value.etag };
      }
      after = next;
    } while (after);
  },
  async read(key) {
    access.readObject(bucket, key);
    const newest = await s3.objects.newest(bucket, key);
    if (!newest || newest.isDeleteMarker) return undefined;
    const { object, release } = await s3.objects.hold(bucket, key);
    try {
      const parts: Buffer[] = [];
      const whole = { start: 0, end: object.size - 1 };
      for await (const part of s3.bodies.read(object.segments, whole)) parts.push(part);
      return { bytes: Buffer.concat(parts), etag: object.etag };
    } finally {
      release();
    }
  },
});
