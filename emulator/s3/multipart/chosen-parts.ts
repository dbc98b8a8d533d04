import type { CompletedPart } from '@aws-sdk/client-s3';
import { checksumIn } from '../body/checksums';
import { invalidRequest, malformedXml, S3Error } from '../s3-error';
import type { PartRecord, UploadRecord } from '../store/records';

/** Bytes of each part but the last. */
const leastSize = 5 * 1024 * 1024;

/** The parts that a request to complete an upload names. Throws what S3 answers if they cannot be put together. */
export function chosenParts(
  upload: UploadRecord,
  stored: readonly PartRecord[],
  completed: readonly CompletedPart[],
): readonly PartRecord[] {
  if (completed.length === 0) throw malformedXml();
  const byNumber = new Map(stored.map((part) => [part.number, part]));
  let before = 0;
  const chosen = completed.map((one) => {
    const { PartNumber = 0 } = one;
    if (PartNumber <= before) {
      throw new S3Error(
        'InvalidPartOrder',
        'The list of parts was not in ascending sequence. Parts must be sorted by part number.',
        { fields: { UploadId: upload.uploadId } },
      );
    }
    before = PartNumber;
    return checkPart(upload, byNumber.get(PartNumber), one);
  });
  const small = chosen.slice(0, -1).find(({ size }) => size < leastSize);
  if (small) {
    throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      fields: { ProposedSize: small.size, MinSizeAllowed: leastSize, PartNumber: small.number },
    });
  }
  const isConsecutive = chosen.every(({ number }, index) => number === index + 1);
  if (upload.isAlgorithmChosen && !isConsecutive) {
    throw new S3Error('InternalError', 'Parts with checksums must be numbered consecutively from 1.', {
      status: 500,
    });
  }
  return chosen;
}

function checkPart(
  { algorithm, type, isAlgorithmChosen, uploadId }: UploadRecord,
  part: PartRecord | undefined,
  completed: CompletedPart,
): PartRecord {
  const { PartNumber, ETag } = completed;
  const checksum = checksumIn(completed, algorithm);
  if (isAlgorithmChosen && type === 'COMPOSITE' && checksum === undefined) {
    throw invalidRequest(
      `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${PartNumber} in the request.`,
    );
  }
  const isSame = part && ETag?.replaceAll('"', '') === part.md5;
  if (!isSame || (checksum !== undefined && checksum !== part.checksum)) {
    throw new S3Error(
      'InvalidPart',
      "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      { fields: { UploadId: uploadId, PartNumber, ETag } },
    );
  }
  return part;
}
