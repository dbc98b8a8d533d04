import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { contentTypes, headers, hostile, pick, texts } from './hostile';
import { inForm, inJson, inXml } from './mutated-bodies';
import type { Wire } from './seeds';

/** `at` says where in the request, `what` which of the hostile values or neighbours; both are taken modulo. */
export interface Mutation {
  readonly how: (typeof kinds)[number];
  readonly at: number;
  readonly what: number;
}

const kinds = [
  'replace',
  'replace',
  'replace',
  'replace',
  'drop',
  'drop',
  'rename',
  'duplicate',
  'stray',
  'wrap',
  'null in a list',
  'header',
  'drop header',
  'content type',
  'query',
  'drop query',
  'repeat query',
  'path',
  'method',
  'cut',
  'byte',
  'not UTF-8',
  'swap body',
] as const;

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  how: fc.constantFrom(...kinds),
  at: fc.nat(),
  what: fc.nat(),
});

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'];

/** The request with one thing changed; unchanged where there is no such thing to change. */
export function mutate(wire: Wire, { how, at, what }: Mutation): Wire {
  const { body } = wire;
  const withBody = (next: Buffer | string): Wire => {
    const changed = Buffer.from(next as string);
    // Else the digest would be all that is looked at.
    return {
      ...wire,
      body: changed,
      headers: what % 16 === 15 ? wire.headers : withDigests(wire.headers, changed),
    };
  };
  switch (how) {
    case 'header': {
      const [name = '', value = ''] = pick(headers, what) ?? [];
      return { ...wire, headers: { ...wire.headers, [name]: value } };
    }
    case 'drop header': {
      const dropped = pick(Object.keys(wire.headers), at);
      return {
        ...wire,
        headers: Object.fromEntries(Object.entries(wire.headers).filter(([name]) => name !== dropped)),
      };
    }
    case 'content type':
      return { ...wire, headers: { ...wire.headers, 'content-type': pick(contentTypes, what) ?? '' } };
    case 'query':
      if (wire.query.length === 0) {
        return {
          ...wire,
          query: [
            [
              pick(
                [
                  'uploads',
                  'uploadId',
                  'versionId',
                  'tagging',
                  'acl',
                  'partNumber',
                  'max-keys',
                  'x-id',
                  'X-Amz-Signature',
                  'Signature',
                  'list-type',
                  'Qualifier',
                  'nextToken',
                  'delete',
                  'versions',
                ],
                at,
              ) ?? '',
              pick(texts, what) ?? '',
            ],
          ],
        };
      }
      return {
        ...wire,
        query: wire.query.map(([name, value], index) => [
          name,
          index === at % wire.query.length ? (pick(texts, what) ?? '') : value,
        ]),
      };
    case 'drop query':
      return { ...wire, query: wire.query.filter((_, index) => index !== at % wire.query.length) };
    case 'repeat query':
      return {
        ...wire,
        query: [...wire.query, ...wire.query.map(([name]) => [name, pick(texts, what) ?? ''] as const)],
      };
    case 'path': {
      const parts = wire.path.split('/');
      const index = 2 + (at % Math.max(parts.length - 2, 1));
      parts[index] = encode(pick(texts, what) ?? '');
      return { ...wire, path: parts.join('/') };
    }
    case 'method':
      return { ...wire, method: pick(methods, what) ?? 'GET' };
    case 'cut':
      return withBody(body.subarray(0, at % (body.length + 1)));
    case 'byte':
      return withBody(
        Buffer.concat([
          body.subarray(0, at % (body.length + 1)),
          Buffer.from([what % 256]),
          body.subarray((at % (body.length + 1)) + 1),
        ]),
      );
    case 'not UTF-8':
      return withBody(
        Buffer.concat([
          body.subarray(0, at % (body.length + 1)),
          Buffer.from([0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
          body.subarray(at % (body.length + 1)),
        ]),
      );
    case 'swap body':
      return withBody(
        pick(
          [
            '',
            'null',
            '[]',
            '"a"',
            '1',
            '{',
            '<a/>',
            '<a><b></a>',
            'a=b',
            '{"a":1}',
            '\u0000',
            '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            ...hostile,
          ],
          what,
        ) ?? '',
      );
    default:
      // A mutation before this one made it so deep that no more can be done to it.
      if (body.length > 9000) return wire;
      if (body[0] === 0x7b) return withBody(inJson(body.toString(), how, at, what));
      if (body[0] === 0x3c) return withBody(inXml(body.toString(), how, at, what));
      return body.includes('Action=') ? withBody(inForm(body.toString(), how, at, what)) : wire;
  }
}

function withDigests(headers: Wire['headers'], body: Buffer): Wire['headers'] {
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(body));
  const digests = {
    'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
    'x-amz-checksum-crc32': crc.toString('base64'),
  };
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, digests[name as keyof typeof digests] ?? value]),
  );
}

const encode = (text: string) => (text.includes('%') ? text : encodeURIComponent(text));
