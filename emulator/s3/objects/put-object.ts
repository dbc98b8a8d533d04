import type { PutObjectOutput, PutObjectRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { defaultAlgorithm } from '../body/checksums';
import type { IncomingBody } from '../body/incoming-body';
import { descriptionIn, refuseMissing } from './description';
import { keep, receive } from './receive';
import { checksumOf, encryptionOf, quoted, versionOf } from './shown';

export type PutObjectInput = Omit<PutObjectRequest, 'Body' | 'Expires'> & {
  readonly Body: IncomingBody;
  readonly Expires?: string;
};

export const putObject =
  ({ s3 }: Pick<Services, 's3'>): Operation<PutObjectInput, PutObjectOutput> =>
  async (input) => {
    const { Bucket = '', Key = '', Body, IfMatch, IfNoneMatch } = input;
    refuseMissing(input);
    const description = descriptionIn(input);
    const bucket = await s3.buckets.get(Bucket);
    const algorithm = Body.algorithm ?? defaultAlgorithm;
    const { segments, size, md5, checksum: value } = await receive(s3, Body, algorithm);
    const checksum = { algorithm, value, type: 'FULL_OBJECT' } as const;
    const content = { size, segments, etag: md5, checksum };
    const object = await keep(s3.bodies, segments, () =>
      s3.objects.publish(
        Bucket,
        Key,
        { ...content, ...description },
        { condition: { IfMatch, IfNoneMatch } },
      ),
    );
    return {
      ETag: quoted(object.etag),
      ...checksumOf(object),
      ...encryptionOf(object),
      ...versionOf(bucket, object),
    };
  };
