import * as path from 'node:path';
import { documentTypes, endingOf, largestDocument } from './document-types';

/** S3 user guide, object-keys: a key has at most 1,024 bytes. */
const longestKey = 1_024;

/** Why a file cannot be a document, by its name and size alone; undefined if it can. */
export function nameProblem(file: string, key: string, bytes: number): string | undefined {
  const ending = endingOf(file);
  if (!(ending in documentTypes)) {
    const what = ending === '' ? 'it has no ending' : `${ending} is no document type`;
    return `${what}: a knowledge base reads ${Object.keys(documentTypes).join(' ')}`;
  }
  if (bytes === 0) return 'it is empty';
  if (bytes > largestDocument) {
    return `it has ${bytes} bytes: Bedrock takes ${largestDocument} (50 MB); divide it`;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: S3 and XML listings do not take them
  if (/[\u0000-\u001f\u007f]/.test(file)) return 'its name has a control character';
  const length = Buffer.byteLength(key);
  return length > longestKey ? `its key has ${length} bytes: S3 takes ${longestKey}` : undefined;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Why a document's content cannot be read; undefined if nothing speaks against it. */
export function contentProblem(file: string, content: Buffer): string | undefined {
  const ending = endingOf(file);
  const { isText, signature } = documentTypes[ending] ?? {};
  if (signature !== undefined) {
    const begins = content.subarray(0, signature.length).toString('latin1') === signature;
    return begins ? undefined : `it is no ${ending.slice(1).toUpperCase()} file: it does not begin like one`;
  }
  if (!isText) return undefined;
  if (/^(\xff\xfe|\xfe\xff)/.test(content.subarray(0, 2).toString('latin1'))) {
    return 'it is encoded in UTF-16: save it as UTF-8';
  }
  if (content.includes(0)) return 'it holds a zero byte, which no text does';
  try {
    return strict.decode(content).trim() === '' ? 'it holds no text' : undefined;
  } catch {
    return `it is not encoded in UTF-8${lineOfBadByte(content)}: save it as UTF-8`;
  }
}

function lineOfBadByte(content: Buffer): string {
  const lines = content.toString('latin1').split('\n');
  const bad = lines.findIndex((line) => {
    try {
      strict.decode(Buffer.from(line, 'latin1'));
      return false;
    } catch {
      return true;
    }
  });
  return bad < 0 ? '' : ` (line ${bad + 1})`;
}

/** What may go wrong although nothing is certain. */
export function contentWarning(file: string, content: Buffer): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what ASCII is
  const isAscii = () => /^[\u0000-\u007f]*$/.test(content.toString('latin1'));
  return endingOf(file) === '.txt' && !isAscii()
    ? `AWS documents ASCII only for .txt: as ${path.posix.basename(file, '.txt')}.md it may hold all of UTF-8`
    : undefined;
}
