import type { PutBucketVersioningRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { malformedXml, unsupported } from '../s3-error';

export const putBucketVersioning =
  ({ s3 }: Pick<Services, 's3'>): Operation<PutBucketVersioningRequest, object> =>
  async ({ Bucket = '', VersioningConfiguration: { Status, MFADelete } = {} }) => {
    if (MFADelete === 'Enabled') throw unsupported('versioning with MFA delete');
    if (Status !== 'Enabled' && Status !== 'Suspended') throw malformedXml();
    await s3.buckets.setVersioning(Bucket, Status);
    return {};
  };
