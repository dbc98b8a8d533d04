import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { contentTypes, headers, hostile, names, nested, texts } from './hostile';
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

const pick = <T>(from: readonly T[], index: number): T | undefined => from[index % Math.max(from.length, 1)];

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

interface Place {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string;
}

function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, item] of Object.entries(value)) {
    found.push({ holder: value as Place['holder'], key });
    placesIn(item, found);
  }
  return found;
}

/** Marks what has no JSON value of its own, such as `1e999`, and is put in as text. */
const mark = '<hostile>';

function inJson(text: string, how: Mutation['how'], at: number, what: number): string {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return text;
  }
  const place = pick(placesIn(root), at);
  const value = pick(hostile, what) ?? 'null';
  if (!place) return `{${JSON.stringify(pick(names, at))}:${value}}`;
  const holder = place.holder as Record<string, unknown>;
  const before = holder[place.key];
  const name = pick(names, what) ?? '';
  const set = (key: string, item: unknown) =>
    Object.defineProperty(holder, key, { value: item, enumerable: true, configurable: true, writable: true });
  switch (how) {
    case 'drop':
      if (Array.isArray(place.holder)) place.holder.splice(Number(place.key), 1);
      else delete holder[place.key];
      break;
    case 'rename':
      if (Array.isArray(place.holder)) place.holder.push(before);
      else {
        delete holder[place.key];
        set(name, before);
      }
      break;
    case 'duplicate':
      if (Array.isArray(place.holder)) place.holder.push(before);
      else return JSON.stringify(root).replace(`"${place.key}":`, `"${place.key}":${value},"${place.key}":`);
      break;
    case 'stray':
      if (Array.isArray(place.holder)) place.holder.push(mark);
      else set(name, mark);
      break;
    case 'wrap':
      set(place.key, what % 2 ? [before] : { [name]: before });
      break;
    case 'null in a list':
      set(place.key, Array.isArray(before) ? [...before, null] : [null, before]);
      break;
    default:
      set(place.key, mark);
  }
  return JSON.stringify(root).replace(`"${mark}"`, () => value);
}

function inXml(text: string, how: Mutation['how'], at: number, what: number): string {
  const elements = [...text.matchAll(/<([A-Za-z]+)[^<>]*>([^<>]*)<\/\1>/g)];
  const element = pick(elements, at);
  if (!element) return text;
  const [whole, name = ''] = element;
  const value = pick(
    [
      ...texts.map((one) => one.replaceAll('&', '&amp;').replaceAll('<', '&lt;')),
      '&#0;',
      '&#xd800;',
      '&unknown;',
      '<![CDATA[a]]>',
      '<!-- a -->',
      nested(300, (inner) => `<a>${inner}</a>`),
    ],
    what,
  );
  const changed: Partial<Record<Mutation['how'], string>> = {
    drop: '',
    rename: whole.replaceAll(name, pick(names, what) || 'x'),
    duplicate: `${whole}${whole}`,
    stray: `${whole}<stray>${value}</stray>`,
    wrap: `<x>${whole}</x>`,
    'null in a list': `<${name}/>`,
  };
  const next = changed[how] ?? `<${name}>${value}</${name}>`;
  return text.slice(0, element.index) + next + text.slice(element.index + whole.length);
}

function inForm(text: string, how: Mutation['how'], at: number, what: number): string {
  const pairs = [...new URLSearchParams(text)];
  const index = at % pairs.length;
  const [name = '', before = ''] = pairs[index] ?? [];
  const value = pick(texts, what) ?? '';
  const changed: Partial<Record<Mutation['how'], [string, string][]>> = {
    drop: [],
    rename: [
      [pick([`${name}.member.1`, `${name}.member.99999999`, `${name}.`, ...names], what) ?? '', before],
    ],
    duplicate: [
      [name, before],
      [name, value],
    ],
    stray: [
      [name, before],
      [pick(names, what) ?? '', value],
    ],
    wrap: [[`${name}.member.1.${name}`, before]],
    'null in a list': [[`${name}.member.1`, '']],
  };
  pairs.splice(index, 1, ...(changed[how] ?? [[name, value] as [string, string]]));
  return new URLSearchParams(pairs).toString();
}
