import type { CreateMultipartUploadRequest, PutObjectRequest } from '@aws-sdk/client-s3';
import { keptEncoding } from '../body/incoming-body';
import { S3Error, unsupported } from '../s3-error';
import type { Description, Headers } from '../store/records';
import { tagsInHeader } from './tags';

type Described = Partial<
  Omit<PutObjectRequest, 'Body' | 'Expires'> | Omit<CreateMultipartUploadRequest, 'Expires'>
> & { readonly Expires?: unknown };

/** UTF-8 bytes of all names and values together. */
const metadataLimit = 2 * 1024;

/** Kept and told, with no effect. From the archives S3 would have to restore an object first. */
const storageClasses = ['STANDARD', 'REDUCED_REDUNDANCY', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING'];
const archives = ['GLACIER', 'DEEP_ARCHIVE', 'GLACIER_IR', 'OUTPOSTS', 'SNOW', 'EXPRESS_ONEZONE'];

/** Members that ask for something which the emulator does not have, by what it is. */
const missing: readonly (readonly [member: string, what: string])[] = [
  ['SSECustomerAlgorithm', "encryption with a customer's key (SSE-C)"],
  ['CopySourceSSECustomerAlgorithm', "encryption with a customer's key (SSE-C)"],
  ['ObjectLockMode', 'object lock'],
  ['ObjectLockLegalHoldStatus', 'object lock'],
  ['ObjectLockEventHold', 'object lock'],
  ['WriteOffsetBytes', 'appending to objects'],
  ['AnnotationDirective', 'annotations'],
];
const grants = ['GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWrite', 'GrantWriteACP'];

/** Throws for what a request asks for and cannot have. */
export function refuseMissing(input: object): void {
  const given = input as Readonly<Record<string, unknown>>;
  const [, what] = missing.find(([member]) => given[member] !== undefined) ?? [];
  if (what) throw unsupported(what);
  const isOwned =
    given.ACL === undefined || ['private', 'bucket-owner-full-control'].includes(String(given.ACL));
  if (!isOwned || grants.some((member) => given[member] !== undefined)) {
    // What S3 answers for buckets as they are since 2023.
    throw new S3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
}

/** What the input says of the object beside its bytes. */
export function descriptionIn(input: Described): Description {
  const { Metadata = {}, Tagging, ContentType = 'binary/octet-stream', Expires } = input;
  checkMetadata(Metadata);
  const headers: Headers = {
    ContentType,
    CacheControl: input.CacheControl,
    ContentDisposition: input.ContentDisposition,
    ContentEncoding: keptEncoding(input.ContentEncoding),
    ContentLanguage: input.ContentLanguage,
    Expires: Expires === undefined ? undefined : String(Expires),
    WebsiteRedirectLocation: input.WebsiteRedirectLocation,
    StorageClass: storageClassIn(input.StorageClass),
    ServerSideEncryption: input.ServerSideEncryption,
    SSEKMSKeyId: input.SSEKMSKeyId,
    BucketKeyEnabled: input.BucketKeyEnabled,
  } as Headers;
  return { headers, metadata: Metadata, tags: tagsInHeader(Tagging) };
}

function checkMetadata(metadata: Readonly<Record<string, string>>): void {
  const size = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (size <= metadataLimit) return;
  throw new S3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
    fields: { Size: size, MaxSizeAllowed: metadataLimit },
  });
}

function storageClassIn(name: string | undefined): string | undefined {
  if (name === undefined || storageClasses.includes(name)) return name === 'STANDARD' ? undefined : name;
  if (archives.includes(name)) throw unsupported(`the storage class ${name}`);
  throw new S3Error('InvalidStorageClass', 'The storage class you specified is not valid');
}
