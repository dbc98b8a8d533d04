import type { RecordStructure } from '../metadata/sidecar';
import { parseCsv } from './csv';
import { decodeText } from './decode-text';
import { DocumentError, type Section } from './parsed-document';

/** The quota "Maximum size of a source document file". */
const largestDocument = 50 * 1024 * 1024;

export interface ParseProps {
  /** Of a CSV file whose sidecar describes its columns. */
  readonly records?: RecordStructure | undefined;
}

type Parser = (bytes: Uint8Array, props: ParseProps) => Promise<readonly Section[]> | readonly Section[];

const text: Parser = (bytes) => [{ text: decodeText(bytes) }];

/** Each library is loaded by its first document: together they take longer to load than the emulator. */
const parsers: Readonly<Record<string, Parser>> = {
  '.txt': text,
  '.md': text,
  '.html': async (bytes) => [{ text: (await import('./html')).htmlText(decodeText(bytes)) }],
  '.csv': parseCsv,
  '.docx': async (bytes) => [{ text: await (await import('./docx')).docxText(bytes) }],
  '.pdf': async (bytes) => [await (await import('./pdf')).pdfSection(bytes)],
};

/** Formats that Bedrock reads and the emulator does not. */
const notHere: ReadonlySet<string> = new Set(['.doc', '.xls', '.xlsx']);

const endings: Readonly<Record<string, string>> = {
  'text/plain': '.txt',
  'text/markdown': '.md',
  'text/html': '.html',
  'text/csv': '.csv',
  'application/pdf': '.pdf',
  'application/msword': '.doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
  'application/vnd.ms-excel': '.xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
};

/** For a document that has a media type instead of a name. */
export const endingOfMediaType = (mediaType: string): string =>
  endings[mediaType.split(';')[0]?.trim().toLowerCase() ?? ''] ?? '';

/** What the ending of a key says; empty if it has none. */
export const endingOfKey = (key: string): string => /\.[^./]+$/.exec(key)?.[0].toLowerCase() ?? '';

/** Throws a DocumentError for what is refused by its name or its size alone. */
export function refuseUnread(ending: string, size: number): void {
  if (notHere.has(ending)) {
    throw new DocumentError('IGNORED', `as the emulator does not read ${ending}, which Bedrock does`);
  }
  if (!(ending in parsers)) throw new DocumentError('IGNORED', 'as their file format was not supported');
  if (size > largestDocument) {
    throw new DocumentError('IGNORED', `as their file size exceeds the limit of ${largestDocument} bytes`);
  }
}

/** A document's text. Throws a DocumentError for one that is refused, damaged or empty. */
export async function parse(
  bytes: Uint8Array,
  ending: string,
  props: ParseProps = {},
): Promise<readonly Section[]> {
  refuseUnread(ending, bytes.length);
  const sections = await parsed(bytes, ending, props);
  if (sections.every((section) => section.text.trim() === '')) {
    throw new DocumentError('IGNORED', 'as no text content found');
  }
  return sections;
}

async function parsed(bytes: Uint8Array, ending: string, props: ParseProps): Promise<readonly Section[]> {
  try {
    return (await parsers[ending]?.(bytes, props)) ?? [];
  } catch (cause) {
    if (cause instanceof DocumentError) throw cause;
    const { code, message } = cause as Error & { readonly code?: string };
    // What has a code of the system's or Node's names files of the machine, not of the document.
    const problem = code !== undefined && /^E[A-Z]+|^ERR_/.test(code) ? code : message.split('\n')[0];
    throw new DocumentError('FAILED', `as they could not be read as ${ending}: ${problem}`, { cause });
  }
}
