import { createHash } from 'node:crypto';
import type { CompleteMultipartUploadOutput, CompleteMultipartUploadRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { type Checksum, checksumIn, compositeChecksum, newHash } from '../body/checksums';
import { refuseMissing } from '../objects/description';
import { checksumOf, encryptionOf, quoted, versionOf } from '../objects/shown';
import { invalidRequest, noSuchUpload, S3Error } from '../s3-error';
import type { PartRecord, UploadRecord } from '../store/records';
import type { S3Store } from '../store/s3-store';
import type { Uploads } from '../store/uploads';
import { chosenParts } from './chosen-parts';

/** Puts the parts together where they lie: their files become the object's. */
export const completeMultipartUpload =
  ({ s3 }: Pick<Services, 's3'>): Operation<CompleteMultipartUploadRequest, CompleteMultipartUploadOutput> =>
  async (input) => {
    const { Bucket = '', Key = '', UploadId = '', MultipartUpload, IfMatch, IfNoneMatch } = input;
    refuseMissing(input);
    const bucket = await s3.buckets.get(Bucket);
    const upload = await s3.uploads.get(Bucket, Key, UploadId);
    const stored: PartRecord[] = [];
    for await (const part of s3.uploads.parts(UploadId)) stored.push(part);
    const parts = chosenParts(upload, stored, MultipartUpload?.Parts ?? []);
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
      throw invalidRequest(
        `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${size}`,
      );
    }
    const segments = parts.flatMap((part) => part.segments);
    const checksum = await checksumOfParts(s3, upload, parts, segments);
    checkDeclared(input, checksum);
    const content = { size, segments, checksum, etag: etagOf(parts) };
    const kept = parts.map(({ number, size, checksum }) => ({ number, size, checksum }));
    let dropped: PartRecord['segments'] = [];
    const alongside = async () => {
      await checkUnchanged(s3.uploads, UploadId, parts);
      const ending = await s3.uploads.end(Bucket, Key, UploadId, new Set(parts.map(({ number }) => number)));
      dropped = ending.segments;
      return ending.writes;
    };
    const { headers, metadata, tags } = upload;
    const object = await s3.objects.publish(
      Bucket,
      Key,
      { ...content, parts: kept, headers, metadata, tags },
      { condition: { IfMatch, IfNoneMatch }, alongside },
    );
    await s3.bodies.discard(dropped);
    return {
      Location: `/${Bucket}/${Key.split('/').map(encodeURIComponent).join('/')}`,
      Bucket,
      Key,
      ETag: quoted(object.etag),
      ...checksumOf(object),
      ...encryptionOf(object),
      ...versionOf(bucket, object),
    };
  };

/** The MD5 of the parts' MD5s, with how many there are. */
function etagOf(parts: readonly PartRecord[]): string {
  const hash = createHash('md5');
  for (const { md5 } of parts) hash.update(md5, 'hex');
  return `${hash.digest('hex')}-${parts.length}`;
}

async function checksumOfParts(
  { bodies, database, uploads }: S3Store,
  upload: UploadRecord,
  parts: readonly PartRecord[],
  segments: PartRecord['segments'],
): Promise<Checksum> {
  const { algorithm, type } = upload;
  if (type === 'COMPOSITE') {
    return compositeChecksum(
      algorithm,
      parts.map(({ checksum }) => checksum),
    );
  }
  const release = await database.exclusively(async () => {
    await checkUnchanged(uploads, upload.uploadId, parts);
    return bodies.hold(segments);
  });
  try {
    const hash = newHash(algorithm);
    const whole = { start: 0, end: Number.MAX_SAFE_INTEGER };
    for await (const chunk of bodies.read(segments, whole)) hash.update(chunk);
    return { algorithm, type, value: await hash.digest() };
  } finally {
    release();
  }
}

const conflict = () =>
  new S3Error('OperationAborted', 'A conflicting conditional operation is currently in progress.', {
    status: 409,
  });

function checkDeclared(input: CompleteMultipartUploadRequest, { algorithm, value, type }: Checksum): void {
  if (input.ChecksumType !== undefined && input.ChecksumType !== type) {
    throw invalidRequest(
      `The upload was created using the ${type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  const declared = checksumIn(input, algorithm);
  if (declared !== undefined && declared !== value && `${declared}` !== value.replace(/-\d+$/, '')) {
    throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
}

/** Throws if the upload ended, or a part was replaced, since the parts were read. */
async function checkUnchanged(uploads: Uploads, uploadId: string, parts: readonly PartRecord[]) {
  const now = new Map<number, string | undefined>();
  for await (const { number, segments } of uploads.parts(uploadId)) now.set(number, segments[0]?.file);
  if (now.size === 0) throw noSuchUpload(uploadId);
  if (parts.some(({ number, segments }) => now.get(number) !== segments[0]?.file)) throw conflict();
}
