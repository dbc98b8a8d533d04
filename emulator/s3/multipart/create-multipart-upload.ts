import type { CreateMultipartUploadOutput, CreateMultipartUploadRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { defaultAlgorithm, isChecksumAlgorithm, typesOf } from '../body/checksums';
import { descriptionIn, refuseMissing } from '../objects/description';
import { encryptionOf } from '../objects/shown';
import { invalidRequest } from '../s3-error';

type Input = Omit<CreateMultipartUploadRequest, 'Expires'> & { readonly Expires?: string };

export const createMultipartUpload =
  ({ s3 }: Pick<Services, 's3'>): Operation<Input, CreateMultipartUploadOutput> =>
  async (input) => {
    const { Bucket = '', Key = '', ChecksumAlgorithm } = input;
    refuseMissing(input);
    const algorithm = ChecksumAlgorithm?.toUpperCase() ?? defaultAlgorithm;
    if (!isChecksumAlgorithm(algorithm)) {
      throw invalidRequest(
        'Checksum algorithm provided is unsupported. Please try again with any of the valid types',
      );
    }
    const [usual, ...others] = typesOf(algorithm);
    const wanted = input.ChecksumType?.toUpperCase() ?? usual;
    const type = [usual, ...others].find((one) => one === wanted);
    if (!type || (input.ChecksumType && !ChecksumAlgorithm)) {
      throw invalidRequest(
        `The ${wanted} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
      );
    }
    const description = descriptionIn(input);
    const isAlgorithmChosen = ChecksumAlgorithm !== undefined;
    const upload = await s3.uploads.create(Bucket, Key, {
      ...description,
      algorithm,
      type,
      isAlgorithmChosen,
    });
    return {
      Bucket,
      Key,
      UploadId: upload.uploadId,
      ...encryptionOf(upload),
      ...(isAlgorithmChosen && { ChecksumAlgorithm: algorithm, ChecksumType: type }),
    };
  };
