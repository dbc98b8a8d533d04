import type { GetObjectOutput, GetObjectRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import type { S3Store } from '../store/s3-store';
import { checkReadConditions } from './conditions';
import { refuseMissing } from './description';
import { readAnswer } from './read-answer';
import { type Selection, selectionIn } from './selection';

type Body = Uint8Array | AsyncIterable<Uint8Array>;
export type GetObjectAnswer = Omit<GetObjectOutput, 'Body' | 'Expires'> & { readonly Body: Body };

/** Bytes: up to here an object is read at once. */
const smallSize = 64 * 1024;

export const getObject =
  ({ s3 }: Pick<Services, 's3'>): Operation<GetObjectRequest, GetObjectAnswer> =>
  async (input) => {
    const { Bucket = '', Key = '', VersionId } = input;
    refuseMissing(input);
    const bucket = await s3.buckets.get(Bucket);
    const { object, release } = await s3.objects.hold(Bucket, Key, VersionId);
    try {
      checkReadConditions(input, object);
      const selection = selectionIn(input, object);
      return {
        ...readAnswer(input, bucket, object, selection),
        Body: await bodyOf(s3, object.segments, selection, release),
      };
    } catch (error) {
      release();
      throw error;
    }
  };

async function bodyOf(
  { bodies }: S3Store,
  segments: Parameters<S3Store['bodies']['read']>[0],
  { range, length }: Selection,
  release: () => void,
): Promise<Body> {
  const bytes = bodies.read(segments, range);
  if (length > smallSize) return releasing(bytes, release);
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  release();
  return Buffer.concat(chunks);
}

async function* releasing(bytes: AsyncIterable<Buffer>, release: () => void): AsyncGenerator<Buffer> {
  try {
    yield* bytes;
  } finally {
    release();
  }
}
