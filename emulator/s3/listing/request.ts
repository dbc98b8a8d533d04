import { invalidArgument } from '../s3-error';
import type { Position } from '../store/page';

interface ListRequest {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly EncodingType?: string | undefined;
}

export interface ListText {
  readonly prefix: string;
  readonly delimiter: string;
  /** A key or a part of one, as the answer has it. */
  spell(text: string): string;
}

/** Entries of a page at most. */
const pageLimit = 1000;

export function listText({ Prefix = '', Delimiter = '', EncodingType }: ListRequest): ListText {
  if (EncodingType !== undefined && EncodingType !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', EncodingType);
  }
  return { prefix: Prefix, delimiter: Delimiter, spell: EncodingType ? encode : (text) => text };
}

/** Slashes stay as they are. A space is %20, which every client decodes, and not +, which some leave alone. */
const encode = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

export function limitIn(asked: number | undefined, name: string): number {
  if (asked !== undefined && (asked < 0 || asked > 2 ** 31 - 1)) {
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, asked);
  }
  return Math.min(asked ?? pageLimit, pageLimit);
}

/** Where a marker in a request points: to a key, or to a common prefix that an answer ended with. */
export function positionOf(
  marker: string | undefined,
  { prefix, delimiter }: ListText,
): Position | undefined {
  if (!marker) return undefined;
  const end = delimiter === '' ? -1 : marker.indexOf(delimiter, prefix.length);
  const isRolledUp = marker.startsWith(prefix) && end >= 0 && end + delimiter.length === marker.length;
  return isRolledUp ? { commonPrefix: marker } : { key: marker };
}

export const encodeToken = (position: Position): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** Throws InvalidArgument for a token that no listing gave out. */
export function decodeToken(token: string): Position {
  try {
    const position = JSON.parse(Buffer.from(token, 'base64url').toString()) as Record<string, unknown>;
    if (typeof (position.tableKey ?? position.commonPrefix) === 'string') return position as Position;
  } catch {
    // refused below
  }
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
}
