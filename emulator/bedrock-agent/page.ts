import { ServiceError } from '../front-door/operation';

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** The API reference gives the lists ten members at most, and `maxResults` up to 1000; no default. */
const defaultMaxResults = 10;

/** One page of a list. The token holds the last key that was given out, so that a list may grow in between. */
export function page<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { maxResults = defaultMaxResults, nextToken }: PageRequest,
): { readonly items: Item[]; readonly nextToken?: string } {
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > 1000) {
    throw invalid(
      `Value '${maxResults}' at 'maxResults' failed to satisfy constraint: Member must be between 1 and 1000`,
    );
  }
  const start = nextToken === undefined ? 0 : after(items.map(keyOf), nextToken);
  const found = items.slice(start, start + maxResults);
  const last = found.at(-1);
  if (last === undefined || start + maxResults >= items.length) return { items: found };
  return { items: found, nextToken: Buffer.from(keyOf(last)).toString('base64url') };
}

function after(keys: readonly string[], nextToken: string): number {
  const index = keys.indexOf(Buffer.from(nextToken, 'base64url').toString());
  if (index >= 0) return index + 1;
  throw invalid(`nextToken ${nextToken} is not one that this list gave out`);
}

const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message);
