import type { HeadObjectOutput, HeadObjectRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { checkReadConditions } from './conditions';
import { refuseMissing } from './description';
import { readAnswer } from './read-answer';
import { selectionIn } from './selection';

export const headObject =
  ({ s3 }: Pick<Services, 's3'>): Operation<HeadObjectRequest, Omit<HeadObjectOutput, 'Expires'>> =>
  async (input) => {
    const { Bucket = '', Key = '', VersionId } = input;
    refuseMissing(input);
    const bucket = await s3.buckets.get(Bucket);
    const object = await s3.objects.get(Bucket, Key, VersionId);
    checkReadConditions(input, object);
    const selection = selectionIn(input, object);
    return readAnswer(input, bucket, object, selection);
  };
