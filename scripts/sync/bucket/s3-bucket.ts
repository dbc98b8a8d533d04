import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { awsFailure } from '../../stack/aws-error';
import { ConflictError, type DocumentBucket } from './document-bucket';
import { listObjects } from './list-objects';
import { bare as withoutQuotes } from './list-page';
import { emptyManifest, parseManifest } from './manifest';

export interface S3BucketProps {
  readonly client: S3Client;
  readonly bucket: string;
  /** Of the documents, with its slash. */
  readonly prefix: string;
  /** Where the manifest is kept: outside of what is ingested. */
  readonly manifestKey: string;
  readonly signal: AbortSignal;
}

/** How often a write is sent again that met another one at the same moment. */
const attempts = 4;
/** Bytes of a body that is sent to its end, whatever signal comes. */
const atOnce = 64 * 1024;

const bare = (etag = '') => withoutQuotes(etag);
const quoted = (etag: string) => `"${etag}"`;
const statusOf = (error: unknown) =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
const onlyIf = (etag?: string) => (etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: quoted(etag) });

/** The bucket on S3. Throws ConflictError, and CommandError for whatever AWS refuses. */
export function s3Bucket({ client, bucket, prefix, manifestKey, signal }: S3BucketProps): DocumentBucket {
  const Bucket = bucket;
  // Each request under way listens to it; Node takes more than ten for a leak.
  setMaxListeners(0, signal);
  const options = { abortSignal: signal };

  /** S3 answers 412 when the condition fails, 404 when there is nothing to match, and 409 to one of two at once. */
  async function conditionally<T>(key: string, doing: string, send: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send();
      } catch (error) {
        const status = statusOf(error);
        if (status === 409 && attempt < attempts) await wait(50 * 2 ** attempt, undefined, { signal });
        else if (status === 412 || status === 404 || status === 409) throw new ConflictError(key);
        else throw awsFailure(error, `${doing} s3://${bucket}/${key}`);
      }
    }
  }

  async function whereThere<T>(key: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (statusOf(error) === 404 && (error as Error).name !== 'NoSuchBucket') return undefined;
      throw awsFailure(error, `Reading s3://${bucket}/${key}`);
    }
  }

  return {
    async list(expected = []) {
      try {
        return await listObjects({ client, bucket, prefix, expected, signal });
      } catch (error) {
        throw awsFailure(error, `Listing s3://${bucket}/${prefix}`);
      }
    },

    async describe(key) {
      const command = new HeadObjectCommand({ Bucket, Key: key, ChecksumMode: 'ENABLED' });
      const found = await whereThere(key, () => client.send(command, options));
      if (!found) return undefined;
      // Of parts, it is the checksum of their checksums.
      const whole = found.ChecksumType !== 'COMPOSITE' ? found.ChecksumSHA256 : undefined;
      return { etag: bare(found.ETag), ...(whole && { sha256: whole }) };
    },

    async put(object, replaces) {
      const Body = await object.read();
      const command = () =>
        new PutObjectCommand({
          Bucket,
          Key: object.key,
          Body,
          ContentType: object.contentType,
          // S3 examines the body by it, and tells it to a later sync that has lost its manifest.
          ChecksumSHA256: object.sha256,
          ...onlyIf(replaces),
        });
      // Without options the SDK need not put its middleware together again. A small one is over before a signal helps.
      const send = () => (Body.length > atOnce ? client.send(command(), options) : client.send(command()));
      const { ETag } = await conditionally(object.key, 'Uploading', send);
      return bare(ETag);
    },

    async remove(key, etag) {
      const command = () => new DeleteObjectCommand({ Bucket, Key: key, IfMatch: quoted(etag) });
      try {
        await conditionally(key, 'Removing', () => client.send(command(), options));
      } catch (error) {
        if (!(error instanceof ConflictError) || (await this.describe(key))) throw error;
      }
    },

    async readManifest() {
      const command = new GetObjectCommand({ Bucket, Key: manifestKey });
      const found = await whereThere(manifestKey, async () => {
        const { Body, ETag } = await client.send(command, options);
        return { text: (await Body?.transformToString()) ?? '', etag: bare(ETag) };
      });
      return found ? { manifest: parseManifest(found.text), etag: found.etag } : { manifest: emptyManifest };
    },

    async writeManifest(manifest, etag) {
      const command = () =>
        new PutObjectCommand({
          Bucket,
          Key: manifestKey,
          Body: JSON.stringify(manifest),
          ContentType: 'application/json',
          ...onlyIf(etag),
        });
      // Without the signal: what was uploaded before Ctrl-C is written down.
      const { ETag } = await conditionally(manifestKey, 'Writing', () => client.send(command()));
      return bare(ETag);
    },
  };
}
