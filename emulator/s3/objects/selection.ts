import { invalidArgument, invalidRequest, S3Error } from '../s3-error';
import type { ByteRange } from '../store/bodies';
import type { ObjectPart, StoredObject } from '../store/records';

/** The bytes of an object that a request is about. */
export interface Selection {
  readonly range: ByteRange;
  /** Bytes. */
  readonly length: number;
  /** Absent when the whole object was asked for. */
  readonly contentRange?: string;
  /** When it was asked for by its number. */
  readonly part?: ObjectPart;
}

/** Throws InvalidRange, or InvalidPartNumber. */
export function selectionIn(
  { Range, PartNumber }: { readonly Range?: string | undefined; readonly PartNumber?: number | undefined },
  object: StoredObject,
): Selection {
  if (Range !== undefined && PartNumber !== undefined) {
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  }
  if (PartNumber !== undefined) return selectPart(PartNumber, object);
  const range = Range === undefined ? undefined : parseRange(Range, object.size);
  return range
    ? selected(range, object.size)
    : { range: { start: 0, end: object.size - 1 }, length: object.size };
}

const selected = ({ start, end }: ByteRange, size: number): Selection => ({
  range: { start, end },
  length: end - start + 1,
  contentRange: `bytes ${start}-${end}/${size}`,
});

function selectPart(number: number, { parts, size }: StoredObject): Selection {
  if (number < 1 || number > 10_000) {
    throw invalidArgument(
      'Part number must be an integer between 1 and 10000, inclusive',
      'partNumber',
      number,
    );
  }
  // Parts are counted in the object that they became, whatever numbers they were uploaded under.
  const index = number - 1;
  if (index >= (parts?.length ?? 1)) {
    throw new S3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      status: 416,
      fields: { PartNumberRequested: number, ActualPartCount: parts?.length ?? 1 },
    });
  }
  const part = parts?.[index];
  const start = (parts ?? []).slice(0, index).reduce((sum, one) => sum + one.size, 0);
  const length = part?.size ?? size;
  if (length === 0) return { range: { start: 0, end: -1 }, length: 0, ...(part && { part }) };
  return { ...selected({ start, end: start + length - 1 }, size), ...(part && { part }) };
}

/** Undefined for what is no single range of bytes: the whole object is answered then. */
function parseRange(header: string, size: number): ByteRange | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header.replaceAll(' ', '')) ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(size - Number(to), 0) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (start >= size) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      status: 416,
      fields: { RangeRequested: header, ActualObjectSize: size },
      headers: { 'content-range': `bytes */${size}` },
    });
  }
  return { start, end };
}
