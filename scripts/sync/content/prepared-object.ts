import { createHash } from 'node:crypto';
import { CommandError } from '../../cli/errors';

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

/** How an object's content is had when it is to be uploaded: what was read already, or how to read it. */
export type Source = Buffer | (() => Promise<Buffer | undefined>);

export function preparedObject(
  described: Pick<PreparedObject, 'key' | 'file' | 'contentType'>,
  digest: Digest,
  source: Source,
): PreparedObject {
  return {
    ...described,
    ...digest,
    async read() {
      if (Buffer.isBuffer(source)) return source;
      const again = await source();
      if (again && sha256Of(again) === digest.sha256) return again;
      throw new CommandError({
        code: 'FILE_CHANGED',
        message: `${described.file} was changed while it was being synchronized`,
        hint: 'Run it again: what was uploaded is not uploaded twice',
      });
    },
  };
}
