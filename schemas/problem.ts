import * as z from 'zod/mini';

/** An error answer: codes are stable and typed, `message` is a sentence that a user may read. */
export const problem = <const Codes extends readonly [string, ...string[]]>(
  description: string,
  ...codes: Codes
) => ({
  description,
  codes,
  schema: z.strictObject({
    code: z.enum(codes).check(z.describe('Stable error code')),
    message: z.string().check(z.describe('What went wrong, safe to show to the user')),
  }),
});

/** Answers that the envelope gives by itself, whatever the operation; they need no declaration. */
export const envelopeProblems = {
  400: problem('The arguments are not valid', 'INVALID_INPUT', 'INVALID_EVENT'),
  401: problem('The caller named no customer', 'IDENTITY_REQUIRED'),
  404: problem('There is no such operation', 'UNKNOWN_OPERATION'),
  413: problem('The session attributes leave no room for an answer', 'SESSION_ATTRIBUTES_TOO_LARGE'),
  500: problem('The operation failed', 'INTERNAL', 'ANSWER_TOO_LARGE'),
} as const;
