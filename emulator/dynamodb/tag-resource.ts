import type { TagResourceInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../front-door/operation';
import type { Services } from '../services';
import { validationError } from './dynamodb-error';

/** dynalite takes a tag without key or value, and fails when it writes it. */
export const tagResource =
  ({ dynamodb }: Pick<Services, 'dynamodb'>): Operation<TagResourceInput, object> =>
  (input) => {
    for (const [index, { Key, Value }] of (input.Tags ?? []).entries()) {
      const missing = Key === undefined ? 'key' : Value === undefined ? 'value' : undefined;
      if (missing === undefined) continue;
      throw validationError(
        `1 validation error detected: Value null at 'tags.${index + 1}.member.${missing}' failed to satisfy constraint: Member must not be null`,
      );
    }
    return dynamodb.change('TagResource', input);
  };
