import type { Checksum } from '../body/checksums';

/** Bytes of an object: in a file below the store's folder or, if they are few, in the index. */
export interface Segment {
  /** The file's name, or the key in the index. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly isInIndex?: true;
}

export interface BucketRecord {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Absent until it was turned on for the first time. */
  readonly versioning?: 'Enabled' | 'Suspended';
}

/** What a client sends with an object and gets back with it, under the names of the SDK's members. */
export interface Headers {
  readonly ContentType?: string;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  /** As it was sent: S3 does not ask that it be a date. */
  readonly Expires?: string;
  readonly WebsiteRedirectLocation?: string;
  readonly StorageClass?: string;
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** What describes an object without its bytes. */
export interface Description {
  readonly headers: Headers;
  /** User metadata; names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
}

export interface ObjectPart {
  readonly number: number;
  /** Bytes. */
  readonly size: number;
  /** Base64, of the object's checksum algorithm. */
  readonly checksum: string;
}

/** An object's bytes and what was computed of them. */
export interface Content {
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly checksum: Checksum;
  /** In sequence. */
  readonly segments: readonly Segment[];
  /** Of a multipart upload. */
  readonly parts?: readonly ObjectPart[];
}

interface Version {
  /** `null` for what was written while versioning was not on. */
  readonly versionId: string;
  /** Higher for later ones. */
  readonly sequence: number;
  /** Milliseconds since 1970, in whole seconds as S3 has them. */
  readonly lastModified: number;
}

export interface StoredObject extends Version, Content, Description {
  readonly isDeleteMarker?: undefined;
}

export interface DeleteMarker extends Version {
  readonly isDeleteMarker: true;
}

export type ObjectRecord = StoredObject | DeleteMarker;

export interface UploadRecord extends Description {
  readonly uploadId: string;
  /** Milliseconds since 1970. */
  readonly initiated: number;
  readonly algorithm: Checksum['algorithm'];
  readonly type: Checksum['type'];
  /** Whether the client chose the algorithm: its parts must then be of it. */
  readonly isAlgorithmChosen: boolean;
}

export interface PartRecord extends ObjectPart {
  /** Hexadecimal. */
  readonly md5: string;
  readonly segments: readonly Segment[];
  /** Milliseconds since 1970, in whole seconds. */
  readonly lastModified: number;
}
