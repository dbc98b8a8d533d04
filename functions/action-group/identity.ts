import type { Attributes } from './event';

/** Printable and without spaces or `#`, which joins the parts of composite keys; e-mails, UUIDs, ARNs fit. */
const customerIdForm = /^[\w@+./:|=-]{1,128}$/;

/**
 * Who the customer is, by the session attributes alone: the authenticated caller of InvokeAgent sets them,
 * and no model can. Undefined when they do not say, or say something that is not an identifier.
 */
export function customerIdOf(sessionAttributes: Attributes | undefined): string | undefined {
  const customerId = sessionAttributes?.customerId;
  return customerId !== undefined && customerIdForm.test(customerId) ? customerId : undefined;
}
