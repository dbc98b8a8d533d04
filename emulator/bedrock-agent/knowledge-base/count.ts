import { ServiceError } from '../../front-door/operation';

/**
 * The service's model and its API reference take 10 documents in one request; the user guide speaks of 25 (page
 * kb-direct-ingestion-add). The smaller number holds for both.
 */
const most = 10;

/** Throws ValidationException for no document and for too many. */
export function checkCount(items: readonly unknown[], name: string): void {
  if (items.length >= 1 && items.length <= most) return;
  throw new ServiceError(
    'ValidationException',
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must have length between 1 and ${most}`,
  );
}
