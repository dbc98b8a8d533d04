import { DocumentError } from './parsed-document';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Throws a DocumentError for what is not UTF-8. A BOM is left out. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new DocumentError('FAILED', 'as they are not encoded in UTF-8', { cause });
  }
}
