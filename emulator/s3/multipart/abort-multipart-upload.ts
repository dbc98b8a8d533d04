import type { AbortMultipartUploadRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';

export const abortMultipartUpload =
  ({ s3 }: Pick<Services, 's3'>): Operation<AbortMultipartUploadRequest, object> =>
  async ({ Bucket = '', Key = '', UploadId = '' }) => {
    await s3.uploads.abort(Bucket, Key, UploadId);
    return {};
  };
