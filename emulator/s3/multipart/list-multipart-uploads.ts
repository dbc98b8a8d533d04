import type { ListMultipartUploadsOutput, ListMultipartUploadsRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { commonPrefixesOf } from '../listing/entries';
import { limitIn, listText, positionOf } from '../listing/request';
import { storageClassOf } from '../objects/shown';
import { ownerOf } from '../owner';
import { escapedLayout, uploadKey } from '../store/keys';
import { page } from '../store/page';

export const listMultipartUploads =
  ({
    app,
    s3,
  }: Pick<Services, 'app' | 's3'>): Operation<ListMultipartUploadsRequest, ListMultipartUploadsOutput> =>
  async (input) => {
    const { Bucket = '', KeyMarker = '', UploadIdMarker = '' } = input;
    const text = listText(input);
    const limit = limitIn(input.MaxUploads, 'max-uploads');
    await s3.buckets.get(Bucket);
    const { prefix, delimiter, spell } = text;
    // S3 takes an upload's id for nothing where no key comes with it.
    const after =
      KeyMarker && UploadIdMarker
        ? { tableKey: uploadKey(Bucket, KeyMarker, UploadIdMarker) }
        : positionOf(KeyMarker, text);
    const request = { bucket: Bucket, prefix, delimiter, after, limit };
    const { rows, commonPrefixes, next } = await page(s3.database.uploads, escapedLayout, request);
    const Owner = ownerOf(app.account);
    const last = rows.at(-1);
    return {
      Bucket,
      KeyMarker: spell(KeyMarker),
      UploadIdMarker,
      Prefix: spell(prefix),
      ...(delimiter && { Delimiter: spell(delimiter) }),
      MaxUploads: limit,
      IsTruncated: next !== undefined,
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      ...(next && 'commonPrefix' in next && { NextKeyMarker: spell(next.commonPrefix) }),
      ...(next &&
        'tableKey' in next &&
        last && { NextKeyMarker: spell(last.key), NextUploadIdMarker: last.value.uploadId }),
      Uploads: rows.map(({ key, value }) => ({
        Key: spell(key),
        UploadId: value.uploadId,
        Initiated: new Date(value.initiated),
        StorageClass: storageClassOf(value),
        Owner,
        Initiator: Owner,
        ...(value.isAlgorithmChosen && { ChecksumAlgorithm: value.algorithm, ChecksumType: value.type }),
      })),
      ...commonPrefixesOf(commonPrefixes, text),
    };
  };
