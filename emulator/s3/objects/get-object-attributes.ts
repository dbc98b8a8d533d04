import type { GetObjectAttributesOutput, GetObjectAttributesRequest, ObjectPart } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { checksumMember } from '../body/checksums';
import { invalidArgument } from '../s3-error';
import type { StoredObject } from '../store/records';
import { refuseMissing } from './description';
import { checksumOf, storageClassOf, versionOf } from './shown';

const attributes: readonly string[] = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

export const getObjectAttributes =
  ({ s3 }: Pick<Services, 's3'>): Operation<GetObjectAttributesRequest, GetObjectAttributesOutput> =>
  async (input) => {
    const { Bucket = '', Key = '', VersionId, ObjectAttributes = [] } = input;
    refuseMissing(input);
    const unknown = ObjectAttributes.find((name) => !attributes.includes(name));
    if (unknown !== undefined || ObjectAttributes.length === 0) {
      throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown);
    }
    const bucket = await s3.buckets.get(Bucket);
    const object = await s3.objects.get(Bucket, Key, VersionId);
    const all: Required<
      Pick<GetObjectAttributesOutput, 'ETag' | 'Checksum' | 'StorageClass' | 'ObjectSize'>
    > &
      GetObjectAttributesOutput = {
      ETag: object.etag,
      Checksum: checksumOf(object),
      StorageClass: storageClassOf(object),
      ObjectSize: object.size,
      ...(object.parts && { ObjectParts: partsOf(object, object.parts, input) }),
    };
    return {
      LastModified: new Date(object.lastModified),
      ...versionOf(bucket, object),
      ...Object.fromEntries(
        Object.entries(all).filter(([name]) => ObjectAttributes.some((one) => one === name)),
      ),
    };
  };

/** The parts themselves are only told where they have checksums that make the object's. */
function partsOf(
  { checksum: { algorithm, type } }: StoredObject,
  parts: NonNullable<StoredObject['parts']>,
  { MaxParts = 1000, PartNumberMarker = '0' }: GetObjectAttributesRequest,
): NonNullable<GetObjectAttributesOutput['ObjectParts']> {
  if (type !== 'COMPOSITE') return { TotalPartsCount: parts.length };
  const limit = Math.min(MaxParts, 1000);
  const left = parts.filter(({ number }) => number > Number(PartNumberMarker));
  const page = left.slice(0, limit);
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker,
    MaxParts: limit,
    IsTruncated: left.length > page.length,
    ...(left.length > page.length && { NextPartNumberMarker: String(page.at(-1)?.number ?? 0) }),
    Parts: page.map(
      ({ number, size, checksum }): ObjectPart => ({
        PartNumber: number,
        Size: size,
        ...checksumMember({ algorithm, value: checksum }),
      }),
    ),
  };
}
