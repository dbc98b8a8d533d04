import type { UploadPartCopyOutput, UploadPartCopyRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { checksumMember } from '../body/checksums';
import { holdSource } from '../objects/copy-source';
import { refuseMissing } from '../objects/description';
import { duplicate, keep } from '../objects/receive';
import { encryptionOf, quoted } from '../objects/shown';
import { invalidArgument, S3Error } from '../s3-error';
import type { ByteRange } from '../store/bodies';
import { checkPartNumber, wholeSeconds } from './part';

export const uploadPartCopy =
  ({ s3, clock }: Pick<Services, 's3' | 'clock'>): Operation<UploadPartCopyRequest, UploadPartCopyOutput> =>
  async (input) => {
    const { Bucket = '', Key = '', UploadId = '', PartNumber: number = 0, CopySourceRange } = input;
    refuseMissing(input);
    checkPartNumber(number);
    const upload = await s3.uploads.get(Bucket, Key, UploadId);
    const { source, object, release } = await holdSource(s3, input);
    try {
      const range = rangeIn(CopySourceRange, object.size);
      const copied = await duplicate(s3, object, { range }, upload.algorithm);
      const { segments, size, md5, checksum } = copied;
      const lastModified = wholeSeconds(clock.now());
      const part = { number, size, checksum, md5, segments, lastModified };
      await keep(s3.bodies, segments, () => s3.uploads.putPart(Bucket, Key, UploadId, part));
      const sourceBucket = await s3.buckets.find(source.bucket);
      return {
        CopyPartResult: {
          ETag: quoted(md5),
          LastModified: new Date(lastModified),
          ...(upload.isAlgorithmChosen && checksumMember({ algorithm: upload.algorithm, value: checksum })),
        },
        ...encryptionOf(upload),
        ...(sourceBucket?.versioning && { CopySourceVersionId: object.versionId }),
      };
    } finally {
      release();
    }
  };

/** Unlike a download's range it must have both ends and lie within the source. */
function rangeIn(header: string | undefined, size: number): ByteRange {
  if (header === undefined) return { start: 0, end: size - 1 };
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  if (start === undefined || end === undefined || Number(start) > Number(end)) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  }
  if (Number(end) >= size) {
    throw new S3Error('InvalidRange', `Range specified is not valid for source object of size: ${size}`, {
      status: 416,
    });
  }
  return { start: Number(start), end: Number(end) };
}
