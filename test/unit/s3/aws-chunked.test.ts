import fc from 'fast-check';
import { type AwsChunked, decodeAwsChunked } from '../../../emulator/s3/body/aws-chunked';

const signature = 'a'.repeat(64);

async function decode(packets: readonly Buffer[], props: Partial<AwsChunked> = {}) {
  const trailers: Record<string, string> = {};
  const source = (async function* () {
    yield* packets;
  })();
  const decoded: Buffer[] = [];
  const onTrailer = (name: string, value: string) => {
    trailers[name] = value;
  };
  const options = { isSigned: false, trailers: new Set<string>(), onTrailer, ...props };
  for await (const bytes of decodeAwsChunked(source, options)) decoded.push(bytes);
  return { bytes: Buffer.concat(decoded), trailers };
}

const encode = (chunks: readonly Uint8Array[], isSigned: boolean, trailers = '') =>
  Buffer.concat([
    ...[...chunks.filter(({ length }) => length > 0), Buffer.alloc(0)].flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)}${isSigned ? `;chunk-signature=${signature}` : ''}\r\n`),
      chunk,
      ...(chunk.length > 0 ? [Buffer.from('\r\n')] : []),
    ]),
    Buffer.from(`${trailers}\r\n`),
  ]);

const split = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const points = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return points.slice(1).map((end, index) => bytes.subarray(points[index], end));
};

it('gives back the bytes, whatever chunks and packets they came in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 30 }),
      fc.boolean(),
      fc.boolean(),
      async (chunks, cuts, isSigned, hasTrailer) => {
        const signed = isSigned ? `x-amz-trailer-signature:${signature}\r\n` : '';
        const trailer = hasTrailer ? `x-amz-checksum-crc32:AAAAAA==\r\n${signed}` : '';
        const packets = split(encode(chunks, isSigned, trailer), cuts);
        const trailers = new Set(hasTrailer ? ['x-amz-checksum-crc32'] : []);
        const decoded = await decode(packets, { isSigned, trailers });
        expect(decoded.bytes.equals(Buffer.concat(chunks))).toBe(true);
        expect(decoded.trailers).toEqual(hasTrailer ? { 'x-amz-checksum-crc32': 'AAAAAA==' } : {});
      },
    ),
    { numRuns: 300 },
  );
});

it('refuses a body that ends anywhere before its end, but for the last empty line', async () => {
  const whole = encode([Buffer.from('hello'), Buffer.from('world')], true);
  const lastLines = 2;
  for (let length = 0; length < whole.length - lastLines; length++) {
    const cut = decode([whole.subarray(0, length)], { isSigned: true });
    await expect(cut).rejects.toMatchObject({ name: 'IncompleteBody', status: 400 });
  }
});

const crc = new Set(['x-amz-checksum-crc32']);
it.each([
  ['a size that is no number', 'xyz\r\nhello\r\n0\r\n\r\n', {}, 'IncompleteBody'],
  ['a size without digits', '\r\nhello\r\n0\r\n\r\n', {}, 'IncompleteBody'],
  ['a chunk that is longer than its size', '4\r\nhello\r\n0\r\n\r\n', {}, 'IncompleteBody'],
  ['a chunk that is shorter than its size', '6\r\nhello\r\n0\r\n\r\n', {}, 'IncompleteBody'],
  ['lines that end with a bare line feed', '5\nhello\n0\n\n', {}, 'IncompleteBody'],
  ['a line without end', `${'0'.repeat(5000)}5\r\nhello`, {}, 'IncompleteBody'],
  ['bytes after the end', '5\r\nhello\r\n0\r\n\r\nmore', {}, 'IncompleteBody'],
  ['no signature where they are signed', '5\r\nhello\r\n0\r\n\r\n', { isSigned: true }, 'IncompleteBody'],
  [
    'a signature that is too short',
    `5;chunk-signature=${signature.slice(1)}\r\nhello\r\n`,
    { isSigned: true },
    'SignatureDoesNotMatch',
  ],
  [
    'a signature that is too long',
    `5;chunk-signature=${signature}0\r\nhello\r\n`,
    { isSigned: true },
    'SignatureDoesNotMatch',
  ],
  ['a trailer that was not announced', '0\r\nx-amz-checksum-crc32:a\r\n\r\n', {}, 'MalformedTrailerError'],
  ['no trailer where one was announced', '0\r\n\r\n', { trailers: crc }, 'MalformedTrailerError'],
  [
    'a trailer without a colon',
    '0\r\nx-amz-checksum-crc32\r\n\r\n',
    { trailers: crc },
    'MalformedTrailerError',
  ],
  [
    'the same trailer twice',
    '0\r\nx-amz-checksum-crc32:a\r\nx-amz-checksum-crc32:b\r\n\r\n',
    { trailers: crc },
    'MalformedTrailerError',
  ],
  [
    'trailers without the signature that they need',
    `0;chunk-signature=${signature}\r\nx-amz-checksum-crc32:a\r\n\r\n`,
    { trailers: crc, isSigned: true },
    'MalformedTrailerError',
  ],
])('refuses %s', async (_, body, props, name) => {
  await expect(decode([Buffer.from(body)], props)).rejects.toMatchObject({ name });
});

it('lets go of its source when it refuses', async () => {
  let isClosed = false;
  const source = (async function* () {
    try {
      for (;;) yield Buffer.from('zz\r\n');
    } finally {
      isClosed = true;
    }
  })();
  const decoded = decodeAwsChunked(source, { isSigned: false, trailers: new Set(), onTrailer: () => {} });
  await expect(decoded.next()).rejects.toMatchObject({ name: 'IncompleteBody' });
  expect(isClosed).toBe(true);
});

it('takes trailers in any spelling of their names', async () => {
  const body = Buffer.from('0\r\nX-Amz-Checksum-CRC32:  abc \r\n\r\n');
  const { trailers } = await decode([body], { trailers: crc });
  expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'abc' });
});
