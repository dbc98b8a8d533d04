import type {
  DeleteMarkerEntry,
  ListObjectVersionsOutput,
  ListObjectVersionsRequest,
  ObjectVersion,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { quoted, storageClassOf } from '../objects/shown';
import { ownerOf } from '../owner';
import { invalidArgument } from '../s3-error';
import { escapedLayout, versionKey } from '../store/keys';
import { sequenceIn } from '../store/objects';
import { type Position, page } from '../store/page';
import type { ObjectRecord } from '../store/records';
import type { S3Store } from '../store/s3-store';
import { commonPrefixesOf } from './entries';
import { type ListText, limitIn, listText, positionOf } from './request';

export const listObjectVersions =
  ({
    app,
    s3,
  }: Pick<Services, 'app' | 's3'>): Operation<ListObjectVersionsRequest, ListObjectVersionsOutput> =>
  async (input) => {
    const { Bucket = '', KeyMarker = '', VersionIdMarker = '' } = input;
    const text = listText(input);
    const limit = limitIn(input.MaxKeys, 'max-keys');
    await s3.buckets.get(Bucket);
    const { prefix, delimiter, spell } = text;
    const after = await startOf(s3, input, text);
    const request = { bucket: Bucket, prefix, delimiter, after, limit };
    const { rows, commonPrefixes, next } = await page(s3.database.versions, escapedLayout, request);
    const Versions: ObjectVersion[] = [];
    const DeleteMarkers: DeleteMarkerEntry[] = [];
    const Owner = ownerOf(app.account);
    let keyBefore: string | undefined;
    for (const { key, value } of rows) {
      const IsLatest =
        keyBefore === undefined
          ? (await s3.objects.newest(Bucket, key))?.sequence === value.sequence
          : key !== keyBefore;
      keyBefore = key;
      const entry = { ...entryOf(value), Key: spell(key), IsLatest, Owner };
      if (value.isDeleteMarker) DeleteMarkers.push(entry);
      else Versions.push({ ...entry, ...contentOf(value) });
    }
    const last = rows.at(-1);
    return {
      Name: Bucket,
      Prefix: spell(prefix),
      KeyMarker: spell(KeyMarker),
      VersionIdMarker,
      ...(delimiter && { Delimiter: spell(delimiter) }),
      MaxKeys: limit,
      IsTruncated: next !== undefined,
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      ...(next && 'commonPrefix' in next && { NextKeyMarker: spell(next.commonPrefix) }),
      ...(next &&
        'tableKey' in next &&
        last && { NextKeyMarker: spell(last.key), NextVersionIdMarker: last.value.versionId }),
      Versions,
      DeleteMarkers,
      ...commonPrefixesOf(commonPrefixes, text),
    };
  };

const entryOf = ({ versionId, lastModified }: ObjectRecord) => ({
  VersionId: versionId,
  LastModified: new Date(lastModified),
});

const contentOf = (value: Exclude<ObjectRecord, { isDeleteMarker: true }>) => ({
  ETag: quoted(value.etag),
  ChecksumAlgorithm: [value.checksum.algorithm],
  ChecksumType: value.checksum.type,
  Size: value.size,
  StorageClass: storageClassOf(value),
});

/**
 * Where the page begins. The version that the page before ended with may be gone, as when a bucket is emptied
 * page by page: its id says where it was. Of a `null` version only itself knows, so without it all that the key
 * still has comes again.
 */
async function startOf(
  { objects }: S3Store,
  { Bucket = '', KeyMarker, VersionIdMarker }: ListObjectVersionsRequest,
  text: ListText,
): Promise<Position | undefined> {
  if (!VersionIdMarker) return positionOf(KeyMarker, text);
  if (!KeyMarker) {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      VersionIdMarker,
    );
  }
  const found = await objects.version(Bucket, KeyMarker, VersionIdMarker);
  const sequence = found?.sequence ?? sequenceIn(VersionIdMarker) ?? Number.MAX_SAFE_INTEGER;
  return { tableKey: versionKey(Bucket, KeyMarker, sequence) };
}
