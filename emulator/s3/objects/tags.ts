import { S3Error } from '../s3-error';
import type { Tag } from '../store/records';

const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const invalidTag = (message: string) => new S3Error('InvalidTag', message);

/** Throws what S3 answers to tags that an object cannot have. */
export function checkTags(tags: readonly Tag[]): readonly Tag[] {
  if (tags.length > 10) throw new S3Error('BadRequest', 'Object tags cannot be greater than 10');
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw invalidTag('Cannot provide multiple Tags with the same key');
  }
  for (const { Key, Value } of tags) {
    if (Key === '' || Key.length > 128 || !characters.test(Key)) {
      throw invalidTag('The TagKey you have provided is invalid');
    }
    if (Value.length > 256 || !characters.test(Value)) {
      throw invalidTag('The TagValue you have provided is invalid');
    }
  }
  return tags;
}

/** The tags of `x-amz-tagging`, which are written as in a query. */
export const tagsInHeader = (header: string | undefined): readonly Tag[] =>
  checkTags([...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value })));
