import * as z from 'zod/mini';

const problemSchema = <const Codes extends readonly [string, ...string[]]>(codes: Codes) =>
  z.strictObject({
    code: z.enum(codes).check(z.describe('Stable error code')),
    message: z.string().check(z.describe('What went wrong, safe to show to the user')),
  });

/**
 * An error answer: codes are stable and typed, `message` is a sentence that a user may read. Its schema is made
 * when it is first asked for, since a Lambda loads many that it never needs.
 */
export const problem = <const Codes extends readonly [string, ...string[]]>(
  description: string,
  ...codes: Codes
) => {
  let schema: ReturnType<typeof problemSchema<Codes>> | undefined;
  return {
    description,
    codes,
    get schema() {
      schema ??= problemSchema(codes);
      return schema;
    },
  };
};

/** Answers that the envelope gives by itself, whatever the operation; they need no declaration. */
export const envelopeProblems = {
  400: problem('The arguments are not valid', 'INVALID_INPUT', 'INVALID_EVENT'),
  401: problem('The caller named no customer', 'IDENTITY_REQUIRED'),
  404: problem('There is no such operation', 'UNKNOWN_OPERATION'),
  413: problem('The session attributes leave no room for an answer', 'SESSION_ATTRIBUTES_TOO_LARGE'),
  500: problem('The operation failed', 'INTERNAL', 'ANSWER_TOO_LARGE'),
} as const;
