import type { ListPartsOutput, ListPartsRequest, Part } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { checksumMember } from '../body/checksums';
import { limitIn } from '../listing/request';
import { quoted, storageClassOf } from '../objects/shown';
import { ownerOf } from '../owner';
import type { PartRecord } from '../store/records';

export const listParts =
  ({ app, s3 }: Pick<Services, 'app' | 's3'>): Operation<ListPartsRequest, ListPartsOutput> =>
  async ({ Bucket = '', Key = '', UploadId = '', MaxParts, PartNumberMarker = '0' }) => {
    const limit = limitIn(MaxParts, 'max-parts');
    const upload = await s3.uploads.get(Bucket, Key, UploadId);
    const page: PartRecord[] = [];
    let isTruncated = false;
    for await (const part of s3.uploads.parts(UploadId, Number(PartNumberMarker))) {
      if (page.length === limit) {
        isTruncated = limit > 0;
        break;
      }
      page.push(part);
    }
    const Owner = ownerOf(app.account);
    return {
      Bucket,
      Key,
      UploadId,
      Owner,
      Initiator: Owner,
      StorageClass: storageClassOf(upload),
      PartNumberMarker,
      NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
      MaxParts: limit,
      IsTruncated: isTruncated,
      ...(upload.isAlgorithmChosen && { ChecksumAlgorithm: upload.algorithm, ChecksumType: upload.type }),
      Parts: page.map(
        ({ number, size, md5, lastModified, checksum }): Part => ({
          PartNumber: number,
          Size: size,
          ETag: quoted(md5),
          LastModified: new Date(lastModified),
          ...(upload.isAlgorithmChosen && checksumMember({ algorithm: upload.algorithm, value: checksum })),
        }),
      ),
    };
  };
