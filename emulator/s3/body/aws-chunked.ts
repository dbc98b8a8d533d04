import { S3Error } from '../s3-error';

export interface AwsChunked {
  /** Each chunk's line and the trailers carry a signature. */
  readonly isSigned: boolean;
  /** Names of the trailers that the request announced, in lower case. */
  readonly trailers: ReadonlySet<string>;
  /** Told of each trailer once the bytes are through. */
  readonly onTrailer: (name: string, value: string) => void;
}

/** Bytes; longer lines are refused. A chunk's line has a hexadecimal size and a signature. */
const lineLimit = 4 * 1024;
const sizeLine = /^([0-9a-f]{1,12})(?:;chunk-signature=([^;]*))?$/i;
const signatureTrailer = 'x-amz-trailer-signature';

/**
 * Takes the chunks of `content-encoding: aws-chunked` apart as they come, whatever packets they come in.
 * Signatures must be there where they are announced and be of the right form; they are not verified.
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  { isSigned, trailers, onTrailer }: AwsChunked,
): AsyncGenerator<Buffer> {
  const input = reader(source);
  try {
    for (;;) {
      const [, size = '', signature] = sizeLine.exec(await input.line()) ?? refuseChunk();
      if (isSigned || signature !== undefined) checkSignature(signature);
      let left = Number.parseInt(size, 16);
      if (left === 0) break;
      while (left > 0) {
        const bytes = await input.bytes(left);
        left -= bytes.length;
        yield bytes;
      }
      if ((await input.line()) !== '') refuseChunk();
    }
    await readTrailers(input, isSigned, trailers, onTrailer);
  } finally {
    // Whoever reads the rest of a refused body must be the only one.
    await input.close();
  }
}

async function readTrailers(
  input: Reader,
  isSigned: boolean,
  announced: ReadonlySet<string>,
  onTrailer: (name: string, value: string) => void,
): Promise<void> {
  const missing = new Set(announced);
  let isSignatureThere = false;
  for (let line = await input.line(true); line; line = await input.line(true)) {
    const [, name = '', value = ''] = /^([^:\s]+):\s*(.*?)\s*$/.exec(line) ?? refuseTrailer();
    const key = name.toLowerCase();
    if (key === signatureTrailer) {
      checkSignature(value);
      isSignatureThere = true;
    } else {
      if (!missing.delete(key)) refuseTrailer();
      onTrailer(key, value);
    }
  }
  if (missing.size > 0) refuseTrailer();
  if (isSigned && announced.size > 0 && !isSignatureThere) refuseTrailer();
  // Whatever follows the trailers belongs to no chunk.
  if (await input.next()) refuseChunk();
}

interface Reader {
  /** Without its line end. At the end of the body: refused, or the empty line if that is allowed. */
  line(orEnd?: boolean): Promise<string>;
  /** At least one byte, at most `limit`. */
  bytes(limit: number): Promise<Buffer>;
  /** Whatever is left over, or undefined at the end. */
  next(): Promise<Buffer | undefined>;
  close(): Promise<unknown>;
}

function reader(source: AsyncIterable<Buffer>): Reader {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const next = async (): Promise<Buffer | undefined> => {
    while (rest.length === 0) {
      const { done, value } = await chunks.next();
      if (done) return undefined;
      rest = value;
    }
    return rest;
  };
  return {
    next,
    close: async () => chunks.return?.(),
    async bytes(limit) {
      const available = (await next()) ?? refuseChunk();
      const taken = available.subarray(0, limit);
      rest = available.subarray(taken.length);
      return taken;
    },
    async line(orEnd = false) {
      let line: Buffer = Buffer.alloc(0);
      for (;;) {
        const available = await next();
        if (!available) {
          if (orEnd && line.length === 0) return '';
          return refuseChunk();
        }
        const end = available.indexOf(0x0a);
        line = Buffer.concat([line, end < 0 ? available : available.subarray(0, end)]);
        if (line.length > lineLimit) refuseChunk();
        rest = end < 0 ? Buffer.alloc(0) : available.subarray(end + 1);
        if (end < 0) continue;
        if (line.at(-1) !== 0x0d) refuseChunk();
        return line.subarray(0, -1).toString('latin1');
      }
    },
  };
}

function checkSignature(signature: string | undefined): void {
  if (signature === undefined) refuseChunk();
  if (/^[0-9a-f]{64}$/.test(signature ?? '')) return;
  throw new S3Error(
    'SignatureDoesNotMatch',
    "The signature of a chunk or of the trailers isn't 64 hexadecimal digits",
    { status: 403 },
  );
}

function refuseChunk(): never {
  throw new S3Error('IncompleteBody', 'The request body is no whole aws-chunked body');
}

function refuseTrailer(): never {
  throw new S3Error(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );
}
