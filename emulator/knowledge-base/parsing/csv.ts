import type { RecordStructure } from '../metadata/sidecar';
import { decodeText } from './decode-text';
import type { ParseProps } from './parse';
import { DocumentError, type Section } from './parsed-document';

/**
 * A CSV file as it is or, where its sidecar describes its columns, record by record: one column is the text, the
 * others are attributes, all of them strings.
 * docs.aws.amazon.com/bedrock/latest/userguide/kb-metadata.html
 */
export async function parseCsv(bytes: Uint8Array, { records }: ParseProps): Promise<readonly Section[]> {
  const { parse } = await import('csv-parse/sync');
  const text = decodeText(bytes);
  const rows: string[][] = parse(text, { bom: true, skip_empty_lines: true });
  return records ? recordsOf(rows, records) : [{ text }];
}

function recordsOf(
  [header = [], ...rows]: readonly string[][],
  { contentField, include, exclude = [] }: RecordStructure,
): Section[] {
  const missing = [contentField, ...(include ?? []), ...exclude].filter((name) => !header.includes(name));
  if (missing.length > 0) {
    throw new DocumentError(
      'FAILED',
      `as their metadata names columns that they lack: ${missing.join(', ')}`,
    );
  }
  const isAttribute = (name: string) =>
    name !== contentField && (include?.includes(name) ?? true) && !exclude.includes(name);
  const content = header.indexOf(contentField);
  return rows.map((row) => ({
    text: row[content] ?? '',
    attributes: Object.fromEntries(
      header.flatMap((name, at) => (isAttribute(name) ? [[name, row[at] ?? ''] as const] : [])),
    ),
  }));
}
