import type { ChecksumAlgorithm } from '../body/checksums';
import type { IncomingBody } from '../body/incoming-body';
import { type Measured, measuring, verifying } from '../body/measure';
import { S3Error } from '../s3-error';
import type { Segment, StoredObject } from '../store/records';
import type { S3Store } from '../store/s3-store';
import type { Selection } from './selection';

export interface Received extends Measured {
  /** Named by no record yet: `publish` them, or `discard` them. */
  readonly segments: readonly Segment[];
}

/** Bytes of one request. */
const uploadLimit = 5 * 1024 ** 3;

/** Writes a request's body as it comes, and refuses it if it is not as the request says. */
export async function receive(
  { bodies }: S3Store,
  body: IncomingBody,
  algorithm: ChecksumAlgorithm,
): Promise<Received> {
  if (body.length === undefined || Number.isNaN(body.length)) {
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.', {
      status: 411,
    });
  }
  if (body.length > uploadLimit) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      fields: { ProposedSize: body.length, MaxSizeAllowed: uploadLimit },
    });
  }
  const verified = verifying(body, algorithm);
  const segments = await bodies.write(verified.bytes);
  return keep(bodies, segments, async () => ({ ...(await verified.result()), segments }));
}

/** Writes bytes of an object anew. The object must be held. */
export async function duplicate(
  { bodies }: S3Store,
  source: StoredObject,
  { range }: Pick<Selection, 'range'>,
  algorithm: ChecksumAlgorithm,
): Promise<Received> {
  const measured = measuring(bodies.read(source.segments, range), algorithm);
  const segments = await bodies.write(measured.bytes);
  return keep(bodies, segments, async () => ({ ...(await measured.result()), segments }));
}

/** Does what makes use of new files, and deletes them if it throws. */
export async function keep<T>(
  bodies: S3Store['bodies'],
  segments: readonly Segment[],
  use: () => Promise<T>,
): Promise<T> {
  try {
    return await use();
  } catch (error) {
    await bodies.discard(segments);
    throw error;
  }
}
