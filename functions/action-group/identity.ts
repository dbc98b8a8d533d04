import type { CustomerId } from '../../schemas/contract';
import { InternalError } from './errors';
import type { Attributes } from './event';

/** Printable and without spaces or `#`, which joins the parts of composite keys; e-mails, UUIDs, ARNs fit. */
const customerIdForm = /^[\w@+./:|=-]{1,128}$/;

/**
 * Who the customer is, by the session attributes alone: the authenticated caller of InvokeAgent sets them,
 * and no model can. Undefined when they do not say, or say something that is not an identifier.
 */
export function customerIdOf(sessionAttributes: Attributes | undefined): CustomerId | undefined {
  const customerId = sessionAttributes?.customerId;
  return customerId !== undefined && customerIdForm.test(customerId) ? (customerId as CustomerId) : undefined;
}

/** What one call found to be its customer's own. It ends with the call: what was kept from another proves nothing. */
export class Ownership {
  private readonly proved: unknown[] = [];

  constructor(readonly customerId: CustomerId) {}

  /** The `own` of a handler's context; its types are those of Own. */
  readonly own = (found: unknown, owner: PropertyKey): unknown => {
    if (Array.isArray(found)) {
      const foreign = found.findIndex((row) => !this.owns(row, owner));
      if (foreign >= 0) throw new InternalError(`own: row ${foreign} of the list is not the customer's`);
    } else if (!this.owns(found, owner)) return undefined;
    this.proved.push(found);
    return found;
  };

  covers(about: unknown): boolean {
    return this.proved.includes(about);
  }

  private owns(row: unknown, owner: PropertyKey): boolean {
    if (typeof row !== 'object' || row === null || !Object.hasOwn(row, owner)) return false;
    return (row as Readonly<Record<PropertyKey, unknown>>)[owner] === this.customerId;
  }
}
