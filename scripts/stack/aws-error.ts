import { CommandError } from '../cli/errors';

interface AwsErrorRule {
  readonly code: string;
  readonly pattern: RegExp;
  readonly message: string;
  readonly hint: string;
}

/** The first that holds counts; patterns are held against `name code message`. */
const rules: readonly AwsErrorRule[] = [
  {
    code: 'NO_REGION',
    pattern: /Region is missing/,
    message: 'No region is set',
    hint: 'Give --region NAME, set AWS_REGION, or give the profile a region',
  },
  {
    code: 'NO_PROFILE',
    pattern:
      /could not be found in (shared credentials|parsed ini)|Could not resolve credentials using profile/,
    message: 'There is no such profile',
    hint: 'aws configure list-profiles shows those that there are',
  },
  {
    code: 'CREDENTIALS_EXPIRED',
    pattern: /expired|SSO session|aws sso login/i,
    message: 'The credentials have expired',
    hint: 'aws sso login --profile NAME, or whatever gave you the credentials',
  },
  {
    code: 'NO_CREDENTIALS',
    pattern: /CredentialsProviderError|Could not load credentials/,
    message: 'There are no AWS credentials',
    hint: 'Name a profile that has some with --profile NAME or AWS_PROFILE, or set one up: aws configure sso',
  },
  {
    code: 'CREDENTIALS_INVALID',
    pattern: /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature/,
    message: 'AWS does not know these credentials',
    hint: 'aws sts get-caller-identity shows the same; set them up again or give --profile NAME',
  },
  {
    code: 'ACCESS_DENIED',
    pattern: /AccessDenied|UnauthorizedOperation|not authorized to perform/,
    message: 'These credentials may not do this',
    hint: 'Have the action granted that the message names, or give another --profile',
  },
  {
    code: 'DISK_FULL',
    pattern: /no space left/i,
    message: 'The disk is full',
    hint: 'Make room and run it again; OUTCROP_STATE=FOLDER moves .outcrop to another disk',
  },
  {
    code: 'NO_CONNECTION',
    pattern: /ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|TimeoutError/,
    message: 'AWS cannot be reached',
    hint: 'Check the connection, the proxy and the name of the region',
  },
];

/** `name code message` of whatever a client threw; an AggregateError has only its parts to tell. */
export function spell(error: unknown): string {
  const {
    name = 'Error',
    code = '',
    message = String(error),
    errors,
  } = (error ?? {}) as Partial<NodeJS.ErrnoException & { errors: unknown[] }>;
  return [name, code, message, ...(errors?.slice(0, 1).map(spell) ?? [])].filter(Boolean).join(' ');
}

export const isDenied = (error: unknown): boolean =>
  /AccessDenied|UnauthorizedOperation|not authorized to perform/.test(spell(error));

/** An AWS client's error as something to act on. `doing` says what failed: `Looking for the stack x`. */
export function awsFailure(error: unknown, doing: string): CommandError {
  if (error instanceof CommandError) return error;
  const text = spell(error);
  const rule = rules.find(({ pattern }) => pattern.test(text));
  const said = (error as { message?: string }).message || text;
  return new CommandError({
    code: rule?.code ?? 'AWS_FAILED',
    message: `${doing}: ${rule ? `${rule.message} (${said})` : said}`,
    hint: rule?.hint ?? 'Run it again; OUTCROP_DEBUG=1 shows where it failed',
    cause: error,
  });
}
