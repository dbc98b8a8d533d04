import type { HeadObjectOutput, HeadObjectRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { checkReadConditions } from './conditions';
import { refuseMissing } from './description';
import { overridesIn, selectedChecksum, selectedParts } from './read-answer';
import { selectionIn } from './selection';
import { describeObject } from './shown';

export const headObject =
  ({ s3 }: Pick<Services, 's3'>): Operation<HeadObjectRequest, Omit<HeadObjectOutput, 'Expires'>> =>
  async (input) => {
    const { Bucket = '', Key = '', VersionId } = input;
    refuseMissing(input);
    const bucket = await s3.buckets.get(Bucket);
    const object = await s3.objects.get(Bucket, Key, VersionId);
    checkReadConditions(input, object);
    const selection = selectionIn(input, object);
    return {
      ...describeObject(bucket, object),
      ...overridesIn(input),
      ...selectedChecksum(input, object, selection),
      ...selectedParts(input, object),
      ContentLength: selection.length,
      ...(selection.contentRange && { ContentRange: selection.contentRange }),
    };
  };
