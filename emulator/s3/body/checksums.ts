import { createHash } from 'node:crypto';
import { Crc32, Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import { Xxh3_64, Xxh3_128, Xxh64 } from '@aws-sdk/checksums/xxh';

interface Hash {
  update(bytes: Uint8Array): unknown;
  /** In base64. */
  digest(): Promise<string> | string;
}
interface SdkChecksum {
  update(bytes: Uint8Array): void;
  digest(): Promise<Uint8Array>;
}

const ofSdk = (checksum: SdkChecksum): Hash => ({
  update: (bytes) => checksum.update(bytes),
  digest: async () => Buffer.from(await checksum.digest()).toString('base64'),
});
const ofNode = (name: string): Hash => {
  const hash = createHash(name);
  return { update: (bytes) => hash.update(bytes), digest: () => hash.digest('base64') };
};

const algorithms = {
  CRC64NVME: () => ofSdk(new Crc64Nvme()),
  CRC32: () => ofSdk(new Crc32()),
  CRC32C: () => ofSdk(new Crc32c()),
  SHA1: () => ofNode('sha1'),
  SHA256: () => ofNode('sha256'),
  SHA512: () => ofNode('sha512'),
  MD5: () => ofNode('md5'),
  XXHASH64: () => ofSdk(new Xxh64()),
  XXHASH3: () => ofSdk(new Xxh3_64()),
  XXHASH128: () => ofSdk(new Xxh3_128()),
} satisfies Record<string, () => Hash>;

export type ChecksumAlgorithm = keyof typeof algorithms;
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; a composite one ends with `-` and the number of parts. */
  readonly value: string;
  readonly type: ChecksumType;
}

export const checksumAlgorithms = Object.keys(algorithms) as readonly ChecksumAlgorithm[];

export const isChecksumAlgorithm = (name: string): name is ChecksumAlgorithm =>
  Object.hasOwn(algorithms, name);

/** What S3 adds to an object that comes without a checksum. */
export const defaultAlgorithm: ChecksumAlgorithm = 'CRC64NVME';

export const newHash = (algorithm: ChecksumAlgorithm): Hash => algorithms[algorithm]();

export const checksumHeader = (algorithm: ChecksumAlgorithm): string =>
  `x-amz-checksum-${algorithm.toLowerCase()}`;

export type ChecksumMembers = { readonly [A in ChecksumAlgorithm as `Checksum${A}`]?: string };

/** The member of the SDK's types that carries the checksum, for example `ChecksumCRC32`. */
export const checksumMember = (checksum: Omit<Checksum, 'type'> | undefined): ChecksumMembers =>
  checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value } : {};

/** The checksum of the algorithm in an input of the SDK's types. */
export const checksumIn = (input: object, algorithm: ChecksumAlgorithm): string | undefined =>
  (input as Record<string, string | undefined>)[`Checksum${algorithm}`];

/**
 * How the parts' checksums become the object's: S3 documents CRC64NVME as always of the whole object, the other
 * CRCs as either, and SHA as composite. The digests that came later are taken as SHA is.
 */
export const typesOf = (algorithm: ChecksumAlgorithm): readonly [ChecksumType, ...ChecksumType[]] =>
  algorithm === 'CRC64NVME'
    ? ['FULL_OBJECT']
    : algorithm === 'CRC32' || algorithm === 'CRC32C'
      ? ['COMPOSITE', 'FULL_OBJECT']
      : ['COMPOSITE'];

/** The checksum of the parts' checksums. */
export async function compositeChecksum(
  algorithm: ChecksumAlgorithm,
  parts: readonly string[],
): Promise<Checksum> {
  const hash = newHash(algorithm);
  for (const part of parts) hash.update(Buffer.from(part, 'base64'));
  return { algorithm, type: 'COMPOSITE', value: `${await hash.digest()}-${parts.length}` };
}
