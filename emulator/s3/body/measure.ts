import { createHash } from 'node:crypto';
import { S3Error } from '../s3-error';
import { type ChecksumAlgorithm, newHash } from './checksums';
import type { IncomingBody } from './incoming-body';

export interface Measured {
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly md5: string;
  /** Base64. */
  readonly checksum: string;
}

/** Lets bytes through and measures them on their way. `result` is for after the last one. */
export function measuring(
  bytes: AsyncIterable<Buffer>,
  algorithm: ChecksumAlgorithm,
): { readonly bytes: AsyncIterable<Buffer>; result(): Promise<Measured> } {
  const md5 = createHash('md5');
  const checksum = newHash(algorithm);
  let size = 0;
  return {
    bytes: (async function* () {
      for await (const chunk of bytes) {
        size += chunk.length;
        md5.update(chunk);
        checksum.update(chunk);
        yield chunk;
      }
    })(),
    result: async () => ({ size, md5: md5.digest('hex'), checksum: await checksum.digest() }),
  };
}

/** As `measuring`, and refuses at the end what is not as the request says. */
export function verifying(
  body: IncomingBody,
  algorithm: ChecksumAlgorithm,
): { readonly bytes: AsyncIterable<Buffer>; result(): Promise<Measured> } {
  const measured = measuring(body.bytes, algorithm);
  const sha256 = body.sha256 === undefined ? undefined : createHash('sha256');
  const declared =
    body.algorithm === undefined || body.algorithm === algorithm ? undefined : newHash(body.algorithm);
  return {
    bytes: (async function* () {
      for await (const chunk of measured.bytes) {
        sha256?.update(chunk);
        declared?.update(chunk);
        yield chunk;
      }
    })(),
    async result() {
      const result = await measured.result();
      if (body.length !== undefined && result.size !== body.length) {
        throw new S3Error(
          'IncompleteBody',
          'You did not provide the number of bytes specified by the Content-Length HTTP header.',
        );
      }
      if (sha256 && sha256.digest('hex') !== body.sha256) {
        throw new S3Error(
          'XAmzContentSHA256Mismatch',
          "The provided 'x-amz-content-sha256' header does not match what was computed.",
        );
      }
      const md5 = Buffer.from(result.md5, 'hex').toString('base64');
      if (body.contentMd5 !== undefined && body.contentMd5 !== md5) {
        throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.', {
          fields: { ExpectedDigest: body.contentMd5, CalculatedDigest: md5 },
        });
      }
      if (body.algorithm) {
        checkDeclared(body.algorithm, body.checksum(), (await declared?.digest()) ?? result.checksum);
      }
      return result;
    },
  };
}

function checkDeclared(algorithm: ChecksumAlgorithm, declared: string | undefined, computed: string): void {
  const bytes = Buffer.from(declared ?? '', 'base64');
  const isWellFormed =
    bytes.length === Buffer.from(computed, 'base64').length && bytes.toString('base64') === declared;
  if (!isWellFormed) {
    throw new S3Error(
      'InvalidRequest',
      `Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`,
    );
  }
  if (declared !== computed) {
    throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
}
