export const nested = (depth: number, of: (inner: string) => string): string => {
  let text = '1';
  for (let level = 0; level < depth; level++) text = of(text);
  return text;
};

/** As JSON. */
export const hostile: readonly string[] = [
  'null',
  'true',
  '0',
  '-1',
  '1.5',
  '1e308',
  '1e999',
  '9007199254740993',
  '-0',
  '2147483648',
  '""',
  '" "',
  '"a"',
  '"null"',
  '"\\u0000"',
  '"\\ud800"',
  '"\\u202e"',
  '"../../etc/passwd"',
  '"%00"',
  '"arn:aws:"',
  '"__proto__"',
  '"constructor"',
  '"#a"',
  '":v"',
  '"a = "',
  '"NaN"',
  '"1e400"',
  '"😀"',
  '[]',
  '[null]',
  '[[]]',
  '[{}]',
  '{}',
  '{"":""}',
  '{"__proto__":{"a":1}}',
  '{"a":null}',
  '{"S":"a"}',
  '{"N":"x"}',
  '{"toString":1,"length":-1}',
  '{"$unknown":["a",1]}',
  JSON.stringify('x'.repeat(5000)),
  JSON.stringify('a'.repeat(300)),
  nested(60, (inner) => `[${inner}]`),
  nested(60, (inner) => `{"M":{"a":${inner}}}`),
  nested(5000, (inner) => `[${inner}]`),
];

export const texts = [
  '',
  ' ',
  '0',
  '-1',
  '1e999',
  'true',
  'null',
  'a',
  '%00',
  '..',
  '%zz',
  '%ff',
  '%2F',
  '%F0%9F%98%80',
  'a'.repeat(300),
  '[]',
  '"',
  "'",
  '<',
  '&',
  '99999999999999999999',
  'NaN',
  'Infinity',
  'bytes=5-1',
  '=',
  ',',
  '__proto__',
  '2026-13-45T00:00:00Z',
];

export const names = [
  'x',
  '__proto__',
  'constructor',
  'toString',
  '',
  'id',
  'TableName',
  'M',
  'S',
  'length',
  '$unknown',
  'hasOwnProperty',
];

export const contentTypes = [
  '',
  'text/plain',
  'application/xml',
  'application/json',
  'application/x-amz-json-1.1',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/json; charset=utf-16',
  'nonsense',
  'application/vnd.amazon.eventstream',
];

export const headers: readonly (readonly [name: string, value: string])[] = `
content-encoding: gzip
content-encoding: aws-chunked
x-amz-decoded-content-length: -1
x-amz-decoded-content-length: x
x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER
x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD
x-amz-content-sha256: 0
x-amz-trailer: x-amz-checksum-crc32
x-amz-trailer: nothing
x-amz-sdk-checksum-algorithm: MD4
x-amz-checksum-crc32: !
x-amz-checksum-sha256: AAAA
content-md5: x
x-amz-checksum-type: x
range: bytes=-0
range: bytes=99-
range: pages=1
if-match: *
if-none-match: *
if-modified-since: yesterday
if-unmodified-since: Sat, 01 Jan 2000 00:00:00 GMT
x-amz-copy-source: %
x-amz-copy-source: a
x-amz-copy-source: /a/b?versionId=
x-amz-copy-source-range: x
x-amz-metadata-directive: x
x-amz-tagging: %=%
x-amz-tagging: a=b&a=c
x-amz-meta-: 
x-amz-storage-class: x
x-amz-acl: x
x-amz-server-side-encryption: x
x-amz-expected-bucket-owner: 1
x-amz-object-attributes: ,,
x-amz-max-parts: x
x-amz-target: 
x-amz-target: DynamoDB_20120810.
x-amz-target: DynamoDB_20120810.toString
x-amz-target: DynamoDB_20120810.__proto__
x-amz-target: a.b.c
authorization: 
authorization: Bearer x
authorization: AWS4-HMAC-SHA256 Credential=
authorization: AWS4-HMAC-SHA256 Credential=AKID/1/2/s3/x
x-amz-client-context: not base64
x-amz-client-context: bnVsbA==
x-amz-invocation-type: x
x-amz-log-type: x
x-amz-date: x
expect: 100-continue
accept: x
host: 
host: a.localhost
host: s3.localhost
origin: null
x-amz-security-token: x
x-amz-source-expiration: x
`
  .trim()
  .split('\n')
  .map((line) => {
    const [name = '', value = ''] = line.split(': ');
    return [name, value];
  });

/** One of them, whatever the number. */
export const pick = <T>(from: readonly T[], index: number): T | undefined =>
  from[index % Math.max(from.length, 1)];
