import type { _Object } from '@aws-sdk/client-s3';
import { quoted, storageClassOf } from '../objects/shown';
import type { ObjectRecord, StoredObject } from '../store/records';
import type { ListText } from './request';

interface Row {
  readonly key: string;
  readonly value: ObjectRecord;
}

const isStored = (row: Row): row is Row & { readonly value: StoredObject } => !row.value.isDeleteMarker;

/** What a listing says of its objects. */
export const contentsOf = (
  rows: readonly Row[],
  { spell }: ListText,
  Owner: _Object['Owner'] | undefined,
): _Object[] =>
  rows.filter(isStored).map(({ key, value }) => ({
    Key: spell(key),
    LastModified: new Date(value.lastModified),
    ETag: quoted(value.etag),
    ChecksumAlgorithm: [value.checksum.algorithm],
    ChecksumType: value.checksum.type,
    Size: value.size,
    StorageClass: storageClassOf(value),
    ...(Owner && { Owner }),
  }));

export const commonPrefixesOf = (prefixes: readonly string[], { spell }: ListText) =>
  prefixes.length > 0 ? { CommonPrefixes: prefixes.map((Prefix) => ({ Prefix: spell(Prefix) })) } : {};
