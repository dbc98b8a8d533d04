import { crc32 } from 'node:zlib';
import type { Entries } from '../index/entries';

/** What stands before a record: its length in bytes, and the CRC-32 of what follows. */
const headLength = 8;
const wordLength = Uint32Array.BYTES_PER_ELEMENT;
const align = (length: number) => Math.ceil(length / wordLength) * wordLength;

/** A record of the file: words of it as JSON, and entries of an index where it has any. */
export interface FileRecord<About> {
  readonly about: About;
  readonly entries: Entries;
}

export const noEntries: Entries = {
  lengths: new Uint32Array(),
  sizes: new Uint32Array(),
  terms: new Uint32Array(),
  counts: new Uint8Array(),
  scales: new Float32Array(),
  values: new Int8Array(),
};

/** Numbers lie as the machine has them (its endianness): a file is of no use to another kind of machine. */
export function encode<About>({ about, entries }: FileRecord<About>): Buffer {
  const { lengths, sizes, terms, scales, counts, values } = entries;
  const json = Buffer.from(JSON.stringify(about));
  const counted = Uint32Array.of(json.length, lengths.length, terms.length, values.length);
  const padding = Buffer.alloc(align(json.length) - json.length);
  const parts = [counted, json, padding, lengths, sizes, terms, scales, counts, values].map(
    ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength),
  );
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(headLength);
  head.writeUInt32LE(body.length, 0);
  head.writeUInt32LE(crc32(body), wordLength);
  return Buffer.concat([head, body]);
}

/**
 * The record at the beginning of the bytes, with its length in them; the length that it takes to tell where there
 * are too few. Throws where what stands there is no record.
 */
export function decode<About>(
  bytes: Buffer,
): { readonly record: FileRecord<About>; readonly length: number } | { readonly needed: number } {
  if (bytes.length < headLength) return { needed: headLength };
  const length = headLength + bytes.readUInt32LE(0);
  if (bytes.length < length) return { needed: length };
  const body = bytes.subarray(headLength, length);
  if (crc32(body) !== bytes.readUInt32LE(wordLength)) throw new Error('a checksum does not fit');
  let at = 0;
  /** A copy: the bytes are used again, and do not begin where numbers may. */
  const taken = (count: number) => {
    at += count;
    return body.buffer.slice(body.byteOffset + at - count, body.byteOffset + at);
  };
  const words = (count: number) => new Uint32Array(taken(count * wordLength));
  const [jsonLength = 0, count = 0, terms = 0, values = 0] = words(4);
  const about = JSON.parse(Buffer.from(taken(align(jsonLength))).toString('utf8', 0, jsonLength)) as About;
  const entries: Entries = {
    lengths: words(count),
    sizes: words(count),
    terms: words(terms),
    scales: new Float32Array(taken(count * wordLength)),
    counts: new Uint8Array(taken(terms)),
    values: new Int8Array(taken(values)),
  };
  return { record: { about, entries }, length };
}
