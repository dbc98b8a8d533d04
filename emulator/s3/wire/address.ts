import type { WireRequest } from '../../front-door/wire';
import { S3Error } from '../s3-error';
import type { Address } from './find-route';

/** UTF-8 bytes. */
const keyLimit = 1024;

/** Bucket and key of a request in path style, or with the bucket in the host's name: `<bucket>.localhost`. */
export function addressOf({ pathname, headers }: Pick<WireRequest, 'pathname' | 'headers'>): Address {
  const host = String(headers[':authority'] ?? headers.host ?? '').replace(/:\d+$/, '');
  const virtual = /^(.+?)(?:\.s3(?:[.-][a-z0-9-]+)?)?\.localhost$/.exec(host)?.[1];
  const path = pathname.slice(1);
  if (virtual !== undefined && virtual !== 's3') return { bucket: virtual, key: decodeKey(path) };
  const slash = path.indexOf('/');
  if (slash < 0) return { bucket: decode(path), key: '' };
  return { bucket: decode(path.slice(0, slash)), key: decodeKey(path.slice(slash + 1)) };
}

function decodeKey(text: string): string {
  const key = decode(text);
  if (Buffer.byteLength(key) > keyLimit) {
    throw new S3Error('KeyTooLongError', 'Your key is too long', {
      fields: { Size: Buffer.byteLength(key), MaxSizeAllowed: keyLimit },
    });
  }
  return key;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.", { fields: { URI: text } });
  }
}
