import { chunkOf } from './chunk';
import { formatVersion } from './format';

type Json = Readonly<Record<string, unknown>>;

/**
 * A line of an older version as lines of the present one. Version 1 had the rows in the header, where they could
 * only be written once all was over, and all chunks in base64, where nobody could read them in a review.
 */
export function migrate(line: object, version: number): readonly object[] {
  return version === formatVersion ? [line] : fromVersion1(line as Json);
}

function fromVersion1(line: Json): readonly object[] {
  switch (line.type) {
    case 'recording': {
      const { rows, redactions, ...header } = line;
      return [
        { ...header, version: formatVersion, redactions: withPatterns(redactions) },
        ...(Array.isArray(rows) ? rows.map((row: object) => ({ type: 'row', ...row })) : []),
      ];
    }
    case 'event': {
      const { chunk, ...event } = line.event as { readonly chunk?: Json };
      if (typeof chunk?.bytes !== 'string') return [line];
      const { bytes, ...rest } = chunk;
      return [{ ...line, event: { ...event, chunk: { ...chunkOf(Buffer.from(bytes, 'base64')), ...rest } } }];
    }
    case 'close':
      return [{ ...line, redacted: 0 }];
    default:
      return [line];
  }
}

const withPatterns = (redactions: unknown): unknown =>
  Array.isArray(redactions) ? redactions.map((one: Json) => ({ pattern: '', ...one })) : redactions;
