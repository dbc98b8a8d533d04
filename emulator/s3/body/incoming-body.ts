import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { invalidRequest, S3Error } from '../s3-error';
import { decodeAwsChunked } from './aws-chunked';
import { type ChecksumAlgorithm, checksumAlgorithms, checksumHeader } from './checksums';

/** What a request says its body must be, and the body itself, without the wire's chunks. */
export interface IncomingBody {
  /** Can be read once. Throws S3Error where the body is not well formed. */
  readonly bytes: AsyncIterable<Buffer>;
  /** Bytes, as declared. */
  readonly length: number | undefined;
  readonly algorithm: ChecksumAlgorithm | undefined;
  /** The declared checksum in base64: known after `bytes` where it comes in a trailer. */
  checksum(): string | undefined;
  /** Base64. */
  readonly contentMd5: string | undefined;
  /** Hexadecimal; absent where the payload is not signed as a whole. */
  readonly sha256: string | undefined;
}

const text = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name];
  return value === undefined ? undefined : String(value);
};

/** The body of a request. Nothing is read of it yet. */
export function incomingBody(headers: IncomingHttpHeaders, stream: Readable): IncomingBody {
  const payload = text(headers, 'x-amz-content-sha256');
  const isStreaming = payload?.startsWith('STREAMING-') ?? false;
  const isChunked = isStreaming || codings(text(headers, 'content-encoding')).includes('aws-chunked');
  const trailers = new Set(codings(text(headers, 'x-amz-trailer')?.toLowerCase()));
  const received = new Map<string, string>();
  const algorithm = declaredAlgorithm(headers, trailers);
  const raw: AsyncIterable<Buffer> = {
    // The answer must still go out on the connection when reading stops half way.
    [Symbol.asyncIterator]: () => stream.iterator({ destroyOnReturn: false }),
  };
  const isSigned = payload?.startsWith('STREAMING-AWS4-') ?? false;
  const onTrailer = (name: string, value: string) => received.set(name, value);
  const length = text(headers, isChunked ? 'x-amz-decoded-content-length' : 'content-length');
  return {
    bytes: isChunked ? decodeAwsChunked(raw, { isSigned, trailers, onTrailer }) : raw,
    length: length === undefined ? undefined : Number(length),
    algorithm,
    checksum: () => {
      const name = algorithm && checksumHeader(algorithm);
      return name && (text(headers, name) ?? received.get(name));
    },
    contentMd5: contentMd5(text(headers, 'content-md5')),
    sha256: payload && /^[0-9a-f]{64}$/.test(payload) ? payload : undefined,
  };
}

const codings = (header: string | undefined): string[] =>
  (header ?? '').split(',').flatMap((part) => part.trim() || []);

/** A content encoding as it is kept: aws-chunked belongs to the wire. */
export function keptEncoding(header: string | undefined): string | undefined {
  const kept = codings(header).filter((coding) => coding !== 'aws-chunked');
  return kept.length > 0 ? kept.join(',') : undefined;
}

function declaredAlgorithm(
  headers: IncomingHttpHeaders,
  trailers: ReadonlySet<string>,
): ChecksumAlgorithm | undefined {
  const declared = checksumAlgorithms.filter((algorithm) => {
    const name = checksumHeader(algorithm);
    return headers[name] !== undefined || trailers.has(name);
  });
  const announced = text(headers, 'x-amz-sdk-checksum-algorithm')?.toUpperCase();
  if (declared.length > 1) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  if (announced !== undefined && declared.length === 0) {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  return declared[0];
}

function contentMd5(header: string | undefined): string | undefined {
  if (header !== undefined && !/^[A-Za-z0-9+/]{22}==$/.test(header)) {
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  return header;
}
