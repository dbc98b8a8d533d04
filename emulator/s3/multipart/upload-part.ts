import type { UploadPartOutput, UploadPartRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { checksumMember } from '../body/checksums';
import type { IncomingBody } from '../body/incoming-body';
import { refuseMissing } from '../objects/description';
import { keep, receive } from '../objects/receive';
import { encryptionOf, quoted } from '../objects/shown';
import { invalidRequest } from '../s3-error';
import { checkPartNumber, wholeSeconds } from './part';

type UploadPartInput = Omit<UploadPartRequest, 'Body'> & { readonly Body: IncomingBody };

export const uploadPart =
  ({ s3, clock }: Pick<Services, 's3' | 'clock'>): Operation<UploadPartInput, UploadPartOutput> =>
  async (input) => {
    const { Bucket = '', Key = '', UploadId = '', PartNumber: number = 0, Body } = input;
    refuseMissing(input);
    checkPartNumber(number);
    const upload = await s3.uploads.get(Bucket, Key, UploadId);
    const { algorithm, isAlgorithmChosen } = upload;
    if (isAlgorithmChosen && Body.algorithm !== undefined && Body.algorithm !== algorithm) {
      throw invalidRequest(
        `Checksum Type mismatch occurred, expected checksum Type: ${algorithm.toLowerCase()}, actual checksum Type: ${Body.algorithm.toLowerCase()}`,
      );
    }
    const { segments, size, md5, checksum } = await receive(s3, Body, algorithm);
    const part = { number, size, checksum, md5, segments, lastModified: wholeSeconds(clock.now()) };
    await keep(s3.bodies, segments, () => s3.uploads.putPart(Bucket, Key, UploadId, part));
    const declared = Body.checksum();
    const told = isAlgorithmChosen
      ? { algorithm, value: checksum }
      : Body.algorithm && declared !== undefined
        ? { algorithm: Body.algorithm, value: declared }
        : undefined;
    return { ETag: quoted(md5), ...checksumMember(told), ...encryptionOf(upload) };
  };
