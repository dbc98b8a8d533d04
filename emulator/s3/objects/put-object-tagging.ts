import type { PutObjectTaggingOutput, PutObjectTaggingRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { malformedXml } from '../s3-error';
import { versionOf } from './shown';
import { checkTags } from './tags';

export const putObjectTagging =
  ({ s3 }: Pick<Services, 's3'>): Operation<PutObjectTaggingRequest, PutObjectTaggingOutput> =>
  async ({ Bucket = '', Key = '', VersionId, Tagging }) => {
    if (!Tagging) throw malformedXml();
    const bucket = await s3.buckets.get(Bucket);
    const tags = (Tagging.TagSet ?? []).map((tag) => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' }));
    return versionOf(bucket, await s3.objects.setTags(Bucket, Key, VersionId, checkTags(tags)));
  };
