import { ServiceError } from '../../front-door/operation';

/** API reference: "Maximum number of 25 items". */
const most = 25;

/** Throws ValidationException for no document and for too many. */
export function checkCount(items: readonly unknown[], name: string): void {
  if (items.length >= 1 && items.length <= most) return;
  throw new ServiceError(
    'ValidationException',
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must have length between 1 and ${most}`,
  );
}
