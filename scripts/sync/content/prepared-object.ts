import { createHash } from 'node:crypto';
import { CommandError } from '../../cli/errors';
import { documentTypes, endingOf } from './document-types';
import { examine } from './examine';
import type { FolderFile } from './read-folder';
import { sidecarSuffix } from './sidecar';

/** An object as it shall be in the bucket. */
export interface PreparedObject {
  readonly key: string;
  /** Where it comes from, for people: relative to the folder. */
  readonly file: string;
  readonly bytes: number;
  /** Base64, as S3 has it. */
  readonly sha256: string;
  /** Hexadecimal: what the ETag is unless the bucket encrypts with KMS. */
  readonly md5: string;
  readonly contentType: string;
  /** What was examined. Throws CommandError when the file has to be read again and is another by now. */
  read(): Promise<Buffer>;
}

/** What tells one content from another. */
export type Digest = Pick<PreparedObject, 'bytes' | 'sha256' | 'md5'>;

export const digestOf = (content: Buffer): Digest => ({
  bytes: content.length,
  sha256: sha256Of(content),
  md5: createHash('md5').update(content).digest('hex'),
});

const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('base64');

/** What an object is made of. */
export interface Origin {
  readonly document: FolderFile;
  readonly sidecar: FolderFile | undefined;
  /** Of the document. */
  readonly key: string;
}

/** The object of a document, or of its metadata. A class, since there are tens of thousands. */
export class OriginObject implements PreparedObject {
  readonly key: string;
  readonly file: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly md5: string;

  /** @param kept What was read; without it, it is read again. */
  constructor(
    private readonly origin: Origin,
    private readonly part: 'content' | 'metadata',
    { bytes, sha256, md5 }: Digest,
    private readonly kept?: Buffer,
  ) {
    const { document, sidecar, key } = origin;
    const isContent = part === 'content';
    this.key = isContent ? key : key + sidecarSuffix;
    this.file = isContent || !sidecar ? document.file : sidecar.file;
    this.contentType = isContent
      ? (documentTypes[endingOf(document.file)]?.contentType ?? '')
      : 'application/json';
    this.bytes = bytes;
    this.sha256 = sha256;
    this.md5 = md5;
  }

  async read(): Promise<Buffer> {
    if (this.kept) return this.kept;
    const { document, sidecar, key } = this.origin;
    const again = (await examine(document, sidecar, key))[this.part];
    if (again && sha256Of(again) === this.sha256) return again;
    throw new CommandError({
      code: 'FILE_CHANGED',
      message: `${this.file} was changed while it was being synchronized`,
      hint: 'Run it again: what was uploaded is not uploaded twice',
    });
  }
}
