import { types } from 'node:util';
import type { envelopeProblems } from '../../schemas/problem';

type Problems = typeof envelopeProblems;

/** An answer that the envelope gives by itself: a stable code and a sentence that a user may read. */
export class Problem {
  private constructor(
    readonly status: number,
    readonly code: string,
    readonly message: string,
  ) {}

  static of<S extends keyof Problems>(
    status: S,
    code: Problems[S]['codes'][number],
    message: string,
  ): Problem {
    return new Problem(status, code, message);
  }
}

/**
 * A bug or damage that is found rather than thrown at us. Its message is logged, so it names fields and
 * operations, and never holds a value.
 */
export class InternalError extends Error {
  override readonly name: string = 'InternalError';
}

/** The operation ran, and what it answered is larger than an agent accepts. */
export class AnswerTooLargeError extends InternalError {
  override readonly name = 'AnswerTooLargeError';
}

const deepestCause = 3;

/** What may be logged of something thrown: no message, for it can hold whatever a customer said or owns. */
export function describeError(thrown: unknown, withMessage: boolean, depth = 0): Record<string, unknown> {
  // Not instanceof: what the AWS SDK throws may come from another realm, and only looks like an Error.
  if (!types.isNativeError(thrown)) return { name: `thrown ${thrown === null ? 'null' : typeof thrown}` };
  const { name, message, stack, cause } = thrown;
  const { code, $metadata } = thrown as Partial<Record<'code' | '$metadata', unknown>>;
  const { httpStatusCode, requestId } = ($metadata ?? {}) as Record<string, unknown>;
  return {
    name: /^[\w.$]{1,80}$/.test(name) ? name : 'Error',
    ...((withMessage || thrown instanceof InternalError) && { message }),
    ...(typeof code === 'string' && /^[A-Z\d_]{1,60}$/.test(code) && { code }),
    // The stack begins with the message.
    stack: stack?.split('\n').filter((line) => /^\s+at /.test(line)),
    ...($metadata !== undefined && { httpStatusCode, awsRequestId: requestId }),
    ...(cause !== undefined &&
      depth < deepestCause && { cause: describeError(cause, withMessage, depth + 1) }),
  };
}
