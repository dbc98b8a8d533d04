import { createHash } from 'node:crypto';
import type { Call } from '../call';
import { AnswerTooLargeError, InternalError } from '../errors';
import type { Reply } from './replied';
import { countThatFits, fits } from './response';

/**
 * What a page belongs to: operation, customer and filter. A token that was made for anything else is refused,
 * so that a position never lands in another list.
 */
export const pageScope = (
  operationId: string,
  customerId: string | undefined,
  filter: Readonly<Record<string, unknown>>,
): string => {
  const entries = Object.entries(filter).filter(([name]) => name !== 'limit' && name !== 'pageToken');
  return JSON.stringify([operationId, customerId ?? null, entries.sort(([a], [b]) => (a < b ? -1 : 1))]);
};

/**
 * The token of the page after `position`. The digest has no key: it finds mistakes and mixed-up tokens. Who
 * computes one by hand reads on from a position of their choice in their own list, no more than a filter allows.
 */
export function pageToken(scope: string, position: string): string {
  const digest = createHash('sha256').update(`${scope}\n${position}`).digest('base64url').slice(0, 16);
  return `${Buffer.from(position).toString('base64url')}.${digest}`;
}

/** The position that a token of this scope holds; undefined for any other token. */
export function positionOfToken(scope: string, token: string): string | undefined {
  const position = Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString();
  return pageToken(scope, position) === token ? position : undefined;
}

/**
 * The JSON of a page, cut after a whole item where the response would get too large. The next page starts after
 * the last item that is in this one.
 */
export function pageBody(
  call: Call,
  scope: string,
  name: string,
  valid: Readonly<Record<string, unknown>>,
  { body, page }: Reply,
): string {
  const items = valid[name] as readonly unknown[];
  const replied = (body as Readonly<Record<string, readonly unknown[]>>)[name] ?? [];
  if (!page) throw new InternalError(`The reply has ${name} but does not say whether there are more`);
  if ('nextPageToken' in valid)
    throw new InternalError('The reply has a nextPageToken, which is made from page');
  if (page.hasMore && items.length === 0) {
    throw new InternalError(`The reply says that there are more but has no ${name} to go on from`);
  }
  const text = (count: number): string => {
    const last = page.hasMore || count < items.length ? replied[count - 1] : undefined;
    const nextPageToken = last === undefined ? undefined : pageToken(scope, page.positionOf(last));
    return JSON.stringify({ ...valid, [name]: items.slice(0, count), nextPageToken });
  };
  const whole = text(items.length);
  if (fits(call, whole)) return whole;
  let count = countThatFits(call, text(0), items);
  while (count > 0 && !fits(call, text(count))) count--;
  if (count === 0) throw new AnswerTooLargeError(`Not even the first of ${name} fits into a response`);
  return text(count);
}
