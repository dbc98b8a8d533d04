import type { ListObjectsV2Output, ListObjectsV2Request } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { ownerOf } from '../owner';
import { plainLayout } from '../store/keys';
import { page } from '../store/page';
import { commonPrefixesOf, contentsOf } from './entries';
import { decodeToken, encodeToken, limitIn, listText } from './request';

export const listObjectsV2 =
  ({ app, s3 }: Pick<Services, 'app' | 's3'>): Operation<ListObjectsV2Request, ListObjectsV2Output> =>
  async (input) => {
    const { Bucket = '', ContinuationToken, StartAfter, FetchOwner } = input;
    const text = listText(input);
    const limit = limitIn(input.MaxKeys, 'max-keys');
    await s3.buckets.get(Bucket);
    const after = ContinuationToken
      ? decodeToken(ContinuationToken)
      : StartAfter
        ? { key: StartAfter }
        : undefined;
    const { prefix, delimiter, spell } = text;
    const request = { bucket: Bucket, prefix, delimiter, after, limit };
    const { rows, commonPrefixes, next } = await page(s3.database.current, plainLayout, request);
    return {
      Name: Bucket,
      Prefix: spell(prefix),
      ...(delimiter && { Delimiter: spell(delimiter) }),
      MaxKeys: limit,
      KeyCount: rows.length + commonPrefixes.length,
      IsTruncated: next !== undefined,
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      ...(ContinuationToken && { ContinuationToken }),
      ...(next && { NextContinuationToken: encodeToken(next) }),
      ...(StartAfter && { StartAfter: spell(StartAfter) }),
      Contents: contentsOf(rows, text, FetchOwner ? ownerOf(app.account) : undefined),
      ...commonPrefixesOf(commonPrefixes, text),
    };
  };
