import type { ListObjectsOutput, ListObjectsRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { ownerOf } from '../owner';
import { plainLayout } from '../store/keys';
import { page } from '../store/page';
import { commonPrefixesOf, contentsOf } from './entries';
import { limitIn, listText, positionOf } from './request';

/** The first version of the listing. Without a delimiter its pages go on from the last key. */
export const listObjects =
  ({ app, s3 }: Pick<Services, 'app' | 's3'>): Operation<ListObjectsRequest, ListObjectsOutput> =>
  async (input) => {
    const { Bucket = '', Marker = '' } = input;
    const text = listText(input);
    const limit = limitIn(input.MaxKeys, 'max-keys');
    await s3.buckets.get(Bucket);
    const { prefix, delimiter, spell } = text;
    const request = { bucket: Bucket, prefix, delimiter, after: positionOf(Marker, text), limit };
    const { rows, commonPrefixes, next } = await page(s3.database.current, plainLayout, request);
    const last = next && ('commonPrefix' in next ? next.commonPrefix : rows.at(-1)?.key);
    return {
      Name: Bucket,
      Prefix: spell(prefix),
      Marker: spell(Marker),
      ...(delimiter && { Delimiter: spell(delimiter) }),
      MaxKeys: limit,
      IsTruncated: next !== undefined,
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      ...(delimiter && last !== undefined && { NextMarker: spell(last) }),
      Contents: contentsOf(rows, text, ownerOf(app.account)),
      ...commonPrefixesOf(commonPrefixes, text),
    };
  };
