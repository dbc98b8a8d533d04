import type { CustomerId } from '../../../schemas/contract';

/** A customer for a store that is tested by itself; in a handler only the envelope makes one. */
export const customer = (customerId: string): CustomerId => customerId as CustomerId;
