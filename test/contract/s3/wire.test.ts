import { once } from 'node:events';
import type http from 'node:http';
import net from 'node:net';
import { crc32 } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { plainBucket as Bucket, openS3Shop, type S3Shop } from '../../kit/s3-shop';
import { send as sendTo } from '../../kit/send';

let shop: S3Shop;
beforeAll(async () => {
  shop = await openS3Shop();
});
afterAll(() => shop.close());

const authorization =
  'AWS4-HMAC-SHA256 Credential=AKID/20261121/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
const signature = '0123456789abcdef'.repeat(4);
const port = () => Number(new URL(shop.emulator.endpoint).port);

const send = (path: string, options?: http.RequestOptions, body?: string | Buffer) =>
  sendTo(shop.emulator, path, options, body);
async function talk(packets: readonly (string | Buffer)[]): Promise<string> {
  const socket = net.connect(port(), '127.0.0.1');
  socket.setNoDelay(true);
  await once(socket, 'connect');
  const answered = (async () => {
    let text = '';
    for await (const chunk of socket) text += chunk;
    return text;
  })();
  for (const packet of packets) {
    await new Promise<void>((resolve) => socket.write(packet, () => setImmediate(resolve)));
  }
  return answered;
}

const put = (key: string, headers: Readonly<Record<string, string | number>>, isLast = true) =>
  [
    `PUT /${Bucket}/${key} HTTP/1.1`,
    'host: 127.0.0.1',
    `authorization: ${authorization}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(isLast ? ['connection: close'] : []),
    '\r\n',
  ].join('\r\n');

const chunked = (content: string, length: number, encoded: string) => ({
  'content-encoding': 'aws-chunked',
  'x-amz-content-sha256': content,
  'x-amz-decoded-content-length': length,
  'content-length': Buffer.byteLength(encoded),
});
const checksum = (text: string) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString('base64');
};

describe('aws-chunked', () => {
  const content = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  const encoded = (sum: string) => `5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:${sum}\r\n\r\n`;

  it('is taken apart though each byte is a packet of its own', async () => {
    const body = encoded(checksum('hello world'));
    const head = put('bytes', { ...chunked(content, 11, body), 'x-amz-trailer': 'x-amz-checksum-crc32' });
    const answer = await talk([head, ...body]);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain(`x-amz-checksum-crc32: ${checksum('hello world')}`);
    expect(await shop.text('bytes')).toBe('hello world');
  });

  it('is taken apart with signatures', async () => {
    const signed = `b;chunk-signature=${signature}\r\nhello world\r\n0;chunk-signature=${signature}\r\n`;
    const plain = `${signed}\r\n`;
    const head = put('signed', chunked('STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 11, plain));
    expect(await talk([head, plain])).toMatch(/^HTTP\/1\.1 200 OK/);
    const withTrailer = `${signed}x-amz-checksum-crc32:${checksum('hello world')}\r\nx-amz-trailer-signature:${signature}\r\n\r\n`;
    const trailerHead = put('signed', {
      ...chunked('STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', 11, withTrailer),
      'x-amz-trailer': 'x-amz-checksum-crc32',
    });
    expect(await talk([trailerHead, withTrailer])).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(await shop.text('signed')).toBe('hello world');
  });

  it.each([
    ['a checksum that is wrong', 11, encoded(checksum('other')), 400, 'BadDigest'],
    ['a checksum that is no checksum', 11, encoded('nonsense'), 400, 'InvalidRequest'],
    ['fewer bytes than it says', 12, encoded(checksum('hello world')), 400, 'IncompleteBody'],
    ['more bytes than it says', 10, encoded(checksum('hello world')), 400, 'IncompleteBody'],
    ['no trailer', 5, '5\r\nhello\r\n0\r\n\r\n', 400, 'MalformedTrailerError'],
    ['a chunk without its end', 5, '5\r\nhello0\r\n\r\n', 400, 'IncompleteBody'],
    [
      'a signature of a wrong length',
      5,
      `5;chunk-signature=${signature}00\r\nhello\r\n0\r\n\r\n`,
      403,
      'SignatureDoesNotMatch',
    ],
  ])('with %s is refused, and nothing is kept of it', async (_, length, body, status, code) => {
    const head = put('refused', {
      ...chunked(content, length, body),
      'x-amz-trailer': 'x-amz-checksum-crc32',
    });
    const answer = await talk([head, body]);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain(`<Code>${code}</Code>`);
    await expect(shop.text('refused')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('a connection', () => {
  it('takes the next request after a refusal before the body was read', async () => {
    const big = Buffer.alloc(2 * 1024 * 1024, 'x');
    const refused = put('a', { 'content-length': big.length }, false).replace(Bucket, 'no-such-bucket');
    const answer = await talk([refused, big, put('next', { 'content-length': 5 }), 'hello']);
    expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 404', 'HTTP/1.1 200']);
    expect(await shop.text('next')).toBe('hello');
  });

  it('takes the next request after a refusal in the middle of the body', async () => {
    const body = `zz\r\n${'x'.repeat(500_000)}`;
    const refused = put('a', chunked('STREAMING-UNSIGNED-PAYLOAD-TRAILER', 5, body), false);
    const answer = await talk([refused, body, put('after', { 'content-length': 5 }), 'hello']);
    expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 200']);
  });

  it('that ends before its body does leaves what was there', async () => {
    await shop.client.send(new PutObjectCommand({ Bucket, Key: 'cut', Body: 'before' }));
    const socket = net.connect(port(), '127.0.0.1');
    socket.write(put('cut', { 'content-length': 1000 }));
    socket.write('half', () => socket.destroy());
    await once(socket, 'close');
    expect(await shop.text('cut')).toBe('before');
  });
});

it('verifies the hash of a payload that is signed as a whole', async () => {
  const headers = { authorization, 'x-amz-content-sha256': '0'.repeat(64) };
  const reply = await send(`/${Bucket}/hash`, { method: 'PUT', headers }, 'hello');
  expect(reply).toMatchObject({ status: 400, text: expect.stringContaining('XAmzContentSHA256Mismatch') });
});

it('wants to know how long a body is', async () => {
  const headers = { authorization, 'transfer-encoding': 'chunked' };
  const reply = await send(`/${Bucket}/length`, { method: 'PUT', headers }, 'hello');
  expect(reply).toMatchObject({ status: 411, text: expect.stringContaining('MissingContentLength') });
});

it('answers HEAD with the length of what GET would send, and without a body', async () => {
  await shop.client.send(new PutObjectCommand({ Bucket, Key: 'head', Body: 'hello' }));
  const reply = await send(`/s3/${Bucket}/head`, { method: 'HEAD' });
  expect(reply).toMatchObject({ status: 200, text: '', headers: { 'content-length': '5' } });
});

it('answers in XML, with the id of the request', async () => {
  const reply = await send(`/s3/${Bucket}/no%3Cthing`);
  expect(reply.headers).toMatchObject({
    'content-type': 'application/xml',
    'x-amz-request-id': expect.any(String),
  });
  expect(reply.text).toContain(
    `<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>no&lt;thing</Key><RequestId>${reply.headers['x-amz-request-id']}</RequestId></Error>`,
  );
});

it.each([
  ['the path with the base path', `/s3/${Bucket}/style`, {}],
  ['the path, by its signature', `/${Bucket}/style`, { authorization }],
  ['the host', '/s3/style', { host: `${Bucket}.localhost` }],
  ['the host, by its signature', '/style', { host: `${Bucket}.localhost`, authorization }],
])('finds a bucket in %s', async (_, path, headers) => {
  await shop.client.send(new PutObjectCommand({ Bucket, Key: 'style', Body: 'found' }));
  expect(await send(path, { headers })).toMatchObject({ status: 200, text: 'found' });
});

it('finds a key that is called as another service', async () => {
  await shop.client.send(new PutObjectCommand({ Bucket, Key: 'lambda/a', Body: 'found' }));
  const headers = { host: `${Bucket}.localhost`, authorization };
  expect(await send('/lambda/a', { headers })).toMatchObject({ status: 200, text: 'found' });
});

/** Path and query of a presigned URL, signed by the emulator's clock. */
async function url(command: PutObjectCommand | GetObjectCommand, expiresIn = 60): Promise<string> {
  const options = { expiresIn, signingDate: new Date(shop.time.at) };
  const { pathname, search } = new URL(await getSignedUrl(shop.client, command as never, options));
  return pathname + search;
}

it('takes presigned requests, which need no header', async () => {
  const presigned = await url(new PutObjectCommand({ Bucket, Key: 'presigned ü', ContentType: 'text/x' }));
  const sent = await send(presigned, { method: 'PUT', headers: { 'content-length': 5 } }, 'hello');
  expect(sent.status).toBe(200);
  const get = new GetObjectCommand({ Bucket, Key: 'presigned ü', ResponseContentType: 'text/y' });
  const read = await send(await url(get));
  expect(read).toMatchObject({ status: 200, text: 'hello', headers: { 'content-type': 'text/y' } });
  // On the bare endpoint the credential in the query says that S3 is meant.
  expect(await send((await url(get)).replace(/^\/s3/, ''))).toMatchObject({ status: 200, text: 'hello' });
});

describe('a presigned URL', () => {
  const get = new GetObjectCommand({ Bucket, Key: 'presigned' });
  beforeAll(() => shop.put('presigned', 'hello'));

  it('ends with its time, in S3’s words', async () => {
    const presigned = await url(get, 2);
    const [before, signed] = [shop.time.at, Math.floor(shop.time.at / 1000) * 1000];
    try {
      shop.time.at = signed + 2_000;
      expect(await send(presigned)).toMatchObject({ status: 200, text: 'hello' });
      shop.time.at = signed + 3_000;
      const late = await send(presigned);
      expect(late.status).toBe(403);
      expect(late.text).toContain(
        '<Code>AccessDenied</Code><Message>Request has expired</Message><X-Amz-Expires>2</X-Amz-Expires><Expires>2026-11-21T10:30:17Z</Expires><ServerTime>2026-11-21T10:30:18Z</ServerTime>',
      );
    } finally {
      shop.time.at = before;
    }
  });

  it('of version 2 ends with its time as well', async () => {
    const signed = (expires: number) =>
      send(`/s3/${Bucket}/presigned?AWSAccessKeyId=a&Signature=b&Expires=${expires}`);
    const now = Math.floor(shop.time.at / 1000);
    expect(await signed(now + 1)).toMatchObject({ status: 200 });
    expect(await signed(now - 1)).toMatchObject({
      status: 403,
      text: expect.stringContaining('Request has expired'),
    });
  });

  it.each([
    ['no X-Amz-Expires', /&X-Amz-Expires=60/, '', 'requires the X-Amz-Algorithm'],
    ['an X-Amz-Expires that is no number', /Expires=60/, 'Expires=soon', 'should be a number'],
    ['an X-Amz-Expires below zero', /Expires=60/, 'Expires=-1', 'must be non-negative'],
    ['more than a week', /Expires=60/, 'Expires=604801', 'must be less than a week'],
    ['a damaged date', /Date=2026/, 'Date=x', 'must be in the ISO8601 Long Format'],
  ])('with %s is refused', async (_, from, to, message) => {
    const { status, text } = await send((await url(get)).replace(from, to));
    expect(status).toBe(400);
    expect(text).toContain('<Code>AuthorizationQueryParametersError</Code>');
    expect(text).toContain(message);
  });
});

it.each([
  ['a document that is none', 'PUT', '?versioning', '<VersioningConfiguration><Status>', 'MalformedXML'],
  ['a document of another kind', 'PUT', '?versioning', '<Other><A>b</A></Other>', 'MalformedXML'],
  [
    'a document that must have a checksum',
    'POST',
    '?delete',
    '<Delete><Object><Key>a</Key></Object></Delete>',
    'InvalidRequest',
  ],
  ['a form', 'POST', '', 'a=b', 'MethodNotAllowed'],
])('refuses %s', async (_, method, search, body, code) => {
  const headers = { 'content-length': body.length };
  const reply = await send(`/s3/${Bucket}${search}`, { method, headers }, body);
  expect(reply.text).toContain(`<Code>${code}</Code>`);
});

it('reads references to any character in a document', async () => {
  await shop.client.send(new PutObjectCommand({ Bucket, Key: '😀&<', Body: 'a' }));
  const body = '<Delete><Object><Key>&#128512;&amp;&#x3c;</Key></Object></Delete>';
  const sum = checksum(body);
  const headers = { 'content-length': body.length, 'x-amz-checksum-crc32': sum };
  const reply = await send(`/s3/${Bucket}?delete`, { method: 'POST', headers }, body);
  expect(reply.text).toContain('<Deleted><Key>😀&amp;&lt;</Key></Deleted>');
  await expect(shop.text('😀&<')).rejects.toMatchObject({ name: 'NoSuchKey' });
});
